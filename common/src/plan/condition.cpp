// SPDX-License-Identifier: Apache-2.0
#include "plan/condition.hpp"

#include <bit>

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;

// Not null, false, 0, empty, and no empty list. A message that is there counts, whatever it holds.
bool counts(const Value& value, const ValueType& type) noexcept {
  switch (value.kind) {
    case Value::Kind::absent:
    case Value::Kind::missing:
      return false;
    case Value::Kind::list:
      return value.slot->count != 0;
    case Value::Kind::single:
      break;
  }
  return type.message != nullptr || !is_empty(value.cell, type.field->type);
}

double number_of(const Cell& cell, FieldType type) noexcept {
  if (type == FieldType::float64) return std::bit_cast<double>(cell.bits);
  if (type == FieldType::float32) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits));
  }
  return is_unsigned(type) ? static_cast<double>(cell.bits)
                           : static_cast<double>(static_cast<std::int64_t>(cell.bits));
}

// By value: 0 equals -0, and NaN nothing. Integers hold the same bits whatever their width.
bool equal(const Value& a, FieldType a_type, const Value& b, FieldType b_type) noexcept {
  if (a.null() || b.null()) return a.null() && b.null();
  if (a.kind != Value::Kind::single || b.kind != Value::Kind::single) return false;
  switch (a_type) {
    case FieldType::text:
    case FieldType::bytes:
    case FieldType::message:
    case FieldType::group:
      return a.cell.text() == b.cell.text();
    default:
      break;
  }
  if (is_float(a_type) || is_float(b_type)) {
    return number_of(a.cell, a_type) == number_of(b.cell, b_type);
  }
  // The same bits are two numbers where only one of them can be negative.
  if (is_unsigned(a_type) != is_unsigned(b_type) && static_cast<std::int64_t>(a.cell.bits) < 0) {
    return false;
  }
  return a.cell.bits == b.cell.bits;
}

FieldType type_of(const Expression& expression) noexcept {
  return expression.type.field != nullptr ? expression.type.field->type : FieldType::message;
}

Result<bool> holds(const Condition& condition, const Scope& scope) {
  using Op = Condition::Op;
  const Result<Value> left = evaluate(condition.left, scope);
  if (!left) return left.error();
  if (condition.op == Op::holds) return counts(*left, condition.left.type);
  if (condition.op == Op::fails) return !counts(*left, condition.left.type);
  bool found = false;
  for (const Expression& expression : condition.right) {
    const Result<Value> right = evaluate(expression, scope);
    if (!right) return right.error();
    found = equal(*left, type_of(condition.left), *right, type_of(expression));
    if (found) break;
  }
  return found != (condition.op == Op::unequal);
}

}  // namespace

Result<bool> hold(const Conditions& conditions, const Scope& scope) {
  for (const Condition& condition : conditions) {
    const Result<bool> held = holds(condition, scope);
    if (!held || !*held) return held;
  }
  return true;
}

}  // namespace bff::plan
