// SPDX-License-Identifier: Apache-2.0
#include "plan/walk.hpp"

#include <algorithm>
#include <utility>

#include "plan/key_index.hpp"
#include "plan/map_index.hpp"

namespace bff::plan {
namespace {

Result<const proto::Record*> index_of(const proto::Cell& message, const proto::Selection& selection,
                                      CallId origin, Scope& scope) {
  Result<proto::Record*> record = proto::index(message.text(), selection, scope.arena);
  if (!record) return blame(std::move(record).error(), origin, scope.plan);
  return *record;
}

bool fits(const Case& arm, const Value& value) noexcept {
  if (arm.numbers.empty()) return (*value.record)[arm.slot].present;
  return std::find(arm.numbers.begin(), arm.numbers.end(),
                   static_cast<std::int32_t>(value.cell.bits)) != arm.numbers.end();
}

}  // namespace

Result<bool> bind_from(const Node& node, Scope& scope) {
  Result<Value> value = evaluate(node.expression, scope);
  if (!value) return value.error();
  if (value->null()) return false;
  if (node.selection != nullptr) {
    const auto record = index_of(value->cell, *node.selection, value->origin, scope);
    if (!record) return record.error();
    value->record = *record;
  }
  scope.frames[node.frame] = *value;
  return true;
}

Result<Chosen> choose(const Node& node, const Scope& scope) {
  const Result<Value> value = evaluate(node.expression, scope);
  if (!value) return value.error();
  if (value->null()) return Chosen{};
  const auto found = std::find_if(node.cases.begin(), node.cases.end(),
                                  [&](const Case& arm) { return fits(arm, *value); });
  const Case* const arm = found != node.cases.end() ? &*found
                          : node.otherwise          ? &*node.otherwise
                                                    : nullptr;
  if (arm == nullptr) return Chosen{};
  return Chosen{arm->body.get(), arm->body == nullptr};
}

std::uint32_t limit_of(const Loop& loop, const Scope& scope) noexcept {
  if (!loop.limit_input) return loop.limit;
  const Argument& argument = scope.arguments[*loop.limit_input];
  if (argument.null) return loop.limit;
  const proto::FieldType type = scope.plan.inputs[*loop.limit_input].type;
  const bool is_unsigned = type == proto::FieldType::uint32 || type == proto::FieldType::uint64;
  if (!is_unsigned && static_cast<std::int64_t>(argument.cell.bits) < 0) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(loop.limit, argument.cell.bits));
}

Result<Element> element_of(const Loop& loop, const Value& list, std::uint32_t number,
                           Scope& scope) {
  Element element;
  element.value.kind = Value::Kind::single;
  element.value.origin = list.origin;
  element.value.cell = list.slot->items[number];
  if (loop.selection != nullptr) {
    Result<proto::Record*> record =
        proto::index_element(*list.slot, number, *loop.selection, scope.arena);
    if (!record) return blame(std::move(record).error(), list.origin, scope.plan);
    element.value.record = *record;
  }
  return element;
}

Result<std::pmr::vector<Element>> entries_of(const Loop& loop, const Value& map, Scope& scope) {
  const std::uint32_t count = map.slot->count;
  KeyIndex keys(loop.entry->field(kKeySlot).type, scope.arena);
  // By entry, the number of its key and its value; by key, the last entry that has it.
  std::pmr::vector<std::pair<std::uint32_t, proto::Cell>> entries(&scope.arena);
  std::pmr::vector<std::uint32_t> last(&scope.arena);
  entries.reserve(count);
  last.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto entry = index_of(map.slot->items[i], *loop.entry, map.origin, scope);
    if (!entry) return entry.error();
    // An entry that leaves out key or value means their zeros, which the cells then hold.
    const KeyIndex::Added added = keys.add((**entry)[kKeySlot].cell);
    if (added.is_new) last.push_back(i);
    last[added.number] = i;
    entries.emplace_back(added.number, (**entry)[kValueSlot].cell);
  }
  std::pmr::vector<Element> elements(&scope.arena);
  elements.reserve(keys.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& [number, value] = entries[i];
    if (last[number] != i) continue;
    Element& element = elements.emplace_back();
    element.key = keys.keys()[number];
    element.value.kind = Value::Kind::single;
    element.value.origin = map.origin;
    element.value.cell = value;
  }
  return elements;
}

Result<void> index_entry(const Loop& loop, Element& entry, Scope& scope) {
  if (loop.selection == nullptr) return {};
  const auto record = index_of(entry.value.cell, *loop.selection, entry.value.origin, scope);
  if (!record) return record.error();
  entry.value.record = *record;
  return {};
}

}  // namespace bff::plan
