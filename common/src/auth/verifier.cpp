// SPDX-License-Identifier: Apache-2.0
#include "auth/verifier.hpp"

#include <algorithm>
#include <utility>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "auth/strict_json.hpp"

namespace bff::auth {

Verifier::Verifier(std::vector<IssuerRules> issuers) : issuers_{std::move(issuers)} {}

Result<Verified> Verifier::verify_window(std::string_view token,
                                         std::chrono::system_clock::time_point now) const {
  const auto jws = parse_jws(token);
  if (!jws) return jws.error();
  const auto claims = parse_strict_json(jws->payload, kMaxTokenDepth);
  if (!claims) return invalid_token("claims: " + claims.error().internal);
  if (!claims->is_object()) return invalid_token("claims: no object");
  // The issuer is read before the signature is checked, since it says whose keys to check with.
  // A forged one selects keys that the forger does not have.
  const JsonValue* const issuer = claims->member("iss");
  if (issuer == nullptr || !issuer->is_text()) return invalid_token("'iss' is missing or no text");
  const auto rules = std::find_if(issuers_.begin(), issuers_.end(), [&](const IssuerRules& each) {
    return each.issuer == issuer->text;
  });
  if (rules == issuers_.end() || rules->keys == nullptr)
    return invalid_token("'iss' is no configured issuer");
  if (const auto checked = check_signature(*jws, *rules->keys); !checked) return checked.error();
  return judge_claims(*claims, *rules, now);
}

Result<Principal> Verifier::verify(std::string_view token,
                                   std::chrono::system_clock::time_point now) const {
  auto verified = verify_window(token, now);
  if (!verified) return verified.error();
  return std::move(verified->principal);
}

Result<std::string> verify_signature(std::string_view token, const KeySet& keys) {
  auto jws = parse_jws(token);
  if (!jws) return jws.error();
  if (const auto checked = check_signature(*jws, keys); !checked) return checked.error();
  return std::move(jws->payload);
}

}  // namespace bff::auth
