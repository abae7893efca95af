// SPDX-License-Identifier: Apache-2.0
#include "base/sorted_problems.hpp"

#include <algorithm>
#include <tuple>

namespace bff {
namespace {

std::string_view path_of(const Place& place) {
  return place.source ? std::string_view(place.source->path()) : std::string_view();
}

auto order_of(const Diagnostic& d) {
  return std::make_tuple(path_of(d.place), d.place.line, d.place.column);
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return order_of(a) == order_of(b) && a.place.length == b.place.length && a.code == b.code &&
         a.message == b.message && a.remedy == b.remedy;
}

}  // namespace

std::vector<const Diagnostic*> sorted(const Diagnostics& problems) {
  std::vector<const Diagnostic*> all;
  for (const Diagnostic& item : problems.items()) all.push_back(&item);
  std::stable_sort(all.begin(), all.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return order_of(*a) < order_of(*b);
  });

  std::vector<const Diagnostic*> out;
  std::vector<const Diagnostic*> same_place;  // of those in `out`
  for (const Diagnostic* item : all) {
    if (!same_place.empty() && order_of(*same_place.front()) != order_of(*item)) same_place.clear();
    const bool repeated = std::any_of(same_place.begin(), same_place.end(),
                                      [&](const Diagnostic* other) { return same(*other, *item); });
    if (repeated) continue;
    same_place.push_back(item);
    out.push_back(item);
  }
  return out;
}

}  // namespace bff
