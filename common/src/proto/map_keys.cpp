// SPDX-License-Identifier: Apache-2.0
#include "proto/map_keys.hpp"

#include <algorithm>

namespace bff::proto {

std::optional<std::string_view> MapKeys::repeated() {
  if (ordered_) return {};
  std::sort(keys_.begin(), keys_.end(), [&](const Key& a, const Key& b) { return less(a, b); });
  const auto at = std::adjacent_find(keys_.begin(), keys_.end(),
                                     [&](const Key& a, const Key& b) { return !less(a, b); });
  if (at == keys_.end()) return {};
  return at->name;
}

}  // namespace bff::proto
