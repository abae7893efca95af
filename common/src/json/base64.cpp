// SPDX-License-Identifier: Apache-2.0
#include "json/base64.hpp"

#include <array>
#include <cstdint>

namespace bff::json {
namespace {

constexpr std::uint32_t kNone = 0xFF000000;  // more than 24 bits hold

constexpr std::array<std::uint32_t, 256> values() {
  std::array<std::uint32_t, 256> table{};
  for (auto& value : table) value = kNone;
  std::uint32_t next = 0;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = next++;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = next++;
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = next++;
  table['+'] = table['-'] = next++;
  table['/'] = table['_'] = next;
  return table;
}

constexpr auto kValues = values();

std::uint32_t value_of(char c) noexcept { return kValues[static_cast<unsigned char>(c)]; }

// The bits of `count` characters, at the top of 24; above these when one of them is foreign.
std::uint32_t bits_of(const char* at, std::size_t count) noexcept {
  std::uint32_t bits = 0, foreign = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t value = value_of(at[i]);
    foreign |= value;
    bits |= value << (18 - 6 * i);
  }
  return foreign >= 64 ? kNone : bits;
}

}  // namespace

char* decode_base64(char* to, std::string_view text) noexcept {
  if (text.size() % 4 == 0 && text.ends_with('=')) {
    text.remove_suffix(text[text.size() - 2] == '=' ? 2 : 1);
  }
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 4; left -= 4, at += 4) {
    const std::uint32_t bits = bits_of(at, 4);
    if (bits == kNone) return nullptr;
    *to++ = static_cast<char>(bits >> 16);
    *to++ = static_cast<char>(bits >> 8);
    *to++ = static_cast<char>(bits);
  }
  if (left == 0) return to;
  const std::uint32_t bits = left == 1 ? kNone : bits_of(at, left);
  if (bits == kNone) return nullptr;
  *to++ = static_cast<char>(bits >> 16);
  if (left == 3) *to++ = static_cast<char>(bits >> 8);
  return to;
}

}  // namespace bff::json
