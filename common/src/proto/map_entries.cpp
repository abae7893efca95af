// SPDX-License-Identifier: Apache-2.0
#include "proto/map_entries.hpp"

#include <algorithm>

namespace bff::proto {
namespace {

// Up to here comparing each with each is faster than sorting.
constexpr std::size_t kFew = 12;

bool same(const Cell& a, const Cell& b, bool text) {
  return text ? a.text() == b.text() : a.bits == b.bits;
}

bool less(const Cell& a, const Cell& b, bool text) {
  return text ? a.text() < b.text() : a.bits < b.bits;
}

}  // namespace

void drop_repeated_keys(std::span<MapEntry> entries, bool text_keys, std::uint32_t* order) {
  if (entries.size() <= kFew) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      for (std::size_t k = i + 1; k < entries.size() && !entries[i].dropped; ++k) {
        entries[i].dropped = !entries[k].dropped && same(entries[i].key, entries[k].key, text_keys);
      }
    }
    return;
  }
  std::uint32_t* end = order;
  for (std::uint32_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].dropped) *end++ = i;
  }
  std::sort(order, end, [&](std::uint32_t a, std::uint32_t b) {
    if (less(entries[a].key, entries[b].key, text_keys)) return true;
    return a < b && same(entries[a].key, entries[b].key, text_keys);
  });
  for (const std::uint32_t* at = order; at != end && at + 1 != end; ++at) {
    entries[at[0]].dropped = same(entries[at[0]].key, entries[at[1]].key, text_keys);
  }
}

}  // namespace bff::proto
