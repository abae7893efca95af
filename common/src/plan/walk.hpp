// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cstdint>

#include "plan/evaluate.hpp"

namespace bff::plan {

// How a walk over a Node tree binds names, shared by the writer of the answer and the collectors
// of keys, so that both see the same elements.

// One element of a list, or one entry of a map.
struct Element {
  Value value;
  proto::Cell key;  // of a map's entry
};

// Binds `from`'s expression to its frame. False when it is null: the frame is then not bound.
Result<bool> bind_from(const Node& node, Scope& scope);

// One element of a list field; indexed when the node reads fields of it.
Result<Element> element_of(const Node& node, const Value& list, std::uint32_t number, Scope& scope);

// The entries of a map, each key once, in wire order; of entries with equal keys the last holds,
// as protobuf says, and keeps its place, as in a map that is copied whole. At most node.limit.
Result<std::pmr::vector<Element>> entries_of(const Node& node, const Value& map, Scope& scope);

// Binds each element in turn, up to node.limit, and calls visit(element), which returns
// Result<bool>: false ends the walk. Precondition: `list` is not null.
template <class Visit>
Result<bool> for_each_element(const Node& node, const Value& list, Scope& scope, Visit&& visit) {
  if (node.expression.type.field->map) {
    const Result<std::pmr::vector<Element>> entries = entries_of(node, list, scope);
    if (!entries) return entries.error();
    for (const Element& entry : *entries) {
      scope.frames[node.frame] = entry.value;
      const Result<bool> on = visit(entry);
      if (!on || !*on) return on;
    }
    return true;
  }
  const std::uint32_t count = std::min(list.slot->count, node.limit);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Result<Element> element = element_of(node, list, i, scope);
    if (!element) return element.error();
    scope.frames[node.frame] = element->value;
    const Result<bool> on = visit(*element);
    if (!on || !*on) return on;
  }
  return true;
}

}  // namespace bff::plan
