// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <utility>

#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// Texts with values in them: `/v1/products/{$body.id}`.
namespace bff::plan {
namespace {

constexpr std::string_view kPlain = "for a plain '{$' write '{$$'";

// The length of `{` or `{+` at `at` when a `$` follows, else 0.
std::size_t opening(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '{') return 0;
  const std::size_t length = at + 1 < text.size() && text[at + 1] == '+' ? 2 : 1;
  return at + length < text.size() && text[at + length] == '$' ? length : 0;
}

bool is_escaped(std::string_view text, std::size_t dollar) {
  return dollar + 1 < text.size() && text[dollar + 1] == '$';
}

// Takes plain text from `at` on, up to the next value or the end, with `$$` undone.
void take_plain(std::string_view text, std::size_t& at, std::string& plain) {
  if (at == 0 && text.starts_with("$$")) {
    plain += '$';
    at = 2;
  }
  while (at < text.size()) {
    const std::size_t length = opening(text, at);
    if (length > 0 && !is_escaped(text, at + length)) return;
    plain += text.substr(at, length + 1);  // with the `$` that a second one escapes
    at += length == 0 ? 1 : length + 2;
  }
}

}  // namespace

TextKind classify(std::string_view text) {
  if (text.starts_with('$') && !text.starts_with("$$")) return TextKind::expression;
  std::string plain;
  std::size_t at = 0;
  take_plain(text, at, plain);
  if (at < text.size()) return TextKind::templated;
  return plain == text ? TextKind::plain : TextKind::escaped;
}

std::string plain_text(std::string_view text) {
  std::string plain;
  std::size_t at = 0;
  take_plain(text, at, plain);
  return plain;
}

std::optional<TextSyntax> parse_text(const config::Node& node, Diagnostics& out) {
  const std::string_view whole = node.scalar;
  const LocatedScalar scalar{whole, node.place};
  TextSyntax text{.place = node.place};
  for (std::size_t at = 0; at < whole.size();) {
    TextSyntax::Part& part = text.parts.emplace_back();
    take_plain(whole, at, part.text);
    if (at == whole.size()) break;
    const std::size_t begin = at, dollar = at + opening(whole, at);
    part.keeps_slashes = dollar - begin == 2;
    if (dollar + 1 == whole.size() || !is_name_start(whole[dollar + 1])) {
      out.add(codes::kNameExpected, scalar.part(dollar, 1), "a name is missing behind '$'",
              std::string{kPlain});
      return std::nullopt;
    }
    ExpressionParser parser{scalar, dollar, out};
    part.value = parser.parse();
    if (!part.value) return std::nullopt;
    at = parser.position();
    if (at == whole.size()) {
      out.add(codes::kUnclosedValue, scalar.part(begin, dollar + 1 - begin),
              in_quotes(whole.substr(begin, dollar + 1 - begin)) + " is not closed",
              "write '}' behind the value; " + std::string{kPlain});
      return std::nullopt;
    }
    if (whole[at] != '}') {
      parser.refuse_rest();
      return std::nullopt;
    }
    ++at;
  }
  return text;
}

}  // namespace bff::plan
