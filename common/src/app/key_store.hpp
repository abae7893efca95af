// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/api_key.hpp"
#include "base/diagnostics.hpp"
#include "config/gateway.hpp"

namespace bff::app {

// Where `keys` keeps the keys of a gateway. What cannot be done is told in `out`.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // As messages call it: "api-keys.json".
  virtual std::string name() const = 0;
  virtual std::optional<std::vector<auth::ApiKey>> list(Diagnostics& out) = 0;
  virtual bool add(const auth::ApiKey& key, Diagnostics& out) = 0;
  // False: there is no such key; nullopt: it cannot be told.
  virtual std::optional<bool> revoke(const std::string& id, Diagnostics& out) = 0;
};

// A file, which is locked until the end, so that two commands lose nothing.
std::unique_ptr<KeyStore> make_key_file(const config::ApiKeys& config);

// Redis, which the running gateways share. Null with what is wrong in `out`.
std::unique_ptr<KeyStore> make_shared_keys(const config::Redis& config,
                                           const config::Environment& environment,
                                           Diagnostics& out);

}  // namespace bff::app
