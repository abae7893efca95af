// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/signing_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdio>
#include <stdexcept>

#include "demo/identity/encoding.hpp"

namespace demo::identity {
namespace {

constexpr int kBits = 2048;

}  // namespace

SigningKey::SigningKey(EVP_PKEY* key) : key_{key} {
  // The members in this order and no other; 65537 is AQAB.
  id_ = base64url(sha256(R"({"e":")" + number(OSSL_PKEY_PARAM_RSA_E) + R"(","kty":"RSA","n":")" +
                         number(OSSL_PKEY_PARAM_RSA_N) + R"("})"));
}

SigningKey SigningKey::make() {
  EVP_PKEY* const key = EVP_RSA_gen(kBits);
  if (key == nullptr) throw std::runtime_error("OpenSSL cannot make an RSA key");
  return SigningKey{key};
}

SigningKey SigningKey::read(const std::string& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open{std::fopen(file.c_str(), "r"),
                                                             &std::fclose};
  if (open == nullptr) throw std::runtime_error("cannot open the key file '" + file + "'");
  std::unique_ptr<EVP_PKEY, Free> key{PEM_read_PrivateKey(open.get(), nullptr, nullptr, nullptr)};
  if (key == nullptr || EVP_PKEY_is_a(key.get(), "RSA") != 1 ||
      EVP_PKEY_get_bits(key.get()) < kBits)
    throw std::runtime_error("'" + file +
                             "' holds no RSA key of 2048 bits or more in PEM; make one: "
                             "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
  return SigningKey{key.release()};
}

std::string SigningKey::number(const char* name) const {
  BIGNUM* read = nullptr;
  if (EVP_PKEY_get_bn_param(key_.get(), name, &read) != 1)
    throw std::runtime_error("OpenSSL cannot tell a number of the key");
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number{read, &BN_free};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(read)), '\0');
  BN_bn2bin(read, reinterpret_cast<unsigned char*>(bytes.data()));
  return base64url(bytes);
}

nlohmann::json SigningKey::key_set() const {
  return {{"keys",
           {{{"kty", "RSA"},
             {"use", "sig"},
             {"alg", "RS256"},
             {"kid", id_},
             {"n", number(OSSL_PKEY_PARAM_RSA_N)},
             {"e", number(OSSL_PKEY_PARAM_RSA_E)}}}}};
}

std::string SigningKey::sign(std::string_view type, const nlohmann::json& claims) const {
  const nlohmann::json header{{"alg", "RS256"}, {"typ", type}, {"kid", id_}};
  const std::string text = base64url(header.dump()) + "." + base64url(claims.dump());
  const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(),
                                                                   &EVP_MD_CTX_free};
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data,
                     text.size()) != 1)
    throw std::runtime_error("OpenSSL cannot sign");
  return text + "." + base64url(signature);
}

}  // namespace demo::identity
