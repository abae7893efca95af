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

// The rows of one table call for one request: which keys are asked for, in which chunk, and what
// each was answered with: a row, a list of rows (Join::group), a map's value or a whole response.
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

  // By value, each key is a chunk of its own.
  std::uint32_t chunks() const noexcept;
  // The keys of one chunk, in the order in which they were first seen.
  std::span<const proto::Cell> chunk(std::uint32_t number) const noexcept;
  // By value: the key of a chunk as it was looked up, with its record where one is read.
  Result<Value> key(std::uint32_t number) const;

  // Joins the rows of `response` (which is kept and must outlive this object) to the keys of
  // chunk `number`. The first row of a key wins, of a map's entries the last; rows of other keys
  // are passed over.
  // Error: upstream_invalid when the response or a row is no valid protobuf; no row is then taken.
  Result<void> take(std::uint32_t number, std::string_view response,
                    const proto::Selection& selection);
  // Keys::response: the rows of a call's own answer, all of them.
  Result<void> take_all(const proto::Record& response);

  // Each key of the chunk, or every key, has this row from now on: a default, or none.
  void substitute(std::uint32_t number, const Value& row);
  void substitute_all(const Value& row);

  // What this key, which is not null, was answered with; missing when there is none (of a group,
  // an empty list). The first form is for keys that are no messages.
  Value look_up(const proto::Cell& key) const noexcept;
  Result<Value> look_up(const Value& key, const Scope& scope) const;
  // Of a null key: null for its own reason; a group of no key is empty.
  Value look_up_null(const Value& key) const noexcept;

 private:
  Result<Visit> walk(const Node& node, Scope& scope);
  Result<Visit> add(const Value& key, const Scope& scope);
  Result<proto::Cell> comparable(const Value& key) const;
  std::uint32_t per_chunk() const noexcept;

  // One row or entry that was read.
  struct Read {
    std::uint32_t key;  // its number; KeyIndex::kNone: nobody asked for it
    Value row;
  };
  Result<void> read_row(const proto::Slot& rows, std::uint32_t i, proto::Cell& key, bool& keyed,
                        Value& row) const;
  template <class NumberOf>
  Result<std::pmr::vector<Read>> read(const proto::Slot& rows, NumberOf&& number_of);
  // Of keys `first` and the `count` behind it.
  void join(std::span<const Read> rows, std::uint32_t first, std::uint32_t count);
  Value list_of(const proto::Slot* slot) const noexcept;
  Value shaped(const Value& row) const;

  const Table& table_;
  CallId id_;
  std::pmr::memory_resource& arena_;
  proto::FieldType key_type_;
  KeyIndex keys_;
  std::pmr::vector<Value> values_;  // by key number; by value only: what was looked up
  std::pmr::vector<Value> rows_;    // by key number
  Value unknown_;                   // what a key that was never collected has
};

}  // namespace bff::plan
