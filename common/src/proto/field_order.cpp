// SPDX-License-Identifier: Apache-2.0
#include "proto/field_order.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "proto/wire.hpp"

namespace bff::proto {
namespace {

// Fields with the same number that stand behind each other.
struct Run {
  std::uint32_t number;
  std::string_view bytes;
};

}  // namespace

void order_fields(std::span<char> bytes, std::pmr::memory_resource& arena) {
  std::pmr::vector<Run> runs(&arena);
  wire::Reader in({bytes.data(), bytes.size()});
  std::size_t at = 0;
  std::uint32_t tag;
  while (!in.done() && in.tag(tag) && in.skip(tag, 0)) {
    const std::size_t end = bytes.size() - in.left();
    if (runs.empty() || runs.back().number != wire::number_of(tag)) {
      runs.push_back({wire::number_of(tag), {bytes.data() + at, 0}});
    }
    std::string_view& run = runs.back().bytes;
    run = {run.data(), static_cast<std::size_t>(bytes.data() + end - run.data())};
    at = end;
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return a.number != b.number ? a.number < b.number : a.bytes.data() < b.bytes.data();
  });
  auto* const ordered = static_cast<char*>(arena.allocate(bytes.size(), 1));
  char* to = ordered;
  for (const Run& run : runs) to = std::copy(run.bytes.begin(), run.bytes.end(), to);
  std::copy(ordered, to, bytes.data());
}

}  // namespace bff::proto
