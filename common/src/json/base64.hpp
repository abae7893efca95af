// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

namespace bff::json {

// The most bytes that a text of this size can mean.
constexpr std::size_t base64_room(std::size_t text) noexcept { return text / 4 * 3 + 3; }

// Writes what `text` means to `to`, which has base64_room(), and returns the end; null when it is
// no base64. As proto3 JSON wants it: both alphabets of RFC 4648, §4 and §5, with all of the
// padding or none of it, whatever the bits are that a last character has too many.
char* decode_base64(char* to, std::string_view text) noexcept;

}  // namespace bff::json
