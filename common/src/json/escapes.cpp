// SPDX-License-Identifier: Apache-2.0
#include "json/escapes.hpp"

namespace bff::json {
namespace {

constexpr std::size_t kUnit = 6;  // "\\u00e9"

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits behind a "\u"; negative when they are none. Precondition: four bytes at `at`.
int hex_unit(const char* at) noexcept {
  int unit = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

bool is_high_surrogate(int unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(int unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

char* put_utf8(char* to, int point) noexcept {
  const auto put = [&](int byte) { *to++ = static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 63));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 63));
    put(0x80 | (point & 63));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 63));
    put(0x80 | (point >> 6 & 63));
    put(0x80 | (point & 63));
  }
  return to;
}

// What a backslash and this character stand for; 0 for none, and for the u.
char escaped(char c) noexcept {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

}  // namespace

char* decode(const Text& text, char* to) noexcept {
  const char* at = text.raw.data();
  const char* const end = at + text.raw.size();
  while (at != end) {
    if (*at != '\\') {
      *to++ = *at++;
    } else if (at[1] != 'u') {
      *to++ = escaped(at[1]);
      at += 2;
    } else {
      int point = hex_unit(at + 2);
      at += 6;
      if (is_high_surrogate(point)) {  // its other half is there: escape_length() made sure of it
        point = 0x10000 + ((point - 0xD800) << 10) + (hex_unit(at + 2) - 0xDC00);
        at += 6;
      }
      to = put_utf8(to, point);
    }
  }
  return to;
}

std::size_t escape_length(const char* at, const char* end) noexcept {
  const auto unit = [&](const char* from) {
    const bool is_unit =
        end - from >= static_cast<std::ptrdiff_t>(kUnit) && from[0] == '\\' && from[1] == 'u';
    return is_unit ? hex_unit(from + 2) : -1;
  };
  if (end - at >= 2 && escaped(at[1]) != 0) return 2;
  const int first = unit(at);
  if (first < 0 || is_low_surrogate(first)) return 0;
  if (!is_high_surrogate(first)) return kUnit;
  return is_low_surrogate(unit(at + kUnit)) ? 2 * kUnit : 0;
}

}  // namespace bff::json
