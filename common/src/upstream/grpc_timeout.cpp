// SPDX-License-Identifier: Apache-2.0
#include "upstream/grpc_timeout.hpp"

#include <algorithm>
#include <charconv>

namespace bff::upstream {

GrpcTimeout::GrpcTimeout(std::chrono::nanoseconds remaining) noexcept {
  constexpr std::int64_t kMost = 99'999'999;
  struct Unit {
    char letter;
    std::int64_t nanoseconds;
  };
  constexpr std::array<Unit, 5> kUnits{{{'u', 1'000},
                                        {'m', 1'000'000},
                                        {'S', 1'000'000'000},
                                        {'M', 60'000'000'000},
                                        {'H', 3'600'000'000'000}}};
  std::int64_t count = 0;
  char letter = 0;
  for (const Unit& unit : kUnits) {
    count = remaining.count() / unit.nanoseconds;
    letter = unit.letter;
    if (count <= kMost) break;
  }
  count = std::clamp<std::int64_t>(count, 1, kMost);
  char* end = std::to_chars(text_.data(), text_.data() + text_.size(), count).ptr;
  *end++ = letter;
  size_ = static_cast<std::uint8_t>(end - text_.data());
}

}  // namespace bff::upstream
