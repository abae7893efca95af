// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/map_reader.hpp"
#include "plan/read_value.hpp"
#include "plan/route_parts.hpp"
#include "plan/syntax_codes.hpp"

namespace bff::plan {

using config::Node;
using Member = config::Node::Member;

namespace {

using Kind = ShapeSyntax::Kind;
using ShapePtr = std::unique_ptr<ShapeSyntax>;

ShapePtr make_shape(Kind kind, const Place& place) {
  auto shape = std::make_unique<ShapeSyntax>();
  shape->kind = kind;
  shape->place = place;
  return shape;
}

const Member* find_member(const Node& node, std::string_view key) {
  const auto found = std::ranges::find(node.members, key, &Member::key);
  return found == node.members.end() ? nullptr : &*found;
}

ShapePtr parse_node(const Node& node, Diagnostics& out);

bool parse_body(const Member& member, ShapeSyntax& shape, Diagnostics& out) {
  const Node& node = member.value;
  if (node.is_text() && classify(node.scalar) == TextKind::plain) {
    out.add(codes::kNotYetSupported, node.place,
            "a named shape, here " + in_quotes(node.scalar) + ", is not yet supported",
            "write the shape itself");
    return false;
  }
  shape.body = parse_node(node, out);
  return shape.body != nullptr;
}

// Reports directives that are unknown or come later, and keys that stand beside directives.
// True when all is known.
bool check_directives(const Node& node, Diagnostics& out) {
  bool known = true;
  for (const auto& member : node.members) {
    if (!is_directive(member.key)) continue;
    if (std::ranges::find(kDirectives, member.key) != std::end(kDirectives)) continue;
    known = false;
    if (std::ranges::find(kDirectivesLater, member.key) != std::end(kDirectivesLater)) {
      refuse_later(member.key, member.key_place, out);
      continue;
    }
    std::string remedy = did_you_mean(member.key, {std::begin(kDirectives), std::end(kDirectives)});
    if (remedy.empty())
      remedy = "for a key that begins with '$' write " + in_quotes("$" + member.key);
    out.add(codes::kUnknownKey, member.key_place,
            "the language has no directive " + in_quotes(member.key), std::move(remedy));
  }
  return known;
}

void refuse_keys_beside(const Node& node, const Member& directive, Diagnostics& out) {
  for (const auto& member : node.members) {
    if (is_directive(member.key)) continue;
    out.add(codes::kKeyBesideDirective, member.key_place,
            in_quotes(member.key) + " stands beside " + in_quotes(directive.key) +
                ": an object with a directive has only directives",
            "put it under '$shape'");
  }
}

ShapePtr parse_directives(const Node& node, Diagnostics& out) {
  bool good = check_directives(node, out);
  const Member* each = find_member(node, "$for");
  const Member* from = find_member(node, "$from");
  const Member* body = find_member(node, "$shape");
  const Member* pick = find_member(node, "$pick");
  const auto contradict = [&](const Member& member, const Member& other, std::string remedy) {
    out.add(codes::kContradiction, member.key_place,
            in_quotes(member.key) + " beside " + in_quotes(other.key), std::move(remedy));
    good = false;
  };
  if (each != nullptr && from != nullptr) contradict(*from, *each, "put it under '$shape'");
  if (body != nullptr && pick != nullptr) contradict(*pick, *body, "write one of them");

  const Member* source = each != nullptr ? each : from;
  const Member* rest = body != nullptr ? body : pick;
  if (source == nullptr && rest != nullptr && good) {
    out.add(codes::kBodyWithoutSource, rest->key_place,
            in_quotes(rest->key) + " without '$for' or '$from'", "say what it is the shape of");
    good = false;
  }
  if (const Member* directive = source != nullptr ? source : rest) {
    refuse_keys_beside(node, *directive, out);
  }
  auto shape = make_shape(each != nullptr ? Kind::each : Kind::from, node.place);
  if (each != nullptr) good = parse_for(each->value, *shape, out) && good;
  if (from != nullptr && each == nullptr) good = parse_from(from->value, *shape, out) && good;
  if (body != nullptr) good = parse_body(*body, *shape, out) && good;
  if (pick != nullptr) {
    shape->pick = parse_pick(pick->value, out);
    good = shape->pick.has_value() && good;
  }
  return good && source != nullptr ? std::move(shape) : nullptr;
}

// An object of JSON keys. A member that does not hold is left out.
ShapePtr parse_object(const Node& node, Diagnostics& out) {
  auto shape = make_shape(Kind::object, node.place);
  for (const auto& member : node.members) {
    if (is_directive(member.key)) continue;  // reported by check_directives()
    if (auto value = parse_node(member.value, out)) {
      shape->members.push_back(
          {{std::string{plain_key(member.key)}, member.key_place}, std::move(value)});
    }
  }
  return shape;
}

// `$when` and `$merge` may stand among keys, so the keys are read all the same.
bool only_stands_among_keys(const Node& node) {
  return std::ranges::none_of(node.members, [](const Member& member) {
    return is_directive(member.key) && member.key != "$when" && member.key != "$merge";
  });
}

ShapePtr parse_node(const Node& node, Diagnostics& out) {
  if (node.is_list()) {
    out.add(codes::kNotYetSupported, node.place, "a list as a shape is not yet supported",
            "a list is made by '$for'");
    return nullptr;
  }
  if (node.is_map()) {
    if (!only_stands_among_keys(node)) return parse_directives(node, out);
    check_directives(node, out);
    return parse_object(node, out);
  }
  if (node.is_text() && classify(node.scalar) == TextKind::expression) {
    auto shape = make_shape(Kind::expression, node.place);
    shape->expression = parse_expression(node, out);
    return shape->expression ? std::move(shape) : nullptr;
  }
  auto literal = read_literal(node, "a shape", out);
  if (!literal) return nullptr;
  auto shape = make_shape(Kind::literal, node.place);
  shape->literal = std::move(*literal);
  return shape;
}

}  // namespace

std::unique_ptr<ShapeSyntax> parse_shape(const Node& node, Diagnostics& out) {
  auto shape = parse_node(node, out);
  if (!shape || shape->kind != Kind::object) return shape;
  for (const auto& member : shape->members) {
    if (member.key.value != "_errors") continue;
    out.add(codes::kReservedName, member.key.place,
            "'_errors' names the failed calls of a partial answer", "choose another key");
  }
  return shape;
}

}  // namespace bff::plan
