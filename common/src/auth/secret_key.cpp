// SPDX-License-Identifier: Apache-2.0
#include "auth/secret_key.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include "auth/openssl.hpp"

namespace bff::auth {

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

bool SecretKey::verify(Algorithm algorithm, std::string_view message,
                       std::string_view signature) const {
  const ErrorQueueGuard guard;
  const EVP_MD* const hash = digest_of(algorithm);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(hash, bytes_.data(), static_cast<int>(bytes_.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac,
           &size) == nullptr)
    return false;
  return signature.size() == size && CRYPTO_memcmp(signature.data(), mac, size) == 0;
}

Result<std::shared_ptr<const SecretKey>> make_secret_key(std::string_view file,
                                                         Algorithm strongest) {
  if (file.ends_with('\n')) file.remove_suffix(1);
  if (file.ends_with('\r')) file.remove_suffix(1);
  const auto wanted = static_cast<std::size_t>(hash_bits(strongest));
  if (file.size() * 8 < wanted)
    return Error{.internal = "it holds " + std::to_string(file.size() * 8) + " bits; " +
                             std::string{name_of(strongest)} + " needs " + std::to_string(wanted)};
  return std::make_shared<const SecretKey>(std::string{file});
}

}  // namespace bff::auth
