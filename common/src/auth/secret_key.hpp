// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// A secret that is shared with an issuer, for HS256, HS384 and HS512. A type of its own, so that a
// public key can never be taken for one. Immutable; verify() may run on any thread.
class SecretKey {
 public:
  // Precondition: is_keyed_hash(algorithm). The time that it takes does not tell how much of the
  // signature is right.
  bool verify(Algorithm algorithm, std::string_view message, std::string_view signature) const;

  std::size_t bits() const noexcept { return bytes_.size() * 8; }

  explicit SecretKey(std::string bytes) : bytes_(std::move(bytes)) {}
  ~SecretKey();
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;

 private:
  std::string bytes_;
};

// The secret that a file holds: its bytes, but for one line end behind them. Error.internal says
// why it is none for this algorithm: a key must be as long as the hash (RFC 7518 §3.2).
Result<std::shared_ptr<const SecretKey>> make_secret_key(std::string_view file,
                                                         Algorithm strongest);

}  // namespace bff::auth
