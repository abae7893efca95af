// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/language_keys.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// Objects that are made of directives: which may stand beside which.
namespace bff::plan {

using YamlMember = config::Node::Member;
using SyntaxKind = ShapeSyntax::Kind;

namespace {

// `key` cannot stand beside `other`.
struct Exclusion {
  std::string_view key, other, remedy;
};
constexpr std::string_view kUnderShape = "put it under '$shape'", kOne = "write one of them";
constexpr Exclusion kExclusions[] = {{"$from", "$for", kUnderShape},
                                     {"$count", "$for", kUnderShape},
                                     {"$count", "$from", kUnderShape},
                                     {"$count", "$switch", "put it into a case"},
                                     {"$shape", "$count", kOne},
                                     {"$pick", "$count", kOne},
                                     {"$omit", "$count", kOne},
                                     {"$limit", "$count", "'$limit' cuts what '$for' walks"},
                                     {"$pick", "$shape", kOne},
                                     {"$omit", "$shape", kOne},
                                     {"$omit", "$pick", kOne},
                                     {"$switch", "$shape", kUnderShape},
                                     {"$switch", "$pick", kOne},
                                     {"$switch", "$omit", kOne},
                                     {"$merge", "$for", kUnderShape},
                                     {"$merge", "$from", kUnderShape},
                                     {"$merge", "$switch", "put it into a case"},
                                     {"$merge", "$count", kOne}};

// `key` stands beside one of two others.
struct Need {
  std::string_view key, one, other, remedy;
};
constexpr Need kNeeds[] = {{"$shape", "$for", "$from", "say what it is the shape of"},
                           {"$pick", "$for", "$from", "say what it picks of"},
                           {"$omit", "$for", "$from", "say what it omits from"},
                           {"$limit", "$for", "", "it cuts the list that '$for' walks"},
                           {"$case", "$switch", "", "say what it chooses by"}};

const YamlMember* find(const config::Node& node, std::string_view key) {
  const auto found = std::ranges::find(node.members, key, &YamlMember::key);
  return found == node.members.end() ? nullptr : &*found;
}

bool check_partners(const config::Node& node, Diagnostics& out) {
  bool good = true;
  for (const auto& [key, other, remedy] : kExclusions) {
    const YamlMember* member = find(node, key);
    if (member == nullptr || find(node, other) == nullptr) continue;
    out.add(codes::kContradiction, member->key_place,
            in_quotes(key) + " beside " + in_quotes(other), std::string{remedy});
    good = false;
  }
  if (const YamlMember* otherwise = find(node, "$else")) {
    out.add(codes::kMissingPartner, otherwise->key_place, "'$else' stands outside of '$case'",
            "write it in '$case', behind the others");
    good = false;
  }
  if (!good) return false;
  for (const auto& [key, one, other, remedy] : kNeeds) {
    const YamlMember* member = find(node, key);
    if (member == nullptr || find(node, one) != nullptr) continue;
    if (!other.empty() && find(node, other) != nullptr) continue;
    out.add(codes::kMissingPartner, member->key_place,
            in_quotes(key) + " without " + in_quotes(one) +
                (other.empty() ? "" : " or " + in_quotes(other)),
            std::string{remedy});
    good = false;
  }
  return good;
}

void refuse_keys_beside(const config::Node& node, const YamlMember& directive, Diagnostics& out) {
  for (const auto& member : node.members) {
    if (is_directive(member.key)) continue;
    out.add(codes::kKeyBesideDirective, member.key_place,
            in_quotes(member.key) + " stands beside " + in_quotes(directive.key) +
                ": an object with a directive has only directives",
            directive.key == "$switch" || directive.key == "$case" ? "put it into each case"
            : directive.key == "$count" ? "put the '$count' under a key of its own"
                                        : std::string{kUnderShape});
  }
}

// `$shape`: a shape, or the name of one.
bool parse_body(const config::Node& node, ShapeSyntax& shape, Diagnostics& out) {
  if (!node.is_text() || classify(node.scalar) != TextKind::plain) {
    shape.body = parse_node(node, out);
    return shape.body != nullptr;
  }
  if (!is_name(node.scalar)) {
    out.add(codes::kBadName, node.place, in_quotes(node.scalar) + " is no name of a shape",
            "letters, digits and '_', not beginning with a digit");
    return false;
  }
  shape.shape_name = {node.scalar, node.place};
  return true;
}

// What is made of the element or message.
bool parse_bodies(const config::Node& node, ShapeSyntax& shape, Diagnostics& out) {
  bool good = true;
  if (const YamlMember* body = find(node, "$shape")) good = parse_body(body->value, shape, out);
  if (const YamlMember* pick = find(node, "$pick")) {
    shape.pick = parse_fields(pick->value, "'$pick'", out);
    good = shape.pick && good;
  }
  if (const YamlMember* omit = find(node, "$omit")) {
    shape.omit = parse_fields(omit->value, "'$omit'", out);
    good = shape.omit && good;
  }
  if (const YamlMember* choice = find(node, "$switch")) {
    shape.body = make_shape(SyntaxKind::choice, choice->value.place);
    good = parse_choice(*choice, find(node, "$case"), *shape.body, out) && good;
  }
  return good;
}

}  // namespace

bool check_directives(const config::Node& node, Diagnostics& out) {
  bool known = true;
  for (const auto& member : node.members) {
    if (!is_directive(member.key)) continue;
    const auto& all = language::kDirectives;
    if (std::ranges::find(all, member.key) != std::end(all)) continue;
    known = false;
    std::string remedy = did_you_mean(member.key, {std::begin(all), std::end(all)});
    if (remedy.empty())
      remedy = "for a key that begins with '$' write " + in_quotes("$" + member.key);
    out.add(codes::kUnknownKey, member.key_place,
            "the language has no directive " + in_quotes(member.key), std::move(remedy));
  }
  return known;
}

ShapeSyntaxPtr parse_directives(const config::Node& node, Diagnostics& out) {
  const bool known = check_directives(node, out);
  // What a misspelt directive leaves alone is not reported as well.
  bool good = known && check_partners(node, out);
  const YamlMember* head = nullptr;
  for (const auto* key : {"$for", "$from", "$count", "$switch"}) {
    if (head == nullptr) head = find(node, key);
  }
  if (const YamlMember* first = head != nullptr ? head : find(node, "$shape")) {
    refuse_keys_beside(node, *first, out);
  }
  auto shape = make_shape(SyntaxKind::object, node.place);
  if (const YamlMember* when = find(node, "$when")) {
    shape->when = parse_conditions(when->value, "'$when'", out);
    good = shape->when && good;
  }
  if (const YamlMember* limit = find(node, "$limit")) {
    good = parse_limit(limit->value, *shape, out) && good;
  }
  if (head == nullptr) {
    parse_bodies(node, *shape, out);
    return nullptr;
  }
  if (head->key == "$for") {
    shape->kind = SyntaxKind::each;
    good = parse_for(head->value, *shape, out) && good;
  } else if (head->key == "$from") {
    shape->kind = SyntaxKind::from;
    good = parse_from(head->value, *shape, out) && good;
  } else if (head->key == "$count") {
    shape->kind = SyntaxKind::count;
    shape->expression = read_expression(head->value, "'$count'", out);
    good = shape->expression && good;
  } else {
    shape->kind = SyntaxKind::choice;
    good = parse_choice(*head, find(node, "$case"), *shape, out) && good;
  }
  if (head->key == "$for" || head->key == "$from") good = parse_bodies(node, *shape, out) && good;
  return good ? std::move(shape) : nullptr;
}

}  // namespace bff::plan
