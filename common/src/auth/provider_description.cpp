// SPDX-License-Identifier: Apache-2.0
#include "auth/provider_description.hpp"

#include <algorithm>

#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

constexpr int kMaxDepth = 16;  // of which nothing but the first levels is looked at

Error refused(std::string why) { return {.internal = "the discovery document " + std::move(why)}; }

std::string text_of(const JsonValue& all, std::string_view name) {
  const JsonValue* const value = all.member(name);
  return value != nullptr && value->is_text() ? value->text : "";
}

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
  const auto read = parse_strict_json(document, kMaxDepth);
  if (!read) return refused("is not to be read: " + read.error().internal);
  const std::string name = text_of(*read, "issuer");
  if (name.empty()) return refused("has no text 'issuer'");
  if (name != issuer) return refused("is that of '" + name + "'");
  ProviderDescription all{
      .authorization = text_of(*read, "authorization_endpoint"),
      .token = text_of(*read, "token_endpoint"),
      .jwks = text_of(*read, "jwks_uri"),
      .pushed_authorization = text_of(*read, "pushed_authorization_request_endpoint"),
      .revocation = text_of(*read, "revocation_endpoint"),
      .end_session = text_of(*read, "end_session_endpoint"),
      .wants_pushed = is_true(*read, "require_pushed_authorization_requests"),
      .names_itself = is_true(*read, "authorization_response_iss_parameter_supported"),
      .takes_basic = takes_basic(*read)};
  if (all.authorization.empty()) return refused("has no text 'authorization_endpoint'");
  if (all.token.empty()) return refused("has no text 'token_endpoint'");
  if (all.jwks.empty()) return refused("has no text 'jwks_uri'");
  return all;
}

}  // namespace bff::auth
