// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "bff/error.hpp"
#include "proto/message_table.hpp"
#include "proto/quick_fields.hpp"

namespace bff::proto {

// The bytes or the bits of one value. Numbers: `bits` holds the two's complement (int32 and enums
// sign-extended to 64, bool 0 or 1), or the IEEE bits of a double, or of a float in the low half.
// Texts, bytes and messages: data and size, a view into the upstream's answer or the arena.
struct Cell {
  union {
    std::uint64_t bits = 0;
    const char* data;
  };
  std::uint32_t size = 0;

  static Cell number(std::uint64_t bits) noexcept {
    Cell c;
    c.bits = bits;
    return c;
  }
  static Cell view(std::string_view v) noexcept {
    Cell c;
    c.data = v.data();
    c.size = static_cast<std::uint32_t>(v.size());
    return c;
  }
  std::string_view text() const noexcept { return {data, size}; }
};

struct Record;
class Selection;

// The elements of a list of messages that were read so far, each once: see index_element().
struct Elements {
  const Selection* selection;
  Record** records;  // as many as the list has; null where an element was not read yet
};

// What one wanted field held. Singular: `present` and `cell`. Repeated (also maps, whose elements
// are their entries): `items` and `count`, in wire order; present when count > 0.
// A singular field without presence that the wire does not hold is absent here too: its value is
// the zero of its type, which `cell` then holds (bits 0, an empty text).
struct Slot {
  Cell cell;
  Cell* items = nullptr;
  std::uint32_t count = 0;
  std::uint32_t capacity = 0;
  bool present = false;
  union {
    Record* nested = nullptr;    // singular: its own record, when the selection goes on into it
    mutable Elements* elements;  // repeated: null until the first is read
  };
};

struct Record {
  Slot* slots;  // as many as the selection has
  Slot& operator[](std::size_t slot) const noexcept { return slots[slot]; }
};

// The fields of a message type that a plan reads, each with a slot. Built by compile(), frozen,
// then shared by all workers.
class Selection {
 public:
  explicit Selection(const MessageTable& table);
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;

  const MessageTable& table() const noexcept { return table_; }

  // The slot of `field`, added if it is new. Precondition: field is of table().
  std::uint16_t add(const Field& field);
  // The selection within a singular message field, made if it is new; reading goes on into it.
  Selection& into(std::uint16_t slot);
  // The same, null when there is none.
  const Selection* nested(std::uint16_t slot) const { return entries_[slot].nested.get(); }
  const Field& field(std::uint16_t slot) const { return *entries_[slot].field; }
  std::size_t slots() const noexcept { return entries_.size(); }

  // Makes look-up by number ready, here and in all nested selections. Call when complete: before
  // index(), after the last add() and into().
  void freeze();

 private:
  friend class Indexer;
  struct Entry {
    const Field* field;
    std::unique_ptr<Selection> nested;
  };
  // What to do with a field number: fill the slot, or (no slot) only end the presence of the
  // sibling that was the oneof's member until now.
  struct Target {
    const Field* field;
    std::uint32_t slot;
  };
  void aim(const Field& field, std::uint32_t slot);

  const MessageTable& table_;
  std::vector<Entry> entries_;
  std::vector<Target> targets_;
  std::vector<std::uint32_t> by_number_;  // index into targets_ + 1, by small field number
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sparse_;  // number, index; sorted
  std::vector<std::uint32_t> nested_;                            // slots into which reading goes on
  QuickFields quick_;
  std::uint32_t oneofs_ = 0;  // as many as the table has, or 0: none is of interest
  bool frozen_ = false;
};

// Reads `bytes` once and fills a record with the selected fields, in any wire order: the last
// value of a singular scalar wins, pieces of a singular message are merged (their bytes are
// joined), packed and unpacked lists are one list, the last member of a oneof wins, a known
// field with a foreign wire type counts as unknown, unknown fields and groups are checked and
// skipped. Nested selections are filled too (`nested` is null when the message is absent).
// Everything is allocated from `arena` and refers to `bytes`: both must outlive the record.
// Error: upstream_invalid when the bytes are no protobuf of this type (truncated, bad tag, bad
// group, over-long varint, invalid UTF-8 in a selected proto3 text, nesting above 100).
Result<Record*> index(std::string_view bytes, const Selection& selection,
                      std::pmr::memory_resource& arena);

// The record of element `number` of a list of messages, as index() makes it. An element that is
// asked for again, with the same selection, is not read again: the slot keeps its record.
Result<Record*> index_element(const Slot& list, std::uint32_t number, const Selection& selection,
                              std::pmr::memory_resource& arena);

}  // namespace bff::proto
