// SPDX-License-Identifier: Apache-2.0
#include "auth/public_key.hpp"

#include <openssl/core_names.h>

#include <string>
#include <utility>

#include "auth/weak_keys.hpp"

namespace bff::auth {
namespace {

constexpr int kMinModulusBits = 2048, kMaxModulusBits = 8192, kMaxExponentBits = 32;
constexpr std::size_t kCoordinate = 32;  // bytes, of P-256 and Ed25519

Error unusable(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Precondition: not longer than a token or a key set, so that the length is an int.
BigNumber big_number(std::string_view big_endian) {
  return BigNumber{BN_bin2bn(bytes(big_endian), static_cast<int>(big_endian.size()), nullptr)};
}

// Null when OpenSSL refuses the parameters.
EvpKey key_from(const char* type, OSSL_PARAM_BLD* parts) {
  const Params params{OSSL_PARAM_BLD_to_param(parts)};
  const EvpKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return nullptr;
  return EvpKey{key};
}

// ECDSA-Sig-Value in DER from r and s side by side; empty when memory runs out.
std::string der_of(std::string_view signature) {
  BigNumber r = big_number(signature.substr(0, kCoordinate));
  BigNumber s = big_number(signature.substr(kCoordinate));
  const EcdsaSignature pair{ECDSA_SIG_new()};
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // `pair` owns both now
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (size <= 0) return {};
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* end = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(pair.get(), &end);
  return der;
}

}  // namespace

std::optional<Algorithm> algorithm_named(std::string_view name) {
  if (name == "RS256") return Algorithm::rs256;
  if (name == "ES256") return Algorithm::es256;
  if (name == "EdDSA") return Algorithm::eddsa;
  return std::nullopt;
}

Result<PublicKey> PublicKey::checked(Algorithm algorithm, EvpKey key) {
  if (!key) return unusable("OpenSSL refuses its numbers");
  const EvpKeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
  if (!context || EVP_PKEY_public_check(context.get()) != 1)
    return unusable("its numbers make no valid key");
  return PublicKey{algorithm, std::move(key)};
}

Result<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent) {
  const ErrorQueueGuard guard;
  const BigNumber n = big_number(modulus), e = big_number(exponent);
  const ParamBuilder parts{OSSL_PARAM_BLD_new()};
  if (!n || !e || !parts) return unusable("out of memory");
  if (const int bits = BN_num_bits(n.get()); bits < kMinModulusBits || bits > kMaxModulusBits)
    return unusable("its modulus has " + std::to_string(bits) + " bits; 2048 to 8192 are allowed");
  if (!BN_is_odd(e.get()) || BN_is_one(e.get()) || BN_num_bits(e.get()) > kMaxExponentBits)
    return unusable("its exponent is even, 1, or above 32 bits");
  if (has_roca_fingerprint(*n)) return unusable("its modulus is guessable (CVE-2017-15361, ROCA)");
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return checked(Algorithm::rs256, key_from("RSA", parts.get()));
}

Result<PublicKey> PublicKey::p256(std::string_view x, std::string_view y) {
  const ErrorQueueGuard guard;
  if (x.size() != kCoordinate || y.size() != kCoordinate)
    return unusable("its coordinates are not of 32 bytes each");
  const ParamBuilder parts{OSSL_PARAM_BLD_new()};
  if (!parts) return unusable("out of memory");
  const std::string point = '\x04' + std::string{x} + std::string{y};  // SEC 1 §2.3.3, uncompressed
  OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return checked(Algorithm::es256, key_from("EC", parts.get()));
}

Result<PublicKey> PublicKey::ed25519(std::string_view x) {
  const ErrorQueueGuard guard;
  if (x.size() != kCoordinate) return unusable("it is not of 32 bytes");
  if (has_small_order(x)) return unusable("it is a point of small order");
  EvpKey key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(x), x.size())};
  return checked(Algorithm::eddsa, std::move(key));
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  const ErrorQueueGuard guard;
  std::string der;
  if (algorithm_ == Algorithm::es256) {
    if (signature.size() != 2 * kCoordinate) return false;
    der = der_of(signature);
    signature = der;
  } else if (signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()))) {
    return false;
  }
  const EvpDigestContext context{EVP_MD_CTX_new()};
  // Ed25519 hashes within; PKCS #1 v1.5 is what RSA does by default.
  const EVP_MD* const hash = algorithm_ == Algorithm::eddsa ? nullptr : EVP_sha256();
  return context && EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message),
                          message.size()) == 1;
}

}  // namespace bff::auth
