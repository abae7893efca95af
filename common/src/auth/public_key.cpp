// SPDX-License-Identifier: Apache-2.0
#include "auth/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <string>
#include <utility>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "auth/weak_keys.hpp"

namespace bff::auth {
namespace {

constexpr int kMinModulusBits = 2048, kMaxModulusBits = 8192, kMaxExponentBits = 32;
constexpr std::size_t kEd25519 = 32;  // bytes

struct Curve {
  const char* jose;     // its name in a JWK
  const char* openssl;  // and in OpenSSL
  std::size_t size;     // bytes of a coordinate, and of r and s
  Algorithm algorithm;
};

const Curve& curve_of(PublicKey::Type type) {
  static constexpr Curve kP256{"P-256", "prime256v1", 32, Algorithm::es256};
  static constexpr Curve kP384{"P-384", "secp384r1", 48, Algorithm::es384};
  static constexpr Curve kP521{"P-521", "secp521r1", 66, Algorithm::es512};
  return type == PublicKey::Type::p256 ? kP256 : type == PublicKey::Type::p384 ? kP384 : kP521;
}

Error unusable(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

// Precondition: not longer than a token or a key set, so that the length is an int.
BigNumber big_number(std::string_view big_endian) {
  return BigNumber{BN_bin2bn(octets(big_endian), static_cast<int>(big_endian.size()), nullptr)};
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
  BigNumber r = big_number(signature.substr(0, signature.size() / 2));
  BigNumber s = big_number(signature.substr(signature.size() / 2));
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

// PSS with the hash's own length of salt, and MGF1 over the same hash (RFC 7518 §3.5); RS… is what
// RSA does by default.
bool set_padding(EVP_PKEY_CTX* context, Algorithm algorithm) {
  const bool pss = algorithm >= Algorithm::ps256 && algorithm <= Algorithm::ps512;
  if (!pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

// A number's bytes as a JWK has them (RFC 7518 §6.3.1): none of them is a leading zero.
std::string number_text(std::string_view big_endian) {
  big_endian.remove_prefix(std::min(big_endian.find_first_not_of('\0'), big_endian.size()));
  return encode_base64url(big_endian);
}

}  // namespace

Result<PublicKey> PublicKey::checked(Type type, EvpKey key, std::string_view jwk) {
  if (!key) return unusable("OpenSSL refuses its numbers");
  const EvpKeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
  if (!context || EVP_PKEY_public_check(context.get()) != 1)
    return unusable("its numbers make no valid key");
  return PublicKey{type, std::move(key), encode_base64url(sha256(jwk))};
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
  return checked(Type::rsa, key_from("RSA", parts.get()),
                 R"({"e":")" + number_text(exponent) + R"(","kty":"RSA","n":")" +
                     number_text(modulus) + R"("})");
}

Result<PublicKey> PublicKey::point(Type type, std::string_view x, std::string_view y) {
  const ErrorQueueGuard guard;
  const Curve& curve = curve_of(type);
  if (x.size() != curve.size || y.size() != curve.size)
    return unusable("its coordinates are not of " + std::to_string(curve.size) + " bytes each");
  const ParamBuilder parts{OSSL_PARAM_BLD_new()};
  if (!parts) return unusable("out of memory");
  const std::string bytes_of_point =
      '\x04' + std::string{x} + std::string{y};  // SEC 1 §2.3.3, uncompressed
  OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.openssl, 0);
  OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of_point.data(),
                                   bytes_of_point.size());
  return checked(type, key_from("EC", parts.get()),
                 R"({"crv":")" + std::string{curve.jose} + R"(","kty":"EC","x":")" +
                     encode_base64url(x) + R"(","y":")" + encode_base64url(y) + R"("})");
}

Result<PublicKey> PublicKey::ed25519(std::string_view x) {
  const ErrorQueueGuard guard;
  if (x.size() != kEd25519) return unusable("it is not of 32 bytes");
  if (has_small_order(x)) return unusable("it is a point of small order");
  EvpKey key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(x), x.size())};
  return checked(Type::ed25519, std::move(key),
                 R"({"crv":"Ed25519","kty":"OKP","x":")" + encode_base64url(x) + R"("})");
}

bool PublicKey::serves(Type type, Algorithm algorithm) noexcept {
  if (type == Type::rsa) return algorithm <= Algorithm::ps512;
  if (type == Type::ed25519) return algorithm == Algorithm::eddsa;
  return algorithm == curve_of(type).algorithm;
}

bool PublicKey::verify(Algorithm algorithm, std::string_view message,
                       std::string_view signature) const {
  if (!serves(algorithm)) return false;
  const ErrorQueueGuard guard;
  std::string der;
  if (type_ != Type::rsa && type_ != Type::ed25519) {
    if (signature.size() != 2 * curve_of(type_).size) return false;
    der = der_of(signature);
    signature = der;
  } else if (signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()))) {
    return false;
  }
  const EvpDigestContext context{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* parameters = nullptr;  // the digest context's own
  return context &&
         EVP_DigestVerifyInit(context.get(), &parameters, digest_of(algorithm), nullptr,
                              key_.get()) == 1 &&
         set_padding(parameters, algorithm) &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message),
                          message.size()) == 1;
}

}  // namespace bff::auth
