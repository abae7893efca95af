// SPDX-License-Identifier: Apache-2.0
#include "faults/tokens.hpp"

#include <openssl/evp.h>

#include <array>
#include <ctime>
#include <stdexcept>
#include <string_view>

#include "faults/shop_model.hpp"

namespace bff::faults {
namespace {

constexpr std::time_t kLifetime = 6 * 3600;  // seconds: longer than any run

std::string base64url(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(
      reinterpret_cast<unsigned char*>(text.data()),
      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))));
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string signature(EVP_PKEY* key, std::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free};
  std::array<unsigned char, 64> bytes{};
  std::size_t size = bytes.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), bytes.data(), &size,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1)
    throw std::runtime_error("OpenSSL cannot sign with Ed25519");
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace

Tokens::Tokens() {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
      EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free};
  std::array<unsigned char, 32> raw{};
  std::size_t size = raw.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1)
    throw std::runtime_error("OpenSSL cannot make an Ed25519 key");
  key_set_ =
      R"({"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"run","x":")" +
      base64url({reinterpret_cast<const char*>(raw.data()), size}) + R"("}]})";

  const std::string head = base64url(R"({"alg":"EdDSA","typ":"at+jwt","kid":"run"})");
  const std::time_t now = std::time(nullptr);
  for (int user = 0; user <= kUsers; ++user) {
    const std::string claims =
        R"({"iss":"https://id.example","aud":"shop","sub":")" + std::to_string(user) +
        R"(","scope":"profile.read orders.read","iat":)" + std::to_string(now) + R"(,"exp":)" +
        std::to_string(now + kLifetime) + "}";
    const std::string text = head + "." + base64url(claims);
    tokens_.push_back(text + "." + base64url(signature(key.get(), text)));
  }
}

}  // namespace bff::faults
