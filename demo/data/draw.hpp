// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace demo {

// 2024-01-01T00:00:00Z: the shop's times are counted from here, never from a clock.
inline constexpr std::int64_t kEpoch = 1704067200;
inline constexpr std::int64_t kDay = 86400;

// What stands for chance in the shop's data: the same row and purpose give the same draw in every
// process, so that answers can be kept as golden files. (For the same reason no map of the data has
// two entries: protobuf writes those in another order each time.) The mixing is SplitMix64's
// (Steele, Lea, Flood 2014).
class Draw {
 public:
  constexpr Draw(std::string_view purpose, std::int64_t row) {
    for (const char c : purpose) state_ = mix(state_ ^ static_cast<unsigned char>(c));
    state_ = mix(state_ ^ static_cast<std::uint64_t>(row));
  }

  // From 0 to bound - 1. Precondition: bound > 0.
  constexpr std::int64_t below(std::int64_t bound) {
    state_ += 0x9e3779b97f4a7c15u;
    return static_cast<std::int64_t>(mix(state_) % static_cast<std::uint64_t>(bound));
  }

  template <std::size_t N>
  constexpr std::string_view one_of(const std::string_view (&texts)[N]) {
    return texts[static_cast<std::size_t>(below(static_cast<std::int64_t>(N)))];
  }

 private:
  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0x5d0e5d0e5d0e5d0eu;
};

}  // namespace demo
