// SPDX-License-Identifier: Apache-2.0
#include "auth/dpop.hpp"

#include <algorithm>

#include "auth/base64url.hpp"
#include "auth/claims.hpp"
#include "auth/digest.hpp"
#include "auth/jws.hpp"
#include "auth/key_set.hpp"

namespace bff::auth {
namespace {

constexpr std::size_t kLongestId = 256;  // bytes

Error refused_proof(std::string why) {
  return invalid_token("proof: " + std::move(why), "The DPoP proof does not hold");
}

bool is_allowed(Algorithm algorithm) {
  const std::string_view all = kProofAlgorithms;
  return all.find(name_of(algorithm)) != std::string_view::npos;
}

// The key that the proof is signed with: it brings its own.
Result<PublicKey> key_of_proof(const Jws& jws) {
  const JsonValue* const jwk = jws.header.member("jwk");
  if (jwk == nullptr) return refused_proof("'jwk' is missing");
  auto key = read_public_key(*jwk);
  if (!key) return refused_proof("'jwk': " + key.error().internal);
  if (!*key || !(*key)->key.serves(jws.algorithm))
    return refused_proof("'jwk' is no key of the proof's 'alg'");
  return std::move((*key)->key);
}

Result<std::string> text_of(const JsonValue& claims, const char* name) {
  const JsonValue* const value = claims.member(name);
  if (value == nullptr || !value->is_text() || value->text.empty())
    return refused_proof("'" + std::string{name} + "' is missing or no text");
  return value->text;
}

// Scheme, host and port in whatever case and form they are written; without query and fragment.
bool is_for(std::string_view htu, const Url& url) {
  Url named;
  if (!parse_url(htu.substr(0, htu.find_first_of("?#")), named).empty()) return false;
  return named.secure == url.secure && named.host == url.host && named.port == url.port &&
         named.target == url.target.substr(0, url.target.find('?'));
}

}  // namespace

Result<Proof> check_proof(std::string_view jwt, const ProvenRequest& request) {
  const auto jws = parse_jws(jwt);
  if (!jws) return refused_proof(jws.error().internal);
  if (jws->type != "dpop+jwt") return refused_proof("'typ' is not dpop+jwt");
  if (!is_allowed(jws->algorithm))
    return refused_proof("'alg' is none of " + std::string{kProofAlgorithms});
  const auto key = key_of_proof(*jws);
  if (!key) return key.error();
  const auto claims = parse_strict_json(jws->payload, kMaxTokenDepth);
  if (!claims) return refused_proof("claims: " + claims.error().internal);
  const auto id = text_of(*claims, "jti"), method = text_of(*claims, "htm"),
             url = text_of(*claims, "htu"), hash = text_of(*claims, "ath");
  for (const auto* each : {&id, &method, &url, &hash})
    if (!*each) return each->error();
  if (id->size() > kLongestId) return refused_proof("'jti' is longer than 256 bytes");
  if (*method != request.method) return refused_proof("'htm' is another method");
  if (!is_for(*url, request.url)) return refused_proof("'htu' is not " + request.url.text());
  if (*hash != encode_base64url(sha256(request.token)))
    return refused_proof("'ath' is of another token");
  const auto issued = date_claim(*claims, "iat");
  if (!issued || !*issued) return refused_proof("'iat' is missing or no date");
  const auto until = **issued + kProofAge + request.leeway;
  if (request.now >= until) return refused_proof("'iat' is too long ago");
  if (request.now < **issued - request.leeway) return refused_proof("'iat' is in the future");
  if (!key->verify(jws->algorithm, jws->signed_part, jws->signature))
    return refused_proof("the signature does not verify");
  return Proof{.thumbprint = key->thumbprint(), .id = *id, .until = until};
}

}  // namespace bff::auth
