// SPDX-License-Identifier: Apache-2.0
#include "auth/api_key.hpp"

#include <openssl/crypto.h>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "auth/random.hpp"

namespace bff::auth {
namespace {

constexpr std::string_view kPrefix = "bffk_";
constexpr std::size_t kIdDigits = 16, kSecretSize = 43;  // of 32 bytes as base64url
constexpr std::size_t kKeySize = kPrefix.size() + kIdDigits + 1 + kSecretSize;

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

Principal principal_of(const ApiKey& key) {
  Principal principal{.issuer = "api-key",
                      .subject = key.subject,
                      .scopes = key.scopes,
                      .expires = key.expires,
                      .claims = {{"sub", key.subject}, {"iss", "api-key"}, {"key_id", key.id}},
                      .lists = {}};
  if (!key.plan.empty()) principal.claims.emplace("plan", key.plan);
  std::string words;
  for (const std::string& scope : key.scopes) words.append(words.empty() ? "" : " ").append(scope);
  if (!words.empty()) principal.claims.emplace("scope", std::move(words));
  return principal;
}

Error refused_key(std::string why) {
  return {.code = Errc::invalid_token, .internal = std::move(why)};
}

}  // namespace

ApiKeys::ApiKeys(std::vector<ApiKey> keys) {
  for (const ApiKey& key : keys) {
    known_[key.id] = {key.sha256, std::make_shared<const Principal>(principal_of(key))};
  }
}

Result<std::shared_ptr<const Principal>> ApiKeys::verify(std::string_view key,
                                                         ApiKey::Time now) const {
  if (key.size() != kKeySize || !key.starts_with(kPrefix)) return refused_key("this is no key");
  const std::string id(key.substr(kPrefix.size(), kIdDigits));
  const std::string digest = hex(sha256(key));
  const auto found = known_.find(id);
  if (found == known_.end()) return refused_key("no such key");
  const Known& known = found->second;
  if (CRYPTO_memcmp(known.sha256.data(), digest.data(), digest.size()) != 0) {
    return refused_key("the key '" + id + "' with another secret");
  }
  if (known.principal->expires <= now) return refused_key("the key '" + id + "' has expired");
  return known.principal;
}

std::string make_api_key(ApiKey& key) {
  key.id = hex(random_bytes(kIdDigits / 2));
  std::string text{kPrefix};
  text.append(key.id).append("_").append(encode_base64url(random_bytes(32)));
  key.sha256 = hex(sha256(text));
  return text;
}

}  // namespace bff::auth
