// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/language_keys.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

// Shapes: JSON as it will be, with values and directives in it. `with` is one too.
namespace bff::plan {

using SyntaxKind = ShapeSyntax::Kind;

namespace {

// One shape, or a list of them, whose keys stand in the order of the object.
void parse_merge(const config::Node::Member& member, ShapeSyntax& object, Diagnostics& out) {
  const auto add = [&](const config::Node& node) {
    if (!node.is_map() && !(node.is_text() && classify(node.scalar) == TextKind::expression)) {
      return refuse_kind(node, "what '$merge' takes in", "a shape with keys",
                         "write { $from: $call.field, $omit: [name] } or the like", out);
    }
    if (auto shape = parse_node(node, out)) {
      object.members.push_back(
          {.key = {"", member.key_place}, .value = std::move(shape), .merge = true});
    }
  };
  if (!member.value.is_list()) return add(member.value);
  if (!check_list(member.value, "'$merge'", "name the shapes whose keys it takes", out)) return;
  for (const config::Node& item : member.value.items) add(item);
}

// An object of JSON keys. A member that does not hold is left out.
ShapeSyntaxPtr parse_object(const config::Node& node, Diagnostics& out) {
  auto shape = make_shape(SyntaxKind::object, node.place);
  check_directives(node, out);
  for (const auto& member : node.members) {
    if (member.key == "$merge") {
      parse_merge(member, *shape, out);
    } else if (member.key == "$when") {
      shape->when = parse_conditions(member.value, "'$when'", out);
    } else if (is_directive(member.key)) {
      continue;  // reported by check_directives()
    } else if (auto value = parse_node(member.value, out)) {
      shape->members.push_back(
          {{std::string{plain_key(member.key)}, member.key_place}, std::move(value)});
    }
  }
  return shape;
}

ShapeSyntaxPtr parse_list(const config::Node& node, Diagnostics& out) {
  const auto is_plain = [](const config::Node& item) {
    if (item.is_map() || item.is_list()) return false;
    if (!item.is_text()) return true;
    const TextKind kind = classify(item.scalar);
    return kind == TextKind::plain || kind == TextKind::escaped;
  };
  if (std::ranges::all_of(node.items, is_plain)) {
    auto shape = make_shape(SyntaxKind::literal, node.place);
    if (auto literal = read_literal(node, "a list", out)) shape->literal = std::move(*literal);
    return shape;
  }
  auto shape = make_shape(SyntaxKind::list, node.place);
  for (const config::Node& item : node.items) {
    if (auto value = parse_node(item, out)) shape->items.push_back(std::move(value));
  }
  return shape;
}

// `$when` and `$merge` may stand among keys.
bool only_stands_among_keys(const config::Node& node) {
  return std::ranges::none_of(node.members, [](const config::Node::Member& member) {
    return member.key != "$when" && member.key != "$merge" &&
           std::ranges::find(language::kDirectives, member.key) != std::end(language::kDirectives);
  });
}

// The keys of the answer itself, whatever they come by.
void refuse_errors_key(const ShapeSyntax& shape, Diagnostics& out) {
  for (const auto& member : shape.members) {
    if (member.merge) refuse_errors_key(*member.value, out);
    if (member.key.value != "_errors") continue;
    out.add(codes::kReservedName, member.key.place,
            "'_errors' names the failed calls of a partial answer", "choose another key");
  }
  if (shape.kind == SyntaxKind::each) return;
  if (shape.body) refuse_errors_key(*shape.body, out);
  for (const auto& one : shape.cases) {
    if (one.body) refuse_errors_key(*one.body, out);
  }
  if (shape.otherwise && shape.otherwise->body) refuse_errors_key(*shape.otherwise->body, out);
}

}  // namespace

ShapeSyntaxPtr make_shape(SyntaxKind kind, const Place& place) {
  auto shape = std::make_unique<ShapeSyntax>();
  shape->kind = kind;
  shape->place = place;
  return shape;
}

ShapeSyntaxPtr parse_scalar(const config::Node& node, std::string_view what, Diagnostics& out) {
  const TextKind kind = node.is_text() ? classify(node.scalar) : TextKind::plain;
  if (kind == TextKind::expression && node.scalar == "$skip") {
    out.add(codes::kBadDirective, node.place, "'$skip' stands only in '$case'",
            "elsewhere '$when' leaves an element of a list out");
    return nullptr;
  }
  if (kind == TextKind::expression) {
    auto shape = make_shape(SyntaxKind::expression, node.place);
    shape->expression = parse_expression(node, out);
    return shape->expression ? std::move(shape) : nullptr;
  }
  if (kind == TextKind::templated) {
    auto shape = make_shape(SyntaxKind::text, node.place);
    shape->text = parse_text(node, out);
    return shape->text ? std::move(shape) : nullptr;
  }
  auto literal = read_literal(node, what, out);
  if (!literal) return nullptr;
  auto shape = make_shape(SyntaxKind::literal, node.place);
  shape->literal = std::move(*literal);
  return shape;
}

ShapeSyntaxPtr parse_node(const config::Node& node, Diagnostics& out) {
  if (node.is_list()) return parse_list(node, out);
  if (!node.is_map()) return parse_scalar(node, "a shape", out);
  return only_stands_among_keys(node) ? parse_object(node, out) : parse_directives(node, out);
}

ShapeSyntaxPtr parse_shape(const config::Node& node, Diagnostics& out) {
  auto shape = parse_node(node, out);
  if (shape) refuse_errors_key(*shape, out);
  return shape;
}

ShapeSyntaxPtr parse_with(const config::Node& node, Diagnostics& out) {
  constexpr std::string_view kForms = "write the request's fields, each with its value";
  const bool whole = node.is_text() && classify(node.scalar) == TextKind::expression;
  if (!node.is_map() && !whole) {
    refuse_kind(node, "'with'", "a map of the request's fields, or one expression",
                std::string{kForms}, out);
    return nullptr;
  }
  for (const auto& member : node.members) {
    if (!is_directive(member.key) || member.key == "$merge") continue;
    if (std::ranges::find(language::kDirectives, member.key) == std::end(language::kDirectives)) {
      continue;
    }
    out.add(codes::kBadDirective, member.key_place,
            in_quotes(member.key) + " cannot stand at the top of 'with'",
            member.key == "$when" ? "write 'when' beside 'with'" : std::string{kForms});
    return nullptr;
  }
  return parse_node(node, out);
}

}  // namespace bff::plan
