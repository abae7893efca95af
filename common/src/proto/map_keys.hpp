// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

namespace bff::proto {

// Finds out whether a key of a map comes twice.
// Takes n log n time whatever the keys are, and linear time where they are in order: who can choose
// them cannot make it slow.
class MapKeys {
 public:
  MapKeys(bool texts, std::pmr::memory_resource& memory) : texts_(texts), keys_(&memory) {}

  // `name`: the key as the JSON text has it, which must outlive this object. `bits`: its value
  // where keys are no texts, as two names may mean one number.
  void add(std::string_view name, std::uint64_t bits) {
    const Key key{name, bits};
    ordered_ = ordered_ && (keys_.empty() || less(keys_.back(), key));
    keys_.push_back(key);
  }
  // The name of some key that was added twice. Call once, when all were added.
  std::optional<std::string_view> repeated();

 private:
  struct Key {
    std::string_view name;
    std::uint64_t bits;
  };
  bool less(const Key& a, const Key& b) const noexcept {
    return texts_ ? a.name < b.name : a.bits < b.bits;
  }

  bool texts_;
  bool ordered_ = true;  // each key is above the one before
  std::pmr::vector<Key> keys_;
};

}  // namespace bff::proto
