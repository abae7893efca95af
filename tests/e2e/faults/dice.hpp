// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace bff::faults {

// The demo's chance, as its data's rules state it: SplitMix64 (Steele, Lea, Flood 2014), seeded by
// a purpose and a row. Written here a second time, because a judge that shared the demo's code
// would share its mistakes.
class Dice {
 public:
  Dice(std::string_view purpose, std::int64_t row) {
    for (const char c : purpose) state_ = scrambled(state_ ^ static_cast<unsigned char>(c));
    state_ = scrambled(state_ ^ static_cast<std::uint64_t>(row));
  }
  explicit Dice(std::uint64_t seed) : Dice("seed", static_cast<std::int64_t>(seed)) {}

  // 0 … sides - 1.
  std::int64_t roll(std::int64_t sides) {
    state_ += 0x9e3779b97f4a7c15U;
    return static_cast<std::int64_t>(scrambled(state_) % static_cast<std::uint64_t>(sides));
  }
  bool one_in(std::int64_t sides) { return roll(sides) == 0; }

 private:
  static std::uint64_t scrambled(std::uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9U;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebU;
    return x ^ x >> 31;
  }
  std::uint64_t state_ = 0x5d0e5d0e5d0e5d0eU;
};

}  // namespace bff::faults
