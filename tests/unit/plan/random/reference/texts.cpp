// SPDX-License-Identifier: Apache-2.0
// Rules of texts with values: a null value makes the whole null. In a text that begins like a path
// or an address values are percent-encoded, by `{+…}` but for slashes.
#include <cstdio>

#include "unit/plan/random/reference/expressions.hpp"

namespace bff::random_plans {
namespace {

std::string encoded(const std::string& text, bool keeps_slashes) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain || (c == '/' && keeps_slashes)) {
      out += c;
    } else {
      char escape[4];
      std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned char>(c));
      out += escape;
    }
  }
  return out;
}

}  // namespace

Value Expressions::evaluate(const plan::TextSyntax& text) {
  std::string out;
  const std::string& begin = text.parts.front().text;
  const bool url = begin.starts_with("/") || begin.starts_with("https://");
  for (const auto& part : text.parts) {
    out += part.text;
    if (!part.value) continue;
    const Value value = evaluate(*part.value);
    if (value.null()) return value;
    const std::string one = values_.in_text(value);
    out += url ? encoded(one, part.keeps_slashes) : one;
  }
  return made_of({Scalar::Kind::text, out});
}

}  // namespace bff::random_plans
