// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace bff::json {

// The length of the well-formed sequence of several bytes at `at`, or 0 (Unicode, table 3-7).
inline std::size_t sequence_length(const unsigned char* at, const unsigned char* end) noexcept {
  const auto in = [&](std::size_t i, unsigned char low, unsigned char high) {
    return static_cast<std::size_t>(end - at) > i && at[i] >= low && at[i] <= high;
  };
  const auto tail = [&](std::size_t i) { return in(i, 0x80, 0xBF); };
  const unsigned char lead = *at;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;   // no over-long form
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;  // no surrogate
    return in(1, low, high) && tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;  // not above U+10FFFF
    return in(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace bff::json
