// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>

#include "bff/error.hpp"
#include "plan/key_index.hpp"
#include "proto/selection.hpp"

namespace bff::plan {

// By compile()'s agreement, a selection of a map's entry reads them in this order.
inline constexpr std::size_t kKeySlot = 0, kValueSlot = 1;

// The values of a map by key, read once for all look-ups of one request. Of entries with equal
// keys the last holds, as protobuf says.
class MapIndex {
 public:
  MapIndex(const proto::Selection& entry, std::pmr::memory_resource& arena);

  // Error: upstream_invalid for an entry that is no valid protobuf.
  Result<void> read(const proto::Slot& map);

  // The number of a key's value, or KeyIndex::kNone.
  std::uint32_t find(const proto::Cell& key) const noexcept { return keys_.find(key); }
  std::uint32_t size() const noexcept { return keys_.size(); }
  const proto::Cell& value(std::uint32_t number) const noexcept { return values_.items[number]; }
  // The record of a value that is a message, as proto::index_element() makes it.
  Result<proto::Record*> record(std::uint32_t number, const proto::Selection& selection) const;

 private:
  const proto::Selection& entry_;
  std::pmr::memory_resource& arena_;
  KeyIndex keys_;
  proto::Slot values_;  // by the number of the key
};

}  // namespace bff::plan
