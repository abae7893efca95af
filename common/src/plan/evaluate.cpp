// SPDX-License-Identifier: Apache-2.0
#include "plan/evaluate.hpp"

#include <bit>
#include <cassert>
#include <utility>

#include "plan/cell_list.hpp"
#include "plan/map_index.hpp"
#include "plan/table.hpp"
#include "plan/text_value.hpp"

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
  // What comes from no call comes from the client: an input, or what the body holds.
  if (origin != kNoCall) return blame(std::move(error), origin, plan);

  error.parameter = step.label;
  if (path.root != Path::Root::input || plan.inputs[path.index].source != Input::Source::claim) {
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

// Puts element `number` of a list, or value `number` of a map's index, into `value`'s place.
Result<void> read_element(Value& value, const proto::Cell& cell, Result<proto::Record*> record,
                          const Scope& scope) {
  if (!record) return blame(std::move(record).error(), value.origin, scope.plan);
  value.kind = Value::Kind::single;
  value.cell = cell;
  value.record = *record;
  value.slot = nullptr;
  return {};
}

Result<void> read_list(Value& value, const Step& step, std::uint32_t number, const Scope& scope) {
  const proto::Slot& list = *value.slot;
  return read_element(value, list.items[number],
                      step.element == nullptr
                          ? Result<proto::Record*>(nullptr)
                          : proto::index_element(list, number, *step.element, scope.arena),
                      scope);
}

Result<void> read_first(Value& value, const Step& step, const Scope& scope) {
  if (value.slot->count != 0) return read_list(value, step, 0, scope);
  value.kind = Value::Kind::absent;
  return {};
}

// The index of a map, made at its first look-up.
Result<MapIndex*> index_of(const Value& map, const Step& step, const Scope& scope) {
  MapIndex*& index = scope.maps[map.slot];
  if (index != nullptr) return index;
  auto* const made = new (scope.arena.allocate(sizeof(MapIndex), alignof(MapIndex)))
      MapIndex(*step.entry, scope.arena);
  if (Result<void> read = made->read(*map.slot); !read) {
    return blame(std::move(read).error(), map.origin, scope.plan);
  }
  return index = made;
}

Result<void> read_entry(Value& value, const Step& step, const Scope& scope) {
  const Result<Value> key = evaluate(*step.key, scope);
  if (!key) return key.error();
  if (key->null()) {  // a null key has no value: null for the key's own reason
    value.kind = key->kind;
    return {};
  }
  const Result<MapIndex*> index = index_of(value, step, scope);
  if (!index) return index.error();
  const std::uint32_t number = (*index)->find(key->cell);
  if (number == KeyIndex::kNone) {
    value.kind = Value::Kind::absent;
    return {};
  }
  return read_element(value, (*index)->value(number),
                      step.element == nullptr ? Result<proto::Record*>(nullptr)
                                              : (*index)->record(number, *step.element),
                      scope);
}

Result<Value> follow(Value value, std::span<const Step> steps, const Path& path,
                     const Scope& scope);

// What `rest` yields of each element, as one list. Precondition: `list` is one.
Result<Value> join(const Value& list, const Step& all, std::span<const Step> rest, const Path& path,
                   const Scope& scope) {
  CellList joined(scope.arena, list.slot->count);
  for (std::uint32_t i = 0; i < list.slot->count; ++i) {
    Value element = list;
    if (Result<void> read = read_list(element, all, i, scope); !read) return read.error();
    const Result<Value> value = follow(element, rest, path, scope);
    if (!value) return value;
    if (value->kind == Value::Kind::single) joined.push(value->cell);
    if (value->kind != Value::Kind::list) continue;
    for (const proto::Cell& cell : std::span(value->slot->items, value->slot->count)) {
      joined.push(cell);
    }
  }
  Value value = list;
  value.slot = joined.slot();
  return value;
}

// The steps of a path from its first one into a list or a map on.
[[gnu::noinline]] Result<Value> follow(Value value, std::span<const Step> steps, const Path& path,
                                       const Scope& scope) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (value.null()) {
      if (step.kind == Step::Kind::insist) return insisted(step, path, value.origin, scope.plan);
      if (step.kind == Step::Kind::all) return value;
      continue;
    }
    Result<void> read;
    switch (step.kind) {
      case Step::Kind::field:
        read_field(value, step);
        continue;
      case Step::Kind::insist:
        continue;
      case Step::Kind::first:
        read = read_first(value, step, scope);
        break;
      case Step::Kind::entry:
        read = read_entry(value, step, scope);
        break;
      case Step::Kind::all:
        return join(value, step, steps.subspan(i + 1), path, scope);
    }
    if (!read) return std::move(read).error();
  }
  return value;
}

Result<Value> root_of(const Path& path, const Scope& scope) {
  Value value;
  switch (path.root) {
    case Path::Root::frame:
      return scope.frames[path.index];
    case Path::Root::input: {
      const Argument& argument = scope.arguments[path.index];
      if (!argument.null) value.kind = Value::Kind::single;
      if (argument.list != nullptr) value.kind = Value::Kind::list;
      value.cell = argument.cell;
      value.slot = argument.list;
      return value;
    }
    case Path::Root::lookup: {
      const Result<Value> key = evaluate(*path.key, scope);
      if (!key) return key.error();
      const TableRows& rows = *scope.tables[path.index];
      return key->null() ? rows.look_up_null(*key) : rows.look_up(*key, scope);
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
  Value value;
  if (path.root == Path::Root::frame) {
    value = scope.frames[path.index];
  } else {
    const Result<Value> root = root_of(path, scope);
    if (!root || path.steps.empty()) return root;
    value = *root;
  }
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const Step& step = path.steps[i];
    if (step.kind == Step::Kind::field) {
      if (!value.null()) read_field(value, step);
    } else if (step.kind == Step::Kind::insist) {
      if (value.null()) return insisted(step, path, value.origin, scope.plan);
    } else {
      return follow(value, std::span(path.steps).subspan(i), path, scope);
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
  if (Value value; read_plain(expression, scope, value)) return value;
  if (!expression.text.empty()) return join_text(expression, scope);
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
