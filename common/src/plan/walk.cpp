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
  // By entry, the number of its key and its value; by key, the last entry that has it.
  std::pmr::vector<std::pair<std::uint32_t, proto::Cell>> entries(&scope.arena);
  std::pmr::vector<std::uint32_t> last(&scope.arena);
  entries.reserve(count);
  last.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto entry = index_of(map.slot->items[i], *node.entry, map.origin, scope);
    if (!entry) return entry.error();
    // An entry that leaves out key or value means their zeros, which the cells then hold.
    const KeyIndex::Added added = keys.add((**entry)[kKeySlot].cell);
    if (added.is_new) last.push_back(i);
    last[added.number] = i;
    entries.emplace_back(added.number, (**entry)[kValueSlot].cell);
  }
  std::pmr::vector<Element> elements(&scope.arena);
  elements.reserve(std::min(keys.size(), node.limit));
  for (std::uint32_t i = 0; i < count && elements.size() < node.limit; ++i) {
    const auto& [number, value] = entries[i];
    if (last[number] != i) continue;
    Element& element = elements.emplace_back();
    element.key = keys.keys()[number];
    element.value.kind = Value::Kind::single;
    element.value.origin = map.origin;
    element.value.cell = value;
    if (node.selection == nullptr) continue;
    const auto record = index_of(value, *node.selection, map.origin, scope);
    if (!record) return record.error();
    element.value.record = *record;
  }
  return elements;
}

}  // namespace bff::plan
