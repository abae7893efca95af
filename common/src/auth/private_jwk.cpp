// SPDX-License-Identifier: Apache-2.0
#include "auth/private_jwk.hpp"

#include <openssl/core_names.h>

#include <stdexcept>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"

namespace bff::auth {
namespace {

constexpr std::size_t kPartSize =
    32;  // bytes: of a coordinate of P-256, and of all that Ed25519 has

Error refused_jwk(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

Result<std::string> part_of(const JsonValue& jwk, std::string_view name) {
  auto part = decode_base64url(jwk.text_of(name));
  if (!part || part->size() != kPartSize)
    return refused_jwk("its '" + std::string{name} + "' is no base64url of 32 bytes");
  return *std::move(part);
}

// Null when OpenSSL refuses the numbers, or they are not of one key.
EvpKey p256(std::string_view x, std::string_view y, std::string_view d) {
  const std::string point = '\x04' + std::string{x} + std::string{y};  // SEC 1 §2.3.3
  const BigNumber number{BN_bin2bn(octets(d), static_cast<int>(d.size()), nullptr)};
  const ParamBuilder parts{OSSL_PARAM_BLD_new()};
  const EvpKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  if (!number || !parts || !context) return nullptr;
  OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get());
  const Params params{OSSL_PARAM_BLD_to_param(parts.get())};
  EVP_PKEY* made = nullptr;
  if (!params || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, params.get()) != 1)
    return nullptr;
  EvpKey key{made};
  const EvpKeyContext check{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
  return check && EVP_PKEY_check(check.get()) == 1 ? std::move(key) : nullptr;
}

std::string public_half(EVP_PKEY* ed25519) {
  std::string x(kPartSize, '\0');
  std::size_t size = x.size();
  EVP_PKEY_get_raw_public_key(ed25519, reinterpret_cast<unsigned char*>(x.data()), &size);
  return x;
}

EvpKey ed25519(std::string_view x, std::string_view d) {
  EvpKey key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, octets(d), d.size())};
  return key && public_half(key.get()) == x ? std::move(key) : nullptr;
}

PrivateJwk jwk_of(EvpKey key, std::string_view x, std::string_view y, std::string_view d) {
  PrivateJwk jwk{.ec = !y.empty(), .key = std::move(key)};
  jwk.public_members = jwk.ec ? R"("crv":"P-256","kty":"EC","x":")" + encode_base64url(x) +
                                    R"(","y":")" + encode_base64url(y) + '"'
                              : R"("crv":"Ed25519","kty":"OKP","x":")" + encode_base64url(x) + '"';
  jwk.thumbprint = encode_base64url(sha256('{' + jwk.public_members + '}'));
  jwk.secret = encode_base64url(d);
  return jwk;
}

std::string number_of(EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) throw std::runtime_error("OpenSSL has no key");
  const BigNumber number{raw};
  std::string big_endian(kPartSize, '\0');
  BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(big_endian.data()), kPartSize);
  return big_endian;
}

}  // namespace

Result<PrivateJwk> read_private_jwk(const JsonValue& jwk) {
  const ErrorQueueGuard guard;
  if (!jwk.is_object()) return refused_jwk("it is no object");
  const std::string type = jwk.text_of("kty"), curve = jwk.text_of("crv");
  const bool ec = type == "EC" && curve == "P-256";
  if (!ec && !(type == "OKP" && curve == "Ed25519"))
    return refused_jwk("it is neither of P-256 nor of Ed25519");
  if (jwk.member("alg") != nullptr && jwk.text_of("alg") != (ec ? "ES256" : "EdDSA"))
    return refused_jwk("its 'alg' is not that of its curve");
  if (jwk.member("use") != nullptr && jwk.text_of("use") != "sig")
    return refused_jwk("its 'use' is not 'sig'");
  if (jwk.member("d") == nullptr) return refused_jwk("it has no 'd': it is a public key");
  const auto x = part_of(jwk, "x");
  if (!x) return x.error();
  const auto d = part_of(jwk, "d");
  if (!d) return d.error();
  std::string y;
  if (ec) {
    auto part = part_of(jwk, "y");
    if (!part) return part.error();
    y = *std::move(part);
  }
  EvpKey key = ec ? p256(*x, y, *d) : ed25519(*x, *d);
  if (!key) return refused_jwk("its parts make no key, or do not belong together");
  return jwk_of(std::move(key), *x, y, *d);
}

PrivateJwk make_private_jwk(bool ec) {
  EvpKey key{ec ? EVP_EC_gen("prime256v1") : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  if (!key) throw std::runtime_error("OpenSSL makes no key");
  if (ec) {
    const std::string x = number_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_X),
                      y = number_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y),
                      d = number_of(key.get(), OSSL_PKEY_PARAM_PRIV_KEY);
    return jwk_of(std::move(key), x, y, d);
  }
  std::string d(kPartSize, '\0');
  std::size_t size = d.size();
  EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(d.data()), &size);
  const std::string x = public_half(key.get());
  return jwk_of(std::move(key), x, "", d);
}

}  // namespace bff::auth
