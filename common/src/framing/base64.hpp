// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::framing {

enum class Padding : std::uint8_t { none, full };

// Standard alphabet (RFC 4648 §4).
void append_base64(std::string& out, std::string_view bytes, Padding padding);

// Makes base64 of what `out` holds from `from` on, in place.
void encode_base64_from(std::string& out, std::size_t from, Padding padding = Padding::full);

// Decodes a stream that comes in pieces, cut anywhere. Padding may end any group of four, and the
// stream goes on behind it: who sends in parts pads each (PROTOCOL-WEB.md, "Text-encoded streams").
class Base64Decoder {
 public:
  // Takes as much of `text` off its front as there is room for in [to, to + room) and returns the
  // end of what was written. What stands before a fault is decoded; then broken(), and null.
  // Precondition: room >= 6.
  char* decode(std::string_view& text, char* to, std::size_t room) noexcept;
  // Whether the stream may end here: no group is half.
  bool whole() const noexcept { return size_ == 0 && !broken_; }
  bool broken() const noexcept { return broken_; }

 private:
  // Decodes whole groups, up to the first that is none.
  char* put(char* to, std::string_view groups) noexcept;

  std::array<char, 4> group_{};
  std::uint8_t size_ = 0;
  bool broken_ = false;
};

}  // namespace bff::framing
