// SPDX-License-Identifier: Apache-2.0
// Rules of expressions: docs/routes.md, "Expressions".
#include "unit/plan/random/reference/expressions.hpp"

#include "unit/plan/random/reference/call_runs.hpp"
#include "unit/plan/random/reference/call_syntax.hpp"
#include "unit/plan/random/reference/failures.hpp"
#include "unit/plan/random/reference/literals.hpp"

namespace bff::random_plans {

using namespace plan;

// The first that is not null, with `||` not empty either; else the last.
Value Expressions::evaluate(const ExpressionSyntax& expression) {
  const bool if_empty = expression.fallback == ExpressionSyntax::Fallback::if_empty;
  for (std::size_t i = 0; i < expression.refs.size(); ++i) {
    const Value value = evaluate(expression.refs[i]);
    if (i + 1 == expression.refs.size() && !expression.literal) return value;
    if (value.null()) continue;
    const bool empty =
        value.kind == Value::Kind::one && !value.is_message() && values_.scalar(value).empty();
    if (!if_empty || !empty) return value;
  }
  if (expression.literal->kind == config::Node::Kind::null) {
    return null_of(Value::Kind::absent, "");
  }
  return made_of(literal(reading_.pool, *expression.literal));
}

Value Expressions::evaluate(const RefSyntax& ref) {
  std::size_t taken = 0;
  Value value = root_of(ref, taken);
  return follow(std::move(value), ref, taken);
}

// A parameter, a name of $for, $from or for_each, a call's answer, or a row of it by a key.
Value Expressions::root_of(const RefSyntax& ref, std::size_t& taken) {
  if (ref.name == "query") {
    taken = 1;
    const std::string& name = ref.steps[0].name;
    const auto given = reading_.asked.query.find(name);
    if (given == reading_.asked.query.end()) return null_of(Value::Kind::absent, "");
    return made_of({name == "n" ? Scalar::Kind::integer : Scalar::Kind::text, given->second});
  }
  if (const auto bound = names_.find(ref.name); bound != names_.end()) return bound->second;
  const CallSyntax* const call = find_call(reading_.route, ref.name);
  if (call == nullptr) {
    reading_.faults.push_back("the reference does not know $" + ref.name + " here");
    return {};
  }
  if (looks_up(*call, ref)) {
    taken = 1;
    return calls_.row(*call, key_of(ref.steps[0]));
  }
  return calls_.answer(ref.name);
}

Value Expressions::key_of(const RefSyntax::Step& step) {
  return step.key ? evaluate(*step.key) : made_of(literal(reading_.pool, *step.literal));
}

namespace {

// Null with `!` ends the request: by the client's fault, or by that of the call's service.
Fatal insisted(const Value& value) {
  const bool input = value.origin.empty();
  return {{.code = input ? Errc::invalid_parameter : Errc::upstream_absent, .call = value.origin}};
}

}  // namespace

// What is behind a null is null.
Value Expressions::follow(Value value, const RefSyntax& ref, std::size_t from) {
  using Step = RefSyntax::Step::Kind;
  for (std::size_t i = from; i < ref.steps.size(); ++i) {
    const RefSyntax::Step& step = ref.steps[i];
    if (step.kind == Step::insist && value.null()) throw insisted(value);
    if (step.kind == Step::insist) continue;
    if (value.null()) {
      if (step.kind == Step::all) return value;
      continue;
    }
    if (step.kind == Step::field) {
      value = values_.field(value, step.name);
    } else if (step.kind == Step::first) {
      const auto all = values_.elements(value);
      value = all.empty() ? null_of(Value::Kind::absent, value.origin) : all.front();
    } else if (step.kind == Step::all) {
      return all_of(value, ref, i + 1);
    } else {
      value = entry_of(value, key_of(step));
    }
  }
  return value;
}

// `[]`: what the rest of the path leads to of every element, without nulls, in one list.
Value Expressions::all_of(const Value& list, const RefSyntax& ref, std::size_t from) {
  std::vector<Value> all;
  for (const Value& element : values_.elements(list)) {
    const Value value = follow(element, ref, from);
    if (value.kind == Value::Kind::one) all.push_back(value);
    if (value.kind != Value::Kind::list) continue;
    for (const Value& one : values_.elements(value)) all.push_back(one);
  }
  return list_of(std::move(all), list.origin);
}

Value Expressions::entry_of(const Value& map, const Value& key) const {
  if (key.null()) return null_of(key.kind, map.origin);
  for (const auto& [name, value] : values_.entries(map)) {
    if (name == values_.key(key)) return value;
  }
  return null_of(Value::Kind::absent, map.origin);
}

}  // namespace bff::random_plans
