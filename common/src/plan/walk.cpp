// SPDX-License-Identifier: Apache-2.0
#include "plan/walk.hpp"

#include <utility>

#include "plan/key_index.hpp"

namespace bff::plan {
namespace {

// By compile()'s agreement: Node::entry reads a map's entry in this order.
constexpr std::size_t kKeySlot = 0, kValueSlot = 1;

Result<const proto::Record*> index_of(const proto::Cell& message, const proto::Selection& selection,
                                      CallId origin, Scope& scope) {
  Result<proto::Record*> record = proto::index(message.text(), selection, scope.arena);
  if (!record) return blame(std::move(record).error(), origin, scope.plan);
  return *record;
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

Result<Element> element_of(const Node& node, const Value& list, std::uint32_t number,
                           Scope& scope) {
  Element element;
  element.value.kind = Value::Kind::single;
  element.value.origin = list.origin;
  element.value.cell = list.slot->items[number];
  if (node.selection != nullptr) {
    Result<proto::Record*> record =
        proto::index_element(*list.slot, number, *node.selection, scope.arena);
    if (!record) return blame(std::move(record).error(), list.origin, scope.plan);
    element.value.record = *record;
  }
  return element;
}

Result<std::pmr::vector<Element>> entries_of(const Node& node, const Value& map, Scope& scope) {
  const std::uint32_t count = map.slot->count;
  KeyIndex keys(node.entry->field(kKeySlot).type, scope.arena);
  std::pmr::vector<proto::Cell> values(&scope.arena);
  values.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto entry = index_of(map.slot->items[i], *node.entry, map.origin, scope);
    if (!entry) return entry.error();
    // An entry that leaves out key or value means their zeros, which the cells then hold.
    const proto::Cell value = (**entry)[kValueSlot].cell;
    const KeyIndex::Added added = keys.add((**entry)[kKeySlot].cell);
    if (added.is_new) {
      values.push_back(value);
    } else {
      values[added.number] = value;
    }
  }
  std::pmr::vector<Element> elements(&scope.arena);
  const std::uint32_t kept = std::min(keys.size(), node.limit);
  elements.reserve(kept);
  for (std::uint32_t i = 0; i < kept; ++i) {
    Element& element = elements.emplace_back();
    element.key = keys.keys()[i];
    element.value.kind = Value::Kind::single;
    element.value.origin = map.origin;
    element.value.cell = values[i];
    if (node.selection == nullptr) continue;
    const auto record = index_of(values[i], *node.selection, map.origin, scope);
    if (!record) return record.error();
    element.value.record = *record;
  }
  return elements;
}

}  // namespace bff::plan
