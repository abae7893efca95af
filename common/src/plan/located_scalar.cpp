// SPDX-License-Identifier: Apache-2.0
#include "plan/located_scalar.hpp"

#include <algorithm>

namespace bff::plan {

LocatedScalar::LocatedScalar(std::string_view text, const Place& place)
    : text_(text), place_(place) {
  if (!place.source || place.column == 0) return;
  std::string_view line = place.source->line(place.line);
  if (place.column > line.size()) return;
  line.remove_prefix(place.column - 1);
  verbatim_ = line.starts_with(text);
  if (verbatim_ || (line.front() != '"' && line.front() != '\'')) return;
  // The place may be that of the whole scalar, with its quotes.
  verbatim_ = line.substr(1).starts_with(text);
  shift_ = verbatim_ ? 1 : 0;
}

Place LocatedScalar::part(std::size_t offset, std::size_t size) const {
  Place place = place_;
  if (!verbatim_) return place;
  place.column += shift_ + static_cast<std::uint32_t>(offset);
  place.length = static_cast<std::uint32_t>(size);
  return place;
}

bool is_name_start(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) noexcept { return is_name_start(c) || (c >= '0' && c <= '9'); }
bool is_name(std::string_view text) noexcept {
  return !text.empty() && is_name_start(text.front()) && std::ranges::all_of(text, is_name_part);
}
bool is_dotted(std::string_view text) noexcept {
  for (;;) {
    const std::size_t dot = text.find('.');
    if (!is_name(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}
bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string in_quotes(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '\'';
  out += text;
  out += '\'';
  return out;
}

}  // namespace bff::plan
