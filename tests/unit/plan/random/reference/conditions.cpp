// SPDX-License-Identifier: Apache-2.0
// Rules of `$when` and `when`: all of several conditions hold. By itself a value holds unless it is
// null or empty; null equals null only.
#include <algorithm>

#include "unit/plan/random/reference/expressions.hpp"
#include "unit/plan/random/reference/literals.hpp"

namespace bff::random_plans {

using namespace plan;

bool Expressions::holds(const ConditionsSyntax& conditions) {
  return std::all_of(conditions.all.begin(), conditions.all.end(),
                     [&](const ConditionSyntax& one) { return holds(one); });
}

bool Expressions::holds(const ConditionSyntax& condition) {
  using Op = ConditionSyntax::Op;
  const Value left = evaluate(condition.left);
  if (condition.op == Op::holds) return counts(left);
  if (condition.op == Op::fails) return !counts(left);
  bool found = false;
  for (const RefSyntax& ref : condition.refs) found = found || equal(left, evaluate(ref));
  for (const config::Node& node : condition.literals) found = found || equal(left, node);
  return found != (condition.op == Op::unequal);
}

bool Expressions::counts(const Value& value) const {
  if (value.null()) return false;
  if (value.kind == Value::Kind::list) return !values_.elements(value).empty();
  return value.is_message() || !values_.scalar(value).empty();
}

bool Expressions::equal(const Value& a, const Value& b) const {
  if (a.null() || b.null()) return a.null() && b.null();
  return values_.scalar(a) == values_.scalar(b);
}

bool Expressions::equal(const Value& value, const config::Node& node) const {
  if (node.kind == config::Node::Kind::null || value.null()) {
    return node.kind == config::Node::Kind::null && value.null();
  }
  const Scalar beside = values_.scalar(value);
  return beside == literal(reading_.pool, node, &beside);
}

}  // namespace bff::random_plans
