// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/routes/expressions.hpp"

namespace bff::random_plans {

std::string in_double_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

// `??` behind what may be null, `||` behind scalars; both sides have one type.
std::string RandomExpressions::with_fallback(const Source& source) {
  const Typed& type = source.type;
  if (type.many || !random_.one_in(3)) return source.text;
  const bool if_empty = type.is_plain() && random_.one_in(2);
  if (!if_empty && !type.nullable) return source.text;
  const std::string way = if_empty ? " || " : " ?? ";
  std::string out = source.text;
  if (random_.one_in(2)) {
    const auto other = refs_.find([&](const Typed& one) { return same(one, type); });
    if (other) {
      out += way + other->text;
      if (!if_empty && !other->type.nullable) return out;
    }
  }
  if (!type.is_plain()) return out;
  const std::string literal = random_.one_in(5) ? "null" : refs_.plain_literal(*type.field);
  return literal.empty() ? out : out + way + literal;
}

// `!` and a literal at the end leave no null.
std::string RandomExpressions::never_null(const Source& source) {
  if (!source.type.nullable) return source.text;
  const std::string literal = source.type.is_plain() ? refs_.plain_literal(*source.type.field) : "";
  if (literal.empty() || random_.one_in(4)) return source.text + "!";
  return source.text + (random_.one_in(2) ? " ?? " : " || ") + literal;
}

// Only scalars are compared, with their type or with null.
std::string RandomExpressions::condition() {
  const std::string first = in_double_quotes(one_condition());
  return random_.one_in(6) ? "[" + first + ", " + in_double_quotes(one_condition()) + "]" : first;
}

std::string RandomExpressions::one_condition() {
  constexpr const char* kPlain[] = {"", "not "};
  const Source source = refs_.walk();
  const bool compared = source.type.is_plain() && random_.one_in(2);
  if (!compared) return random_.of(kPlain) + source.text;
  if (random_.one_in(3)) {
    const auto other = refs_.find([&](const Typed& type) { return same(type, source.type); });
    if (other) return source.text + (random_.one_in(2) ? " == " : " != ") + other->text;
  }
  const std::string literal = refs_.plain_literal(*source.type.field);
  if (literal.empty()) return source.text;
  const std::size_t choice = random_.below(4);
  if (choice == 0) return source.text + " in [" + literal + "]";
  if (choice == 1) return source.text + " == null";
  return source.text + (choice == 2 ? " == " : " != ") + literal;
}

std::string RandomExpressions::limit() {
  return random_.one_in(4) ? "$query.n" : std::to_string(1 + random_.below(3));
}

}  // namespace bff::random_plans
