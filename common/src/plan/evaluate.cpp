// SPDX-License-Identifier: Apache-2.0
#include "plan/evaluate.hpp"

#include <bit>
#include <cassert>
#include <utility>

#include "plan/table.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

bool is_text(FieldType type) noexcept {
  return type == FieldType::text || type == FieldType::bytes;
}

Error insisted(const Step& step, const Path& path, CallId origin, const RoutePlan& plan) {
  Error error;
  error.code = Errc::upstream_absent;
  error.detail = step.label + " is absent";
  if (path.root != Path::Root::input) return blame(std::move(error), origin, plan);

  const Input& input = plan.inputs[path.index];
  error.parameter = step.label;
  if (input.source != Input::Source::claim) {
    error.code = Errc::invalid_parameter;
    error.detail = step.label + " is required";
    return error;
  }
  // Where a token is optional, a claim that is not there mostly means that nobody is logged in.
  error.code = plan.policy.mode == auth::Policy::Mode::required ? Errc::invalid_claim
                                                                : Errc::unauthenticated;
  error.detail = step.label + " is needed here, and the caller does not have it";
  return error;
}

// Puts a field of `value` into its place. Precondition: `value` is a single message with a record.
void read_field(Value& value, const Step& step) {
  assert(value.kind == Value::Kind::single && value.record != nullptr && step.field != nullptr);
  const proto::Slot& slot = (*value.record)[step.slot];
  if (step.field->repeated) {
    value.kind = Value::Kind::list;
    value.slot = &slot;
  } else if (slot.present || !step.field->presence) {
    value.cell = slot.cell;
    value.record = slot.nested;
  } else {
    value.kind = Value::Kind::absent;
  }
}

Result<Value> root_of(const Path& path, const Scope& scope) {
  Value value;
  switch (path.root) {
    case Path::Root::frame:
      return scope.frames[path.index];
    case Path::Root::input: {
      const Argument& argument = scope.arguments[path.index];
      if (!argument.null) value.kind = Value::Kind::single;
      value.cell = argument.cell;
      return value;
    }
    case Path::Root::lookup: {
      const Result<Value> key = evaluate(*path.key, scope);
      if (!key) return key.error();
      if (!key->null()) return scope.tables[path.index]->look_up(key->cell);
      // A null key has no row: the look-up is null for the key's own reason.
      value.kind = key->kind;
      value.origin = path.index;
      return value;
    }
    case Path::Root::literal:
      value.kind = Value::Kind::single;
      value.cell = is_text(path.literal_type) ? proto::Cell::view(path.literal_text) : path.literal;
      return value;
  }
  return value;
}

}  // namespace

Result<Value> evaluate(const Path& path, const Scope& scope) {
  Result<Value> value = root_of(path, scope);
  if (!value) return value;
  for (const Step& step : path.steps) {
    if (step.kind == Step::Kind::insist) {
      if (value->null()) return insisted(step, path, value->origin, scope.plan);
    } else if (!value->null()) {
      read_field(*value, step);
    }
  }
  return value;
}

bool read_plain(const Expression& expression, const Scope& scope, Value& value) {
  if (expression.paths.size() != 1 || expression.has_literal) return false;
  const Path& path = expression.paths.front();
  if (path.root != Path::Root::frame) return false;
  value = scope.frames[path.index];
  for (const Step& step : path.steps) {
    if (step.kind != Step::Kind::field) return false;
    if (!value.null()) read_field(value, step);
  }
  return true;
}

Result<Value> evaluate(const Expression& expression, const Scope& scope) {
  const std::size_t count = expression.paths.size();
  for (std::size_t i = 0; i < count; ++i) {
    Result<Value> value = evaluate(expression.paths[i], scope);
    if (!value) return value;
    if (i + 1 == count && !expression.has_literal) return value;
    if (value->null()) continue;
    const bool skip_empty = expression.fallback == Expression::Fallback::if_empty &&
                            value->kind == Value::Kind::single &&
                            expression.type.field != nullptr &&
                            is_empty(value->cell, expression.type.field->type);
    if (!skip_empty) return value;
  }
  Value literal;
  if (expression.has_literal && !expression.literal_null) {
    literal.kind = Value::Kind::single;
    // The text itself, not the cell: a plan that was moved may have left the cell's pointer behind.
    literal.cell = is_text(expression.type.field->type) ? proto::Cell::view(expression.literal_text)
                                                        : expression.literal;
  }
  return literal;
}

bool is_empty(const proto::Cell& cell, FieldType type) noexcept {
  switch (type) {
    case FieldType::text:
    case FieldType::bytes:
      return cell.size == 0;
    case FieldType::message:
    case FieldType::group:
      return false;
    case FieldType::float64:
      return std::bit_cast<double>(cell.bits) == 0;
    case FieldType::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits)) == 0;
    default:
      return cell.bits == 0;
  }
}

Error blame(Error error, CallId origin, const RoutePlan& plan) {
  if (error.call.empty() && origin != kNoCall) error.call = plan.calls[origin].name;
  return error;
}

}  // namespace bff::plan
