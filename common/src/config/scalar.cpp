// SPDX-License-Identifier: Apache-2.0
#include "config/scalar.hpp"

namespace bff::config {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && digit(text[n])) ++n;
  return n;
}

}  // namespace

bool is_json_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t whole = digits(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
  text.remove_prefix(whole);
  if (text.starts_with('.')) {
    const std::size_t fraction = digits(text.substr(1));
    if (fraction == 0) return false;
    text.remove_prefix(1 + fraction);
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    const std::size_t exponent = digits(text);
    if (exponent == 0) return false;
    text.remove_prefix(exponent);
  }
  return text.empty();
}

Node::Kind plain_kind(std::string_view text) noexcept {
  if (text == "null") return Node::Kind::null;
  if (text == "true" || text == "false") return Node::Kind::boolean;
  return is_json_number(text) ? Node::Kind::number : Node::Kind::text;
}

}  // namespace bff::config
