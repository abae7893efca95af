// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <memory>
#include <memory_resource>

#include "proto/selection.hpp"

namespace bff::plan {

// Builds a list that no message holds as it is, as a slot in the request's arena: what is read of
// it is the same as of a repeated field. Nothing is given back; the arena is released as a whole.
class CellList {
 public:
  explicit CellList(std::pmr::memory_resource& arena, std::uint32_t expected = 0) : arena_(arena) {
    if (expected != 0) reserve(expected);
  }

  void push(const proto::Cell& cell) {
    if (slot_.count == slot_.capacity) reserve(std::max(std::uint32_t{4}, slot_.capacity * 2));
    slot_.items[slot_.count++] = cell;
  }

  // The list, which outlives this object.
  const proto::Slot* slot() {
    slot_.present = slot_.count != 0;
    return new (arena_.allocate(sizeof(proto::Slot), alignof(proto::Slot))) proto::Slot(slot_);
  }

 private:
  void reserve(std::uint32_t capacity) {
    auto* const items = static_cast<proto::Cell*>(
        arena_.allocate(capacity * sizeof(proto::Cell), alignof(proto::Cell)));
    std::uninitialized_copy_n(slot_.items, slot_.count, items);
    slot_.items = items;
    slot_.capacity = capacity;
  }

  std::pmr::memory_resource& arena_;
  proto::Slot slot_;
};

}  // namespace bff::plan
