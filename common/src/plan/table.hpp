// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "bff/error.hpp"
#include "plan/evaluate.hpp"
#include "plan/key_index.hpp"
#include "plan/plan.hpp"
#include "plan/walk.hpp"

namespace bff::plan {

// The rows of one table call for one request: which keys are asked for, in which chunk, and the
// row that each was answered with.
//
// A row is joined by its key field, never by its position, and only from the chunk that asked for
// its key: so a chunk that answers more than it was asked changes nothing, and neither does the
// order in which chunks arrive.
class TableRows {
 public:
  // `table` is call `id`'s. Both and the arena must outlive this object.
  TableRows(const Table& table, CallId id, std::pmr::memory_resource& arena);

  // Walks the view and adds each key that is looked up. False when there are more than
  // Table::total; the table is then to be failed as a whole.
  // Errors: a `!` in the walk that does not hold, or an element that is no valid message.
  Result<bool> collect(Scope& scope);

  std::uint32_t chunks() const noexcept;
  // The keys of one chunk, in the order in which they were first seen.
  std::span<const proto::Cell> chunk(std::uint32_t number) const noexcept;

  // Joins the rows of `response` (which is kept and must outlive this object) to the keys of
  // chunk `number`. The first row of a key wins; rows of other keys are passed over.
  // Error: upstream_invalid when the response or a row is no valid protobuf; no row is then taken.
  Result<void> take(std::uint32_t number, std::string_view response,
                    const proto::Selection& selection);

  // Each key of the chunk, or every key, has this row from now on: a default, or none.
  void substitute(std::uint32_t number, const Value& row);
  void substitute_all(const Value& row);

  // The row of this key; missing when there is none.
  Value look_up(const proto::Cell& key) const noexcept;

 private:
  Result<Visit> walk(const Node& node, Scope& scope);

  const Table& table_;
  CallId id_;
  std::pmr::memory_resource& arena_;
  KeyIndex keys_;
  std::pmr::vector<Value> rows_;  // by key number
  Value missing_;                 // what a key without a row has
};

}  // namespace bff::plan
