// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>

#include "plan/condition.hpp"
#include "plan/evaluate.hpp"

namespace bff::plan {

// How a walk over a Node tree binds names and chooses, shared by the writer of the answer, the
// collectors of keys and the writer of requests, so that all see the same elements.

// One element of a list, or one entry of a map.
struct Element {
  Value value;
  proto::Cell key;  // of a map's entry
};

inline bool is_map(const ValueType& type) noexcept {
  return type.field != nullptr && type.field->map;
}

// What an `each` says of its elements, wherever it stands. Refers to the plan.
struct Loop {
  const ValueType& type;  // of the list
  FrameId frame;
  const proto::Selection* selection;
  const proto::Selection* entry;
  std::uint32_t limit;
  std::optional<InputId> limit_input;
  const Conditions& when;
};

inline Loop loop_of(const Node& node) {
  return {node.expression.type, node.frame,       node.selection, node.entry,
          node.limit,           node.limit_input, node.when};
}
// Precondition: the items are a loop.
inline Loop loop_of(const RequestItems& items) {
  return {items.list->type, items.frame,       items.selection, items.entry,
          items.limit,      items.limit_input, items.when};
}

// What a visitor made of an element. What was left out does not count towards the limit.
enum class Visit : std::uint8_t { taken, left_out, stop };

// Binds `from`'s expression to its frame. False when it is null: the frame is then not bound.
Result<bool> bind_from(const Node& node, Scope& scope);

// The body of the case that a choice's value has; null where it has none.
struct Chosen {
  const Node* body = nullptr;
  bool skip = false;  // the element is left out of its list; else it is null without a body
};
Result<Chosen> choose(const Node& node, const Scope& scope);

// How many elements there may be, by the plan and by what the client asks for.
std::uint32_t limit_of(const Loop& loop, const Scope& scope) noexcept;

// One element of a list field; indexed when the loop reads fields of it.
Result<Element> element_of(const Loop& loop, const Value& list, std::uint32_t number, Scope& scope);

// The entries of a map, each key once, in wire order; of entries with equal keys the last holds,
// as protobuf says, and keeps its place, as in a map that is copied whole. Their values have no
// record yet: index_entry() gives it, when the loop reads fields of it.
Result<std::pmr::vector<Element>> entries_of(const Loop& loop, const Value& map, Scope& scope);
Result<void> index_entry(const Loop& loop, Element& entry, Scope& scope);

// Binds an element and calls visit(element) for it, unless the filter leaves it out.
template <class Visitor>
Result<Visit> visit_element(const Loop& loop, const Element& element, Scope& scope,
                            Visitor& visit) {
  scope.frames[loop.frame] = element.value;
  if (!loop.when.empty()) {
    const Result<bool> held = hold(loop.when, scope);
    if (!held) return held.error();
    if (!*held) return Visit::left_out;
  }
  return visit(element);
}

// Binds each element in turn, as many as the limit and the filter let through, and calls
// visit(element), which returns Result<Visit>. False when that said stop. Precondition: `list` is
// not null.
template <class Visitor>
Result<bool> for_each_element(const Loop& loop, const Value& list, Scope& scope, Visitor&& visit) {
  const std::uint32_t limit = limit_of(loop, scope);
  std::uint32_t taken = 0;
  if (is_map(loop.type)) {
    Result<std::pmr::vector<Element>> entries = entries_of(loop, list, scope);
    if (!entries) return entries.error();
    for (std::size_t i = 0; i < entries->size() && taken < limit; ++i) {
      Element& entry = (*entries)[i];
      if (const Result<void> indexed = index_entry(loop, entry, scope); !indexed) {
        return indexed.error();
      }
      const Result<Visit> visited = visit_element(loop, entry, scope, visit);
      if (!visited) return visited.error();
      if (*visited == Visit::stop) return false;
      if (*visited == Visit::taken) ++taken;
    }
    return true;
  }
  const std::uint32_t count = list.slot->count;
  for (std::uint32_t i = 0; i < count && taken < limit; ++i) {
    const Result<Element> element = element_of(loop, list, i, scope);
    if (!element) return element.error();
    const Result<Visit> visited = visit_element(loop, *element, scope, visit);
    if (!visited) return visited.error();
    if (*visited == Visit::stop) return false;
    if (*visited == Visit::taken) ++taken;
  }
  return true;
}

}  // namespace bff::plan
