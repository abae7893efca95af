// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace bff::runtime::http1 {

// Character classes of HTTP and URIs in one table: a class is a bit, a test is one load.
enum CharacterClass : std::uint8_t {
  kToken = 1,     // tchar, RFC 9110 §5.6.2
  kTarget = 2,    // pchar, '/' and '?', but '%': RFC 3986 §3.3, §3.4
  kHostName = 4,  // unreserved: RFC 3986's reg-name without its escapes and sub-delimiters
  kIpv6 = 8,      // of an address in brackets
  kHex = 16,
  kDigit = 32,
  kUpper = 64,
  kUnderscore = 128,
};

namespace detail {

constexpr std::array<std::uint8_t, 256> make_character_classes() {
  std::array<std::uint8_t, 256> table{};
  const auto mark = [&table](std::string_view characters, unsigned classes) {
    for (const char c : characters) {
      auto& entry = table[static_cast<unsigned char>(c)];
      entry = static_cast<std::uint8_t>(entry | classes);
    }
  };
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kToken | kTarget | kHostName | kUpper);
  mark("abcdefghijklmnopqrstuvwxyz", kToken | kTarget | kHostName);
  mark("0123456789", kToken | kTarget | kHostName | kDigit | kHex | kIpv6);
  mark("abcdefABCDEF", kHex | kIpv6);
  mark(":.", kIpv6);
  mark("!#$%&'*+-.^_`|~", kToken);
  mark("-._~", kTarget | kHostName);
  mark("!$&'()*+,;=:@/?", kTarget);
  mark("_", kUnderscore);
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kCharacterClasses = make_character_classes();

}  // namespace detail

// The classes that `c` is in, as bits.
constexpr std::uint8_t classes_of(char c) noexcept {
  return detail::kCharacterClasses[static_cast<unsigned char>(c)];
}

constexpr bool is(char c, CharacterClass wanted) noexcept { return (classes_of(c) & wanted) != 0; }

// Whether there is at least one character, and each is in the class.
constexpr bool all(std::string_view text, CharacterClass wanted) noexcept {
  for (const char c : text) {
    if (!is(c, wanted)) return false;
  }
  return !text.empty();
}

constexpr bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

constexpr bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// Without blanks at either end.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace bff::runtime::http1
