// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include "proto/message_table.hpp"

namespace bff::proto {

// Which fields of a message are of interest, and within them which: what a route reads of a
// request's body. Lists are seen through, and maps down to their values. Built once, then shared
// by all workers.
class FieldTree {
 public:
  // Nothing yet.
  FieldTree() = default;
  // All fields, and everything within them.
  static const FieldTree& everything() noexcept;

  void add_all() noexcept { all_ = true; }
  // The tree within the field, added if it is new. Precondition: `field` is of `table`, and always
  // the same table is given.
  FieldTree& add(const MessageTable& table, const Field& field);

  // The tree within the field with this index into the table's fields; null when the field is of
  // no interest.
  const FieldTree* find(std::size_t index) const noexcept {
    if (all_) return this;
    return index < children_.size() ? children_[index].get() : nullptr;
  }

 private:
  bool all_ = false;
  std::vector<std::unique_ptr<FieldTree>> children_;  // by index of the field
};

}  // namespace bff::proto
