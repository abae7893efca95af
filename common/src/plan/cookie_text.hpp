// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace bff::plan {

// Calls visit(name, value) for each pair of a Cookie header (RFC 6265 section 4.2.1), in order and
// in one pass, with blanks and a value's quotes taken off. A piece without `=` is passed over.
template <class Visit>
void for_each_cookie(std::string_view header, Visit&& visit) {
  const auto trim = [](std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  };
  while (!header.empty()) {
    const std::size_t end = header.find(';');
    const std::string_view piece = header.substr(0, end);
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view value = trim(piece.substr(equals + 1));
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
    }
    visit(trim(piece.substr(0, equals)), value);
  }
}

}  // namespace bff::plan
