// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/public_key.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {

class KeySet {
 public:
  struct Entry {
    std::optional<std::string> id;  // `kid`
    PublicKey key;
  };

  explicit KeySet(std::vector<Entry> entries) : entries_{std::move(entries)} {}

  // The one key that a header may mean: by its kid, or, without one, the only key of the
  // algorithm. Null when there is none or the choice is open: keys are not tried in turn, so a
  // token costs one signature check at most.
  const PublicKey* find(Algorithm algorithm, const std::string* id) const;

  std::size_t size() const noexcept { return entries_.size(); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace bff::auth
