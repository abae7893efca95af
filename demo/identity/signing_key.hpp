// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace demo::identity {

// The provider's RSA key. Signs by RS256, which every client has to take (OpenID Connect Core
// §15.1). Immutable.
class SigningKey {
 public:
  static SigningKey make();
  // The private key of a PEM file; throws with the reason where it is none of use.
  static SigningKey read(const std::string& file);

  nlohmann::json key_set() const;  // RFC 7517
  // A signed JWT; `type` is its `typ`: "JWT", "at+jwt".
  std::string sign(std::string_view type, const nlohmann::json& claims) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  explicit SigningKey(EVP_PKEY* key);

  std::string number(const char* name) const;  // of the key, big-endian, in base64url

  std::unique_ptr<EVP_PKEY, Free> key_;
  std::string id_;  // RFC 7638
};

}  // namespace demo::identity
