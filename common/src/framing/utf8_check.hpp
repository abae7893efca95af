// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace bff::framing {

// Checks a text that comes in pieces, cut anywhere, to be UTF-8. A piece may end within a
// character, which is judged when it is whole.
class Utf8Check {
 public:
  // False, finally, when the text cannot be UTF-8 however it goes on.
  bool feed(std::string_view piece) noexcept;
  // Whether the text may end here; then a new one begins.
  bool finish() noexcept;

 private:
  std::array<char, 4> begun_{};  // of a character
  std::uint8_t size_ = 0;
};

}  // namespace bff::framing
