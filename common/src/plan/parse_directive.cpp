// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// The values of single directives.
namespace bff::plan {

namespace {

constexpr std::string_view kForForm = "write it as in '$for: item in $call.items'";
constexpr std::string_view kFromForm = "write it as in '$from: $call.field as name'";

}  // namespace

// `NAME in EXPRESSION`.
bool parse_element(const config::Node& node, std::string_view form, std::string_view code,
                   LocatedText& name, std::optional<ExpressionSyntax>& list, Diagnostics& out) {
  const std::string_view text = node.scalar;
  const auto refuse = [&](std::string message) {
    out.add(code, node.place, std::move(message), std::string{form});
    return false;
  };
  const LocatedScalar scalar{text, node.place};
  const std::size_t name_end = std::min(text.find(' '), text.size());
  const std::size_t in = std::min(text.find_first_not_of(' ', name_end), text.size());
  const std::size_t in_end = std::min(text.find(' ', in), text.size());
  const std::size_t begin = std::min(text.find_first_not_of(' ', in_end), text.size());
  if (name_end == 0 || text.substr(in, in_end - in) != "in" || begin == text.size()) {
    return refuse(in_quotes(text) + " names no element and list");
  }
  if (text[begin] != '$') {
    return refuse(in_quotes(text.substr(begin)) + " is no reference to a list");
  }
  name = {std::string{text.substr(0, name_end)}, scalar.part(0, name_end)};
  bool good = check_own_name(name.value, name.place, "an element", out);
  ExpressionParser parser{scalar, begin, out};
  list = parser.parse();
  if (list && parser.position() != text.size()) {
    parser.refuse_rest();
    good = false;
  }
  return good && list.has_value();
}

bool parse_for(const config::Node& node, ShapeSyntax& shape, Diagnostics& out) {
  if (!node.is_text()) {
    refuse_kind(node, "'$for'", "a text", std::string{kForForm}, out);
    return false;
  }
  return parse_element(node, kForForm, codes::kBadDirective, shape.name, shape.expression, out);
}

// `EXPRESSION` or `EXPRESSION as NAME`.
bool parse_from(const config::Node& node, ShapeSyntax& shape, Diagnostics& out) {
  const std::string_view text = node.scalar;
  if (!node.is_text()) {
    refuse_kind(node, "'$from'", "an expression", std::string{kFromForm}, out);
    return false;
  }
  if (classify(text) != TextKind::expression) {
    out.add(codes::kBadDirective, node.place, in_quotes(text) + " is no expression",
            std::string{kFromForm});
    return false;
  }
  const LocatedScalar scalar{text, node.place};
  ExpressionParser parser{scalar, 0, out};
  shape.expression = parser.parse();
  if (!shape.expression) return false;
  const std::size_t as = parser.position();
  if (as == text.size()) return true;
  if (text.substr(as, 2) != "as" || (as + 2 < text.size() && !is_blank(text[as + 2]))) {
    parser.refuse_rest();
    return false;
  }
  const std::size_t name = std::min(text.find_first_not_of(' ', as + 2), text.size());
  if (name == text.size()) {
    out.add(codes::kBadDirective, scalar.part(as, 2), "a name is missing behind 'as'",
            std::string{kFromForm});
    return false;
  }
  shape.name = {std::string{text.substr(name)}, scalar.part(name, text.size() - name)};
  return check_own_name(shape.name.value, shape.name.place, "an 'as'", out);
}

// `4` or `$query.size`.
bool parse_limit(const config::Node& node, ShapeSyntax& shape, Diagnostics& out) {
  constexpr auto kMost = static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max());
  LimitSyntax limit{.place = node.place};
  if (!node.is_text()) {
    const auto number = read_count(node, "'$limit'", 1, kMost, out);
    if (!number) return false;
    limit.number = number->value;
  } else {
    const auto expression = read_expression(node, "'$limit'", out);
    if (!expression) return false;
    if (expression->fallback != ExpressionSyntax::Fallback::none) {
      out.add(codes::kBadDirective, expression->place, "'$limit' takes one reference or a number",
              "give the parameter a 'default'");
      return false;
    }
    limit.ref = expression->refs.front();
  }
  shape.limit = std::move(limit);
  return true;
}

std::optional<ExpressionSyntax> read_expression(const config::Node& node, std::string_view what,
                                                Diagnostics& out) {
  if (!node.is_text()) {
    refuse_kind(node, what, "an expression", "write it as in '$call.field'", out);
    return std::nullopt;
  }
  if (classify(node.scalar) != TextKind::expression) {
    out.add(codes::kBadDirective, node.place,
            in_quotes(node.scalar) + " is no expression, which " + std::string{what} + " wants",
            "write it as in '$call.field'");
    return std::nullopt;
  }
  return parse_expression(node, out);
}

std::optional<PickSyntax> parse_fields(const config::Node& node, std::string_view what,
                                       Diagnostics& out) {
  const std::string name{what};
  if (!check_list(node, what, "name at least one field", out)) return std::nullopt;
  PickSyntax pick{.place = node.place};
  for (const config::Node& item : node.items) {
    auto field = read_text(item, "a field of " + name, out);
    if (!field) continue;
    if (!is_name(field->value)) {
      out.add(codes::kBadName, item.place, in_quotes(field->value) + " is no name of a field",
              name + " names fields of the message itself");
    } else if (std::ranges::find(pick.fields, field->value, &LocatedText::value) !=
               pick.fields.end()) {
      out.add(codes::kRepeated, item.place,
              "the field " + in_quotes(field->value) + " stands twice");
    } else {
      pick.fields.push_back(std::move(*field));
    }
  }
  return pick;
}

}  // namespace bff::plan
