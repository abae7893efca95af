// SPDX-License-Identifier: Apache-2.0
#include "auth/verifier.hpp"

#include <algorithm>
#include <utility>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "auth/key_set.hpp"
#include "auth/secret_key.hpp"

namespace bff::auth {

namespace {

const char* const kNoKey = "no key of the set is meant by its 'alg' and 'kid'";
const char* const kBadSignature = "the signature does not verify";

template <class T, class V>
bool holds(const std::vector<T>& list, const V& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Result<void> judge_header(const Jws& jws, const IssuerRules& rules) {
  if (!holds(rules.algorithms, jws.algorithm))
    return invalid_token("header: 'alg' is none that '" + rules.issuer + "' may use");
  // Another `typ` is a token that was made for another purpose (RFC 8725 §3.11, RFC 9068 §2.1).
  const bool good = rules.types.empty()
                        ? jws.type.empty() || jws.type == "jwt" || jws.type == "at+jwt"
                        : holds(rules.types, jws.type);
  if (!good) return invalid_token("header: 'typ' is none that '" + rules.issuer + "' may use");
  return {};
}

// `unknown` is set where other keys might do.
Result<void> check_signature(const Jws& jws, const KeySet& keys, bool& unknown) {
  const PublicKey* const key = key_of(jws, keys);
  unknown = key == nullptr;
  if (key == nullptr) return invalid_token(kNoKey);
  if (key->verify(jws.algorithm, jws.signed_part, jws.signature)) return {};
  unknown = !jws.key_id;  // it may mean the next one that comes without a name
  return invalid_token(kBadSignature);
}

}  // namespace

Verifier::Verifier(std::vector<IssuerRules> issuers) : issuers_{std::move(issuers)} {}

Result<Verified> Verifier::verify_window(std::string_view token,
                                         std::chrono::system_clock::time_point now,
                                         const IssuerRules** wanting) const {
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
  if (rules == issuers_.end()) return invalid_token("'iss' is no configured issuer");
  if (rules->asking.alone) {
    if (wanting != nullptr) *wanting = &*rules;
    return invalid_token("only '" + rules->issuer + "' can tell");
  }
  if (const auto judged = judge_header(*jws, *rules); !judged) return judged.error();
  const auto& keys = rules->current_keys();
  const auto& secret = rules->current_secret();
  bool unknown = keys == nullptr;
  Result<void> checked;
  if (is_keyed_hash(jws->algorithm)) {
    unknown = false;
    if (!secret || !secret->verify(jws->algorithm, jws->signed_part, jws->signature))
      checked = invalid_token(kBadSignature);
  } else if (keys == nullptr) {
    checked = invalid_token("'" + rules->issuer + "' has no keys");
  } else {
    checked = check_signature(*jws, *keys, unknown);
  }
  const bool fetched = !rules->source.empty();
  if (!checked && !(unknown && fetched)) return checked.error();
  auto verified = judge_claims(*claims, *rules, now);
  if (checked && verified && rules->slot) {
    verified->slot = rules->slot;
    verified->keys = keys;
    verified->secret = secret;
  }
  if (checked) return verified;
  // Nobody has to fetch keys for a token that no key would make good.
  if (verified && wanting != nullptr) *wanting = &*rules;
  return checked.error();
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
  bool unknown = false;
  if (const auto checked = check_signature(*jws, keys, unknown); !checked) return checked.error();
  return std::move(jws->payload);
}

}  // namespace bff::auth
