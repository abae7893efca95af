// SPDX-License-Identifier: Apache-2.0
#include "proto/enum_names.hpp"

#include <unordered_set>

#include "base/ascii.hpp"

namespace bff::proto {
namespace {

// Not <cctype>: proto identifiers are ASCII, whatever the locale is.
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::string enum_prefix(std::string_view type_name) {
  std::string prefix;
  for (std::size_t i = 0; i < type_name.size(); ++i) {
    const char c = type_name[i];
    if (i > 0 && is_upper(c)) {
      const char before = type_name[i - 1];
      const bool word_follows = i + 1 < type_name.size() && is_lower(type_name[i + 1]);
      if (is_lower(before) || is_digit(before) || (is_upper(before) && word_follows)) prefix += '_';
    }
    prefix += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return prefix + '_';
}

void shorten_names(EnumTable& table, std::string_view prefix) {
  std::unordered_set<std::string_view> taken;
  for (const EnumTable::Value& value : table.values) taken.insert(value.full_name);
  for (EnumTable::Value& value : table.values) {
    std::string_view name = value.full_name;
    if (name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix &&
        taken.count(name.substr(prefix.size())) == 0) {
      name.remove_prefix(prefix.size());
    }
    value.short_name = name;
  }
}

}  // namespace bff::proto
