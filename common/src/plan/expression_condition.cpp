// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <utility>

#include "plan/expression_parser.hpp"
#include "plan/located_scalar.hpp"
#include "plan/read_value.hpp"
#include "plan/syntax_codes.hpp"

// Conditions: `$ref`, `not $ref`, `==`, `!=`, `in [a, b]`, and lists of such.
namespace bff::plan {
namespace {

constexpr std::string_view kConditionForms =
    "write $ref, 'not $ref', '$ref == value', '$ref != value' or '$ref in [a, b]'";

}  // namespace

std::optional<ConditionSyntax> ExpressionParser::condition() {
  using Op = ConditionSyntax::Op;
  skip_blanks();
  const std::size_t begin = at_;
  ConditionSyntax condition;
  if (word() == "not") {
    condition.op = Op::fails;
    at_ += 3;
    skip_blanks();
  }
  if (peek() != '$') {
    const bool exclaims = peek() == '!' && peek(1) == '$';
    fail(codes::kBadCondition, at_end() ? begin : at_, at_end() ? at_ : at_ + word().size(),
         at_end() ? "the condition ends without a reference"
                  : in_quotes(word()) + " is no reference, and a condition begins with one",
         exclaims ? "write " + in_quotes("not " + std::string{word().substr(1)})
                  : std::string{kConditionForms});
    return std::nullopt;
  }
  if (!ref(condition.left)) return std::nullopt;
  std::size_t end = at_;
  skip_blanks();
  if (!at_end()) {
    const std::size_t before = at_;
    if (!comparison(condition)) return std::nullopt;
    if (at_ != before) end = at_;
    skip_blanks();
  }
  condition.place = place(begin, end);
  return condition;
}

// What follows the reference, if it is an operator.
bool ExpressionParser::comparison(ConditionSyntax& condition) {
  using Op = ConditionSyntax::Op;
  const std::string_view symbol = text_.substr(at_, 2);
  const bool equal = symbol == "==", unequal = symbol == "!=";
  const bool among = symbol == "in" && !is_name_part(peek(2));
  if (!equal && !unequal && !among) return true;
  const std::size_t operator_at = at_;
  if (condition.op == Op::fails) {
    return fail(codes::kBadCondition, at_, at_ + 2, "'not' beside " + in_quotes(symbol),
                equal     ? "write '!=' without 'not'"
                : unequal ? "write '==' without 'not'"
                          : "write a list of conditions with '!='");
  }
  at_ += 2;
  skip_blanks();
  if (at_end()) {
    return fail(codes::kOperandExpected, operator_at, operator_at + 2,
                "nothing follows " + in_quotes(symbol),
                among ? "write the values: 'in [a, b]'" : "write a reference or a literal");
  }
  condition.op = equal ? Op::equal : unequal ? Op::unequal : Op::among;
  if (among) return this->among(condition);
  if (peek() == '$') return ref(condition.refs.emplace_back());
  return literal(condition.literals.emplace_back());
}

// `[a, b]` behind `in`.
bool ExpressionParser::among(ConditionSyntax& condition) {
  const std::size_t open = at_;
  if (peek() != '[') {
    return fail(codes::kBadCondition, at_, at_ + word().size(),
                in_quotes(word()) + " is no list of values", "write the values: 'in [a, b]'");
  }
  ++at_;
  for (;;) {
    skip_blanks();
    if (peek() == ']' && condition.literals.empty()) {
      return fail(codes::kEmpty, open, at_ + 1, "the list behind 'in' is empty",
                  "name at least one value");
    }
    if (peek() == '$') {
      return fail(codes::kBadCondition, at_, at_ + word().size(),
                  in_quotes(word()) + " is no literal", "compare with a reference by '=='");
    }
    if (!at_end() && !literal(condition.literals.emplace_back())) return false;
    skip_blanks();
    if (at_end()) {
      return fail(codes::kBadCondition, open, open + 1, "'[' is not closed", "write ']'");
    }
    if (peek() == ']') break;
    if (peek() != ',') {
      return fail(codes::kBadCondition, at_, at_ + word().size(),
                  in_quotes(word()) + " is not expected in a list of values",
                  "write the values: 'in [a, b]'");
    }
    ++at_;
  }
  ++at_;
  return true;
}

void ExpressionParser::refuse_rest_of_condition() {
  const std::string_view rest = word();
  std::string remedy;
  if (rest == "and" || rest.starts_with("&")) {
    remedy = "write a list of conditions: all must hold";
  } else if (rest == "or" || rest.starts_with("|") || rest.starts_with("?")) {
    remedy = "for one of several values write 'in [a, b]'";
  } else if (rest.starts_with('<') || rest.starts_with('>')) {
    remedy = "there is no order in conditions: what computes is a service";
  } else if (rest == "is" || rest.starts_with('=')) {
    remedy = "write '=='";
  }
  fail(codes::kBadCondition, at_, at_ + rest.size(),
       in_quotes(rest) + " is not expected in a condition", std::move(remedy));
}

namespace {

std::optional<ConditionSyntax> parse_condition(const config::Node& node, std::string_view what,
                                               Diagnostics& out) {
  if (!node.is_text()) {
    const bool constant = node.kind == config::Node::Kind::boolean;
    refuse_kind(node, what, "a condition",
                constant ? "what always holds needs no condition, and what never does is left out"
                         : std::string{kConditionForms},
                out);
    return std::nullopt;
  }
  const LocatedScalar scalar{node.scalar, node.place};
  ExpressionParser parser{scalar, 0, out};
  auto condition = parser.condition();
  if (condition && parser.position() != node.scalar.size()) {
    parser.refuse_rest_of_condition();
    return std::nullopt;
  }
  return condition;
}

}  // namespace

std::optional<ConditionsSyntax> parse_conditions(const config::Node& node, std::string_view what,
                                                 Diagnostics& out) {
  ConditionsSyntax conditions{.place = node.place};
  if (!node.is_list()) {
    auto condition = parse_condition(node, what, out);
    if (!condition) return std::nullopt;
    conditions.all.push_back(std::move(*condition));
    return conditions;
  }
  if (!check_list(node, what, "write at least one condition", out)) return std::nullopt;
  const std::string of = "a condition of " + std::string{what};
  for (const auto& item : node.items) {
    if (auto condition = parse_condition(item, of, out)) {
      conditions.all.push_back(std::move(*condition));
    }
  }
  if (conditions.all.size() != node.items.size()) return std::nullopt;
  return conditions;
}

}  // namespace bff::plan
