// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

namespace bff::faults {

// A token for each of the demo's users, signed with a key of this run.
class Tokens {
 public:
  Tokens();

  const std::string& of(int user) const { return tokens_[static_cast<std::size_t>(user)]; }
  const std::string& key_set() const noexcept { return key_set_; }  // JWKS, for the gateways

 private:
  std::string key_set_;
  std::vector<std::string> tokens_;
};

}  // namespace bff::faults
