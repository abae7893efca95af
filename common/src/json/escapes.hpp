// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string_view>

namespace bff::json {

// A string as it stands between its quotes: valid UTF-8, its escapes checked, not yet decoded.
struct Text {
  std::string_view raw;
  bool escaped = false;  // without, `raw` is the string itself
};

// Writes the string to `to`, which has room for raw.size() bytes, and returns the end.
char* decode(const Text& text, char* to) noexcept;

// How long the escape at `at` is, both halves of a surrogate pair being one; 0 where there is none,
// or half a pair. Precondition: a backslash is there.
std::size_t escape_length(const char* at, const char* end) noexcept;

}  // namespace bff::json
