// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// The values of `$for`, `$from` and `$pick`.
namespace bff::plan {

using config::Node;

namespace {

constexpr std::string_view kForForm = "write it as in '$for: item in $call.items'";
constexpr std::string_view kFromForm = "write it as in '$from: $call.field as name'";

}  // namespace

// `NAME in EXPRESSION`. Empty when it does not hold.
bool parse_for(const Node& node, ShapeSyntax& shape, Diagnostics& out) {
  const std::string_view text = node.scalar;
  const auto refuse = [&](std::string message) {
    out.add(codes::kBadDirective, node.place, std::move(message), std::string{kForForm});
    return false;
  };
  if (!node.is_text()) {
    refuse_kind(node, "'$for'", "a text", std::string{kForForm}, out);
    return false;
  }
  const LocatedScalar scalar{text, node.place};
  const std::size_t name_end = std::min(text.find(' '), text.size());
  const std::size_t in = std::min(text.find_first_not_of(' ', name_end), text.size());
  const std::size_t in_end = std::min(text.find(' ', in), text.size());
  const std::size_t list = std::min(text.find_first_not_of(' ', in_end), text.size());
  if (name_end == 0 || text.substr(in, in_end - in) != "in" || list == text.size()) {
    return refuse(in_quotes(text) + " names no element and list");
  }
  if (text[list] != '$') {
    return refuse(in_quotes(text.substr(list)) + " is no reference to a list");
  }
  shape.name = {std::string{text.substr(0, name_end)}, scalar.part(0, name_end)};
  bool good = check_own_name(shape.name.value, shape.name.place, "an element", out);
  ExpressionParser parser{scalar, list, out};
  shape.expression = parser.parse();
  if (shape.expression && parser.position() != text.size()) {
    parser.refuse_rest();
    good = false;
  }
  return good && shape.expression.has_value();
}

// `EXPRESSION` or `EXPRESSION as NAME`.
bool parse_from(const Node& node, ShapeSyntax& shape, Diagnostics& out) {
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

std::optional<PickSyntax> parse_pick(const Node& node, Diagnostics& out) {
  if (!check_list(node, "'$pick'", "name the fields to keep", out)) return std::nullopt;
  PickSyntax pick{.place = node.place};
  for (const Node& item : node.items) {
    auto field = read_text(item, "a field of '$pick'", out);
    if (!field) continue;
    if (!is_name(field->value)) {
      out.add(codes::kBadName, item.place, in_quotes(field->value) + " is no name of a field",
              "'$pick' names fields of the message itself");
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
