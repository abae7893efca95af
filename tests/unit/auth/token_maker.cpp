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

SigningKey SigningKey::ed25519() {
  EvpKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  must(key != nullptr, "make an Ed25519 key");
  return SigningKey{std::move(key)};
}

std::string SigningKey::number(const char* param) const {
  BIGNUM* raw = nullptr;
  must(EVP_PKEY_get_bn_param(key_.get(), param, &raw) == 1, "read a key");
  const BigNumber value{raw};
  const int size = EVP_PKEY_is_a(key_.get(), "EC") == 1 ? 32 : BN_num_bytes(raw);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

std::string SigningKey::jwk(std::string_view members) const {
  std::string jwk;
  if (EVP_PKEY_is_a(key_.get(), "RSA") == 1) {
    jwk = R"({"kty":"RSA","n":")" + base64url(number(OSSL_PKEY_PARAM_RSA_N)) + R"(","e":")" +
          base64url(number(OSSL_PKEY_PARAM_RSA_E));
  } else if (EVP_PKEY_is_a(key_.get(), "EC") == 1) {
    jwk = R"({"kty":"EC","crv":"P-256","x":")" + base64url(number(OSSL_PKEY_PARAM_EC_PUB_X)) +
          R"(","y":")" + base64url(number(OSSL_PKEY_PARAM_EC_PUB_Y));
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

std::string SigningKey::sign_raw(std::string_view message) const {
  const EvpDigestContext context{EVP_MD_CTX_new()};
  const bool hashes_within = EVP_PKEY_is_a(key_.get(), "ED25519") == 1;
  const auto* const data = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t size = 0;
  must(EVP_DigestSignInit(context.get(), nullptr, hashes_within ? nullptr : EVP_sha256(), nullptr,
                          key_.get()) == 1 &&
           EVP_DigestSign(context.get(), nullptr, &size, data, message.size()) == 1,
       "sign");
  std::string signature(size, '\0');
  must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                      data, message.size()) == 1,
       "sign");
  signature.resize(size);
  return signature;
}

std::string SigningKey::sign(std::string_view message) const {
  std::string signature = sign_raw(message);
  if (EVP_PKEY_is_a(key_.get(), "EC") != 1) return signature;
  const auto* der = reinterpret_cast<const unsigned char*>(signature.data());
  const EcdsaSignature pair{d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(signature.size()))};
  must(pair != nullptr, "read a signature");
  std::string both(64, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(both.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + 32, 32);
  return both;
}

std::string SigningKey::token(std::string_view header, std::string_view claims) const {
  const std::string message = base64url(header) + '.' + base64url(claims);
  return message + '.' + base64url(sign(message));
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
