// SPDX-License-Identifier: Apache-2.0
#include "contract/names.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace bff::contract {
namespace {

// Not <cctype>: ids and proto names are ASCII, whatever the locale is.
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string pascal_case(std::string_view name) {
  std::string out;
  bool begins = true;
  for (const char c : name) {
    if (!is_lower(c) && !is_upper(c) && !is_digit(c)) {
      begins = true;
      continue;
    }
    if (out.empty() && is_digit(c)) out += '_';
    out += begins ? upper(c) : c;
    begins = false;
  }
  return out.empty() ? "_" : out;
}

std::string camel_case(std::string_view name) {
  std::string out = pascal_case(name);
  out[0] = lower(out[0]);
  return out;
}

std::string_view short_id(std::string_view id) noexcept {
  const std::string_view service = id.substr(0, id.find('/'));
  return service.size() == id.size() ? id : id.substr(service.rfind('.') + 1);
}

bool is_identifier(std::string_view text) noexcept {
  return !text.empty() && !is_digit(text[0]) && std::ranges::all_of(text, [](char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
  });
}

std::string Scope::unique(const std::string& wanted) {
  const std::string free = reserved_.contains(wanted) ? wanted + suffix_ : wanted;
  std::string name = free;
  for (int i = 2; !taken_.insert(name).second; ++i) name = free + std::to_string(i);
  return name;
}

}  // namespace bff::contract
