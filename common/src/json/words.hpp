// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <bit>
#include <cstdint>
#include <cstring>

namespace bff::json {

// Eight bytes of a text at once, as a number.

static_assert(std::endian::native == std::endian::little, "a word's lowest byte is its first");

inline constexpr std::uint64_t kOnes = 0x0101010101010101;
inline constexpr std::uint64_t kHighBits = 0x8080808080808080;

inline std::uint64_t load_word(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Marks, by their highest bits, the bytes below 0x20, quotes and backslashes. The subtraction finds
// a byte that is less than a constant by its borrow; bytes from 0x80 up are masked out. A borrow
// may mark the byte above a true hit as well, so only the lowest mark is sure to be true.
inline std::uint64_t marks_of_escaped(std::uint64_t word) noexcept {
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  const std::uint64_t control = (word - kOnes * 0x20) & ~word;
  return (control | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash)) & kHighBits;
}

// Which byte of the word the lowest mark is on. Precondition: there is one.
inline int first_mark(std::uint64_t marks) noexcept { return std::countr_zero(marks) / 8; }

}  // namespace bff::json
