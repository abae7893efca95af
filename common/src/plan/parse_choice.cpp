// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>
#include <utility>

#include "plan/directives.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// `$switch` and `$case`: a shape for each value of an enum or each member of a oneof.
namespace bff::plan {

namespace {

constexpr std::string_view kForm = "write '$case: { name: { … }, $else: $skip }'";

// The body of one case. False when it could not be read.
bool parse_case(const config::Node::Member& member, CaseSyntax& one, Diagnostics& out) {
  one.name = {member.key, member.key_place};
  if (member.value.is_text() && member.value.scalar == "$skip") return true;
  one.body = parse_node(member.value, out);
  return one.body != nullptr;
}

}  // namespace

bool parse_choice(const config::Node::Member& of, const config::Node::Member* cases,
                  ShapeSyntax& shape, Diagnostics& out) {
  shape.expression = read_expression(of.value, "'$switch'", out);
  bool good = shape.expression.has_value();
  if (cases == nullptr) {
    out.add(codes::kMissingKey, of.key_place, "'$switch' without '$case'", std::string{kForm});
    return false;
  }
  if (!cases->value.is_map()) {
    refuse_kind(cases->value, "'$case'", "a map of cases", std::string{kForm}, out);
    return false;
  }
  for (const auto& member : cases->value.members) {
    if (member.key == "$else") {
      good = parse_case(member, shape.otherwise.emplace(), out) && good;
      shape.otherwise->name.value.clear();
    } else if (is_name(member.key)) {
      good = parse_case(member, shape.cases.emplace_back(), out) && good;
    } else {
      out.add(codes::kBadName, member.key_place, in_quotes(member.key) + " is no name of a case",
              is_directive(member.key) ? "write the value's or member's name, or '$else'"
                                       : "a case is an enum's value or a oneof's member");
      good = false;
    }
  }
  if (!shape.otherwise) {
    out.add(codes::kMissingKey, cases->key_place, "'$else' is missing",
            "unset, and members of newer protos, land there: a shape, or '$else: $skip'");
    return false;
  }
  if (shape.cases.empty() && good) {
    out.add(codes::kEmpty, cases->key_place, "'$case' has nothing but '$else'",
            "name at least one value or member");
    return false;
  }
  return good;
}

}  // namespace bff::plan
