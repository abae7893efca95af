// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/principal.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// A key that a machine or a partner shows in place of a token: "bffk_", an id of 16 hexadecimal
// digits, "_", and 32 random bytes as base64url. What is kept of it is its SHA-256: of so many
// random bytes a slow hash would hide nothing more.
struct ApiKey {
  using Time = std::chrono::system_clock::time_point;
  static constexpr Time kNever = Time::max();

  std::string id;       // may stand in logs
  std::string sha256;   // of the whole key; 64 hexadecimal digits
  std::string subject;  // whose it is: `sub`
  std::string plan;     // `plan`; may be empty
  std::vector<std::string> scopes;
  Time created{}, expires = kNever;  // whole seconds
};

// The keys of one gateway, to be asked. Immutable.
class ApiKeys {
 public:
  explicit ApiKeys(std::vector<ApiKey> keys);

  // Who shows this key. Error: invalid_token; its `internal` says why, and names the id of a key
  // that is known. A look-up costs one SHA-256.
  Result<std::shared_ptr<const Principal>> verify(std::string_view key, ApiKey::Time now) const;
  std::size_t size() const noexcept { return known_.size(); }

 private:
  struct Known {
    std::string sha256;
    std::shared_ptr<const Principal> principal;
  };
  std::unordered_map<std::string, Known> known_;  // by id
};

// A file of keys: {"version":"bff/keys/v1","keys":[{"id":…,"sha256":…,"subject":…,"plan":…,
// "scopes":[…],"created":seconds,"expires":seconds}]}. Error.internal says what is wrong with it.
Result<std::vector<ApiKey>> parse_api_keys(std::string_view json);
std::string api_keys_json(const std::vector<ApiKey>& keys);

// Makes id and hash of `key`; the key itself, which is kept nowhere.
std::string make_api_key(ApiKey& key);

}  // namespace bff::auth
