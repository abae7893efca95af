// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <span>

#include "proto/selection.hpp"

namespace bff::proto {

// One entry of a map, read from its bytes. A key or value that they lack is the type's default.
struct MapEntry {
  Cell key;
  Cell value;
  bool dropped;  // not to be written
};

// Marks as dropped every entry whose key comes again later: the last one wins. Entries stay in
// wire order. `order` is room for as many numbers as there are entries.
// Takes n log n time whatever the keys are: who can choose them cannot make it slow.
void drop_repeated_keys(std::span<MapEntry> entries, bool text_keys, std::uint32_t* order);

}  // namespace bff::proto
