// SPDX-License-Identifier: Apache-2.0
#include "auth/provider_description.hpp"

#include <algorithm>

#include "auth/discovery.hpp"
#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

bool is_true(const JsonValue& all, std::string_view name) {
  const JsonValue* const value = all.member(name);
  return value != nullptr && value->kind == JsonValue::Kind::boolean && value->text == "true";
}

// What is left out is client_secret_basic (OpenID Connect Discovery §3).
bool takes_basic(const JsonValue& all) {
  const JsonValue* const ways = all.member("token_endpoint_auth_methods_supported");
  if (ways == nullptr || !ways->is_list()) return true;
  return std::ranges::any_of(ways->items, [](const JsonValue& way) {
    return way.is_text() && way.text == "client_secret_basic";
  });
}

}  // namespace

Result<ProviderDescription> read_description(std::string_view document, std::string_view issuer) {
  const auto read = parse_discovery(document, issuer);
  if (!read) return read.error();
  ProviderDescription all{
      .authorization = read->text_of("authorization_endpoint"),
      .token = read->text_of("token_endpoint"),
      .jwks = read->text_of("jwks_uri"),
      .pushed_authorization = read->text_of("pushed_authorization_request_endpoint"),
      .revocation = read->text_of("revocation_endpoint"),
      .end_session = read->text_of("end_session_endpoint"),
      .wants_pushed = is_true(*read, "require_pushed_authorization_requests"),
      .names_itself = is_true(*read, "authorization_response_iss_parameter_supported"),
      .takes_basic = takes_basic(*read)};
  if (all.authorization.empty()) return refused_discovery("has no text 'authorization_endpoint'");
  if (all.token.empty()) return refused_discovery("has no text 'token_endpoint'");
  if (all.jwks.empty()) return refused_discovery("has no text 'jwks_uri'");
  return all;
}

}  // namespace bff::auth
