// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using config::Node;

namespace {

ShapeSyntaxPtr parse_value(const Node& node, Diagnostics& out);

void refuse_directive(const config::Node::Member& member, Diagnostics& out) {
  const bool known = std::ranges::find(kDirectives, member.key) != std::end(kDirectives) ||
                     std::ranges::find(kDirectivesLater, member.key) != std::end(kDirectivesLater);
  if (known) {
    out.add(codes::kNotYetSupported, member.key_place,
            in_quotes(member.key) + " in 'with' is not yet supported");
  } else {
    out.add(codes::kUnknownKey, member.key_place,
            "the language has no directive " + in_quotes(member.key),
            did_you_mean(member.key, {std::begin(kDirectives), std::end(kDirectives)}));
  }
}

// An object of request fields. A member that does not hold is left out.
ShapeSyntaxPtr parse_fields(const Node& node, Diagnostics& out) {
  bool directives = false;
  for (const auto& member : node.members) {
    if (!is_directive(member.key)) continue;
    refuse_directive(member, out);
    directives = true;
  }
  if (directives) return nullptr;
  auto with = std::make_unique<ShapeSyntax>();
  with->place = node.place;
  for (const auto& member : node.members) {
    if (auto value = parse_value(member.value, out)) {
      with->members.push_back(
          {{std::string{plain_key(member.key)}, member.key_place}, std::move(value)});
    }
  }
  return with;
}

// Only constants yet: a list of messages, or one with expressions in it, is a shape of its own.
bool check_items(const Node& list, Diagnostics& out) {
  for (const Node& item : list.items) {
    if (item.is_map() || item.is_list()) {
      out.add(
          codes::kNotYetSupported, item.place,
          std::string{config::kind_name(item.kind)} + " in a list of 'with' is not yet supported");
      return false;
    }
    if (item.is_text() && classify(item.scalar) == TextKind::expression) {
      out.add(codes::kNotYetSupported, item.place,
              "an expression in a list of 'with' is not yet supported");
      return false;
    }
  }
  return true;
}

ShapeSyntaxPtr parse_value(const Node& node, Diagnostics& out) {
  if (node.is_map()) return parse_fields(node, out);
  auto with = std::make_unique<ShapeSyntax>();
  with->place = node.place;
  if (node.is_text() && classify(node.scalar) == TextKind::expression) {
    with->kind = ShapeSyntax::Kind::expression;
    with->expression = parse_expression(node, out);
    if (!with->expression) return nullptr;
    return with;
  }
  if (node.is_list() && !check_items(node, out)) return nullptr;
  auto literal = read_literal(node, "'with'", out);
  if (!literal) return nullptr;
  with->kind = ShapeSyntax::Kind::literal;
  with->literal = std::move(*literal);
  return with;
}

}  // namespace

ShapeSyntaxPtr parse_with(const Node& node, Diagnostics& out) {
  if (node.is_map()) return parse_fields(node, out);
  if (node.is_text() && classify(node.scalar) == TextKind::expression) {
    out.add(codes::kNotYetSupported, node.place, "a whole message as 'with' is not yet supported",
            "name the request's fields: { field: $value }");
  } else {
    refuse_kind(node, "'with'", "a map of the request's fields", "", out);
  }
  return nullptr;
}

}  // namespace bff::plan
