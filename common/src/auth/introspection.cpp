// SPDX-License-Identifier: Apache-2.0
#include "auth/introspection.hpp"

#include <algorithm>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "auth/strict_json.hpp"
#include "base/unix_time.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;

constexpr int kIntrospectionDepth = 8;

Error no_answer(std::string why) {
  return {.code = Errc::upstream_error,
          .internal = "the introspection endpoint's answer " + std::move(why)};
}

JsonValue text_value(std::string text) {
  JsonValue value;
  value.kind = JsonValue::Kind::text;
  value.text = std::move(text);
  return value;
}

JsonValue date_value(std::chrono::system_clock::time_point time) {
  JsonValue value;
  value.kind = JsonValue::Kind::number;
  value.text = std::to_string(unix_seconds(time));
  return value;
}

// A token that was given for something else than requests, such as a refresh token. Some servers
// call all access tokens so.
bool is_for_requests(const JsonValue& type) {
  if (!type.is_text()) return false;
  const std::string word = token_type(type.text);  // in small letters
  return word == "bearer" || word == "dpop" || word == "access_token";
}

}  // namespace

bool is_opaque(std::string_view token) noexcept {
  return std::count(token.begin(), token.end(), '.') != 2;
}

Result<Verified> judge_introspection(std::string_view answer, const IssuerRules& rules, Asked asked,
                                     std::chrono::system_clock::time_point now,
                                     std::chrono::milliseconds keep) {
  auto claims = parse_strict_json(answer, kIntrospectionDepth);
  if (!claims) return no_answer("is not to be read: " + claims.error().internal);
  const JsonValue* const active = claims->member("active");
  if (active == nullptr || active->kind != JsonValue::Kind::boolean)
    return no_answer("does not say whether the token is active");
  if (active->text != "true") return invalid_token("its issuer says that it is not active");
  const JsonValue* const issuer = claims->member("iss");
  if (issuer != nullptr && !(issuer->is_text() && issuer->text == rules.issuer))
    return invalid_token("'iss' is not '" + rules.issuer + "'");
  if (asked == Asked::revocation) return Verified{};
  const JsonValue* const type = claims->member("token_type");
  if (type != nullptr && !is_for_requests(*type))
    return invalid_token("'token_type' is none of access tokens");
  auto& members = claims->members;
  members.erase("active");
  if (issuer == nullptr) members.emplace("iss", text_value(rules.issuer));
  if (claims->member("exp") == nullptr) members.emplace("exp", date_value(now + keep + seconds{1}));
  const JsonValue* const client = claims->member("client_id");
  if (client != nullptr && claims->member("azp") == nullptr) members.emplace("azp", *client);
  auto verified = judge_claims(*claims, rules, now);
  if (!verified) return verified;
  if (type != nullptr && token_type(type->text) == "dpop" && verified->bound_to.empty())
    return invalid_token("'token_type' is DPoP, and 'cnf' names no key");
  return verified;
}

}  // namespace bff::auth
