// SPDX-License-Identifier: Apache-2.0
#include "auth/token_signer.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "auth/base64url.hpp"
#include "auth/private_jwk.hpp"
#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

constexpr std::size_t kMaxFileText = std::size_t{64} * 1024;  // bytes
constexpr std::size_t kMaxFileKeys = 20;
constexpr std::size_t kCoordinate = 32;  // bytes, of P-256
constexpr int kKeysDepth = 6;

Error refused_keys(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

// JSON of ASCII without quotes, which names and numbers of keys are.
std::string as_json(std::string_view text) { return '"' + std::string{text} + '"'; }

// r and s side by side (RFC 7518 §3.4).
std::string jws_form(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const EcdsaSignature pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))};
  if (!pair) throw std::runtime_error("OpenSSL gave no signature");
  std::string both(2 * kCoordinate, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(both.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, kCoordinate);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + kCoordinate, kCoordinate);
  return both;
}

std::string signature(EVP_PKEY* key, bool ec, std::string_view message) {
  const EvpDigestContext context{EVP_MD_CTX_new()};
  const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::string made(128, '\0');  // both are shorter
  std::size_t size = made.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, ec ? EVP_sha256() : nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, bytes,
                     message.size()) != 1) {
    throw std::runtime_error("OpenSSL does not sign");
  }
  made.resize(size);
  return ec ? jws_form(made) : made;
}

// A name that may stand in JSON and in logs as it is.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 256 && std::all_of(name.begin(), name.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
}

}  // namespace

Result<std::shared_ptr<const TokenSigner>> TokenSigner::parse(std::string_view jwks) {
  const ErrorQueueGuard guard;
  if (jwks.size() > kMaxFileText) return refused_keys("it is larger than 64 KiB");
  const auto set = parse_strict_json(jwks, kKeysDepth);
  if (!set) return refused_keys(set.error().internal);
  const JsonValue* const keys = set->member("keys");
  if (keys == nullptr || !keys->is_list() || keys->items.empty())
    return refused_keys("it has no list 'keys' with a key");
  if (keys->items.size() > kMaxFileKeys) return refused_keys("it holds more than 20 keys");
  std::shared_ptr<TokenSigner> signer{new TokenSigner};
  std::set<std::string> ids;
  for (const JsonValue& jwk : keys->items) {
    const std::string name = "key " + std::to_string(signer->size_ + 1);
    auto key = read_private_jwk(jwk);
    if (!key) return refused_keys(name + ": " + key.error().internal);
    const JsonValue* const given = jwk.member("kid");
    const std::string id = given != nullptr ? given->text : key->thumbprint;
    if (!is_plain_name(id)) return refused_keys(name + ": its 'kid' is no plain text");
    if (!ids.insert(id).second) return refused_keys(name + ": another key has the same 'kid'");
    const std::string alg = key->ec ? "ES256" : "EdDSA";
    signer->public_keys_ += (signer->size_ == 0 ? "{\"keys\":[{" : ",{") + key->public_members +
                            ",\"kid\":" + as_json(id) + ",\"alg\":" + as_json(alg) +
                            ",\"use\":\"sig\"}";
    if (signer->size_++ > 0) continue;
    signer->ec_ = key->ec;
    signer->key_ = std::move(key->key);
    signer->header_ = encode_base64url("{\"alg\":" + as_json(alg) +
                                       ",\"typ\":\"JWT\",\"kid\":" + as_json(id) + "}");
  }
  signer->public_keys_ += "]}";
  return std::shared_ptr<const TokenSigner>{std::move(signer)};
}

std::string TokenSigner::sign(std::string_view claims) const {
  std::string token = header_ + '.' + encode_base64url(claims);
  const std::string made = signature(key_.get(), ec_, token);
  return token.append(".").append(encode_base64url(made));
}

std::string make_signing_key(Algorithm algorithm) {
  const auto jwk = make_private_jwk(algorithm == Algorithm::es256);
  return "{\"keys\":[{" + jwk.public_members + ",\"d\":" + as_json(jwk.secret) +
         ",\"kid\":" + as_json(jwk.thumbprint) + ",\"alg\":" + as_json(jwk.ec ? "ES256" : "EdDSA") +
         ",\"use\":\"sig\"}]}\n";
}

}  // namespace bff::auth
