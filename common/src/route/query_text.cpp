// SPDX-License-Identifier: Apache-2.0
#include "route/query_text.hpp"

#include <algorithm>

namespace bff::route {
namespace {

char* allocate(std::size_t size, std::pmr::memory_resource& arena) {
  return static_cast<char*>(arena.allocate(size, 1));
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string_view> decode(std::string_view text, bool plus_is_space,
                                       std::pmr::memory_resource& arena) {
  if (text.empty()) return text;
  char* const begin = allocate(text.size(), arena);
  char* out = begin;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      *out++ = ' ';
    } else if (text[i] != '%') {
      *out++ = text[i];
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      *out++ = static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return std::string_view(begin, static_cast<std::size_t>(out - begin));
}

}  // namespace

std::optional<std::string_view> decode_form(std::string_view text,
                                            std::pmr::memory_resource& arena) {
  return decode(text, true, arena);
}

std::optional<std::string_view> decode_percent(std::string_view text,
                                               std::pmr::memory_resource& arena) {
  return decode(text, false, arena);
}

std::string_view copy_text(std::string_view text, std::pmr::memory_resource& arena) {
  if (text.empty()) return {};
  char* const copy = allocate(text.size(), arena);
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

}  // namespace bff::route
