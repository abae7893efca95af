// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"
#include "config/node.hpp"

namespace bff::plan {

// The syntax of an expression: `ref ?? ref ?? literal`, or with `||`. Names are not resolved here.
// A literal is a scalar Node as YAML would give it: null, boolean, number, a text in double quotes
// (`quoted`), or a bare word (not `quoted`): an enum's value where one is expected.
struct RefSyntax {
  struct Step {
    enum class Kind { field, insist, first, all, lookup } kind;  // .name  !  [0]  []  (key)
    std::string name;                                            // kind field
    std::shared_ptr<RefSyntax> key;                              // kind lookup: a ref …
    std::optional<config::Node> literal;                         // … or a literal
    Place place;                                                 // of the step, without the dot
  };
  std::string name;  // without the `$`
  Place place;       // of `$name`
  Place whole;       // of the ref to its end
  std::vector<Step> steps;
};

struct ExpressionSyntax {
  enum class Fallback { none, if_null, if_empty } fallback = Fallback::none;  // `??`, `||`
  std::vector<RefSyntax> refs;                                                // at least one
  std::optional<config::Node> literal;  // the last operand, where it is no ref
  Place place;
};

// A text with values in it: `/v1/products/{$body.id}`, `https://img.example.com/{+$p.picture}`.
struct TextSyntax {
  struct Part {
    std::string text;                       // what stands before the value
    std::optional<ExpressionSyntax> value;  // null: the end of the text
    bool keeps_slashes = false;             // `{+$x}`
  };
  std::vector<Part> parts;
  Place place;
};

// `$ref`, `not $ref`, `$ref == 1`, `$ref != $other`, `$ref in [PAID, SHIPPED]`.
struct ConditionSyntax {
  enum class Op { holds, fails, equal, unequal, among } op = Op::holds;
  RefSyntax left;
  std::vector<RefSyntax> refs;         // equal, unequal: what stands right, if a ref
  std::vector<config::Node> literals;  // else its literal; among: the list's
  Place place;
};
struct ConditionsSyntax {
  std::vector<ConditionSyntax> all;  // each must hold
  Place place;
};

// A YAML text as an expression: precondition: it begins with a single `$` (not `$$`).
// Columns inside a quoted scalar with escapes point at the scalar as a whole.
// Problems go to `out` (BFF2xx: empty name, unclosed quote or parenthesis, `??` beside `||`,
// a literal before the end, trailing characters, an index other than [0] and []); then nullopt.
std::optional<ExpressionSyntax> parse_expression(const config::Node& text, Diagnostics& out);

// A text with values in it, as classify() tells it; `$$` and `{$$` are undone between them.
std::optional<TextSyntax> parse_text(const config::Node& text, Diagnostics& out);

// A condition, or a list of such. `what` names it in messages: "'when'".
std::optional<ConditionsSyntax> parse_conditions(const config::Node& node, std::string_view what,
                                                 Diagnostics& out);

// The text of a ref as a user would write it, for messages: "$profile.user!.id".
std::string to_text(const RefSyntax& ref);

}  // namespace bff::plan
