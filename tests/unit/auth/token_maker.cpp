// SPDX-License-Identifier: Apache-2.0
#include "unit/auth/token_maker.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <iostream>

namespace bff::auth {
namespace {

// A test without its keys proves nothing.
void must(bool done, const char* what) {
  if (done) return;
  std::cerr << "OpenSSL cannot " << what << '\n';
  std::abort();
}

}  // namespace

std::string base64url(std::string_view bytes) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

SigningKey SigningKey::rsa(unsigned bits) {
  EvpKey key{EVP_RSA_gen(bits)};
  must(key != nullptr, "make an RSA key");
  return SigningKey{std::move(key)};
}

SigningKey SigningKey::p256() {
  EvpKey key{EVP_EC_gen("prime256v1")};
  must(key != nullptr, "make a P-256 key");
  return SigningKey{std::move(key)};
}

SigningKey SigningKey::p384() {
  EvpKey key{EVP_EC_gen("secp384r1")};
  must(key != nullptr, "make a P-384 key");
  return SigningKey{std::move(key)};
}

SigningKey SigningKey::p521() {
  EvpKey key{EVP_EC_gen("secp521r1")};
  must(key != nullptr, "make a P-521 key");
  return SigningKey{std::move(key)};
}

SigningKey SigningKey::ed25519() {
  EvpKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  must(key != nullptr, "make an Ed25519 key");
  return SigningKey{std::move(key)};
}

std::size_t SigningKey::coordinate() const {
  return (static_cast<std::size_t>(EVP_PKEY_get_bits(key_.get())) + 7) / 8;
}

Algorithm SigningKey::usual() const {
  if (EVP_PKEY_is_a(key_.get(), "RSA") == 1) return Algorithm::rs256;
  if (!is_ec()) return Algorithm::eddsa;
  const std::size_t size = coordinate();
  return size == 32 ? Algorithm::es256 : size == 48 ? Algorithm::es384 : Algorithm::es512;
}

std::string SigningKey::number(const char* param) const {
  BIGNUM* raw = nullptr;
  must(EVP_PKEY_get_bn_param(key_.get(), param, &raw) == 1, "read a key");
  const BigNumber value{raw};
  const int size = is_ec() ? static_cast<int>(coordinate()) : BN_num_bytes(raw);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

std::string SigningKey::jwk(std::string_view members) const {
  std::string jwk;
  if (EVP_PKEY_is_a(key_.get(), "RSA") == 1) {
    jwk = R"({"kty":"RSA","n":")" + base64url(number(OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
          base64url(number(OSSL_PKEY_PARAM_RSA_E));
  } else if (is_ec()) {
    const std::size_t size = coordinate();
    const std::string curve = size == 32 ? "P-256" : size == 48 ? "P-384" : "P-521";
    jwk = R"({"kty":"EC","crv":")" + curve + R"(","x":")" +
          base64url(number(OSSL_PKEY_PARAM_EC_PUB_X)) + R"(","y":")" +
          base64url(number(OSSL_PKEY_PARAM_EC_PUB_Y));
  } else {
    std::string x(32, '\0');
    std::size_t size = x.size();
    must(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(x.data()),
                                     &size) == 1,
         "read a key");
    jwk = R"({"kty":"OKP","crv":"Ed25519","x":")" + base64url(x);
  }
  return jwk + '"' + (members.empty() ? "" : ",") + std::string{members} + '}';
}

std::string SigningKey::pem() const {
  BIO* const out = BIO_new(BIO_s_mem());
  must(PEM_write_bio_PUBKEY(out, key_.get()) == 1, "write a key");
  char* text = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(out, &text));
  std::string pem{text, size};
  BIO_free(out);
  return pem;
}

std::string SigningKey::der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &bytes);
  must(size > 0, "write a key");
  std::string der{reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size)};
  OPENSSL_free(bytes);
  return der;
}

std::string SigningKey::ssh() const {
  const auto field = [](std::string bytes) {
    // A number whose first bit is set would be a negative one.
    if (!bytes.empty() && static_cast<unsigned char>(bytes[0]) >= 0x80) bytes.insert(0, 1, '\0');
    const auto size = static_cast<std::uint32_t>(bytes.size());
    std::string length;
    for (int shift = 24; shift >= 0; shift -= 8) length += static_cast<char>(size >> shift);
    return length + bytes;
  };
  const std::string blob = field("ssh-rsa") + field(number(OSSL_PKEY_PARAM_RSA_E)) +
                           field(number(OSSL_PKEY_PARAM_RSA_N));
  std::string text((blob.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(blob.data()),
                                   static_cast<int>(blob.size()));
  text.resize(static_cast<std::size_t>(size));
  return "ssh-rsa " + text + "\n";
}

std::string SigningKey::sign_raw(std::string_view message, Algorithm algorithm) const {
  const EvpDigestContext context{EVP_MD_CTX_new()};
  const auto* const data = reinterpret_cast<const unsigned char*>(message.data());
  EVP_PKEY_CTX* parameters = nullptr;
  must(EVP_DigestSignInit(context.get(), &parameters, digest_of(algorithm), nullptr, key_.get()) ==
           1,
       "sign");
  if (algorithm >= Algorithm::ps256 && algorithm <= Algorithm::ps512)
    must(EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1,
         "sign with PSS");
  std::size_t size = 0;
  must(EVP_DigestSign(context.get(), nullptr, &size, data, message.size()) == 1, "sign");
  std::string signature(size, '\0');
  must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                      data, message.size()) == 1,
       "sign");
  signature.resize(size);
  return signature;
}

std::string SigningKey::sign(std::string_view message, Algorithm algorithm) const {
  std::string signature = sign_raw(message, algorithm);
  if (!is_ec()) return signature;
  const auto* der = reinterpret_cast<const unsigned char*>(signature.data());
  const EcdsaSignature pair{d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(signature.size()))};
  must(pair != nullptr, "read a signature");
  const auto size = static_cast<int>(coordinate());
  std::string both(2 * coordinate(), '\0');
  auto* const out = reinterpret_cast<unsigned char*>(both.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, size);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + size, size);
  return both;
}

std::string SigningKey::token(std::string_view header, std::string_view claims,
                              Algorithm algorithm) const {
  const std::string message = base64url(header) + '.' + base64url(claims);
  return message + '.' + base64url(sign(message, algorithm));
}

std::string key_set_of(std::initializer_list<std::string> jwks) {
  std::string set = R"({"keys":[)";
  for (const std::string& jwk : jwks) set += (set.back() == '[' ? "" : ",") + jwk;
  return set + "]}";
}

const TokenWorld& TokenWorld::get() {
  static const TokenWorld world = [] {
    TokenWorld made;
    auto keys =
        parse_key_set(key_set_of({made.rsa.jwk(R"("kid":"r","alg":"RS256","use":"sig")"),
                                  made.ec.jwk(R"("kid":"e")"), made.ed.jwk(R"("kid":"d")")}));
    must(keys.has_value(), "make a key set");
    made.keys = *keys;
    return made;
  }();
  return world;
}

Verifier TokenWorld::verifier() const {
  return Verifier{{{.issuer = "https://id.example", .audiences = {"shop"}, .keys = keys}}};
}

}  // namespace bff::auth
