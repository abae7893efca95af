// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/public_key.hpp"
#include "auth/strict_json.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {

class KeySet {
 public:
  struct Entry {
    std::optional<std::string> id;  // `kid`
    PublicKey key;
    std::optional<Algorithm> only;  // `alg`, where the key says what it is for
  };

  explicit KeySet(std::vector<Entry> entries) : entries_{std::move(entries)} {}

  // The one key that a header may mean: by its kid, or, without one, the only key of the
  // algorithm. Null when there is none or the choice is open: keys are not tried in turn, so a
  // token costs one signature check at most.
  const PublicKey* find(Algorithm algorithm, const std::string* id) const;

  // How many of its keys serve one of these.
  std::size_t usable(const std::vector<Algorithm>& algorithms) const;

 private:
  std::vector<Entry> entries_;
};

// The public key that a JWK is; nothing where it is sound and not of use here. Error.internal says
// what is wrong with it.
Result<std::optional<KeySet::Entry>> read_public_key(const JsonValue& jwk);

}  // namespace bff::auth
