// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <string_view>

#include "json/appender.hpp"
#include "proto/fault.hpp"
#include "proto/json_format.hpp"
#include "proto/scratch.hpp"
#include "proto/selection.hpp"

namespace bff::proto {

// Writes one value, with all that is nested in it, behind the functions of json_format.hpp.
//
// A message is read once into a slot per field, then written in the order of its .proto. So the
// answer does not depend on the order of the wire, and a value that comes twice is written once.
// Each function returns false when it cannot go on; what it has appended is then of no use, and
// failure() says why. `depth`: how many messages enclose the value.
class MessageWriter {
 public:
  MessageWriter(json::Appender& out, const JsonFormat& format, std::pmr::memory_resource& arena)
      : out_(out), format_(format), scratch_(arena), begin_(out.size()) {}

  bool message(const MessageTable& table, std::string_view bytes, int depth);
  bool field(const Field& field, const Slot& slot, int depth);
  bool value(const Field& field, const Cell& cell, int depth);

  const Failure& failure() const noexcept { return failure_; }

 private:
  // Reads all fields into `storage`, a slot for each in the order of the table.
  bool read(const MessageTable& table, std::string_view bytes, int depth, void* storage,
            bool* dropped_enum);
  // The same into storage that lasts as long as the caller's Scope; null when it fails.
  const Slot* read(const MessageTable& table, std::string_view bytes, int depth);
  void* storage_for(const MessageTable& table);

  bool members(const MessageTable& table, std::string_view bytes, int depth, bool first);
  bool list(const Field& field, const Slot& slot, int depth);
  bool map(const Field& field, const Slot& slot, int depth);
  bool map_key(const Field& key, const Cell& cell);

  // In well_known_writer.cpp.
  bool well_known(const MessageTable& table, std::string_view bytes, int depth);
  bool any(const Slot* slots, int depth);
  bool any_json(const MessageTable& table, const Slot* slots, int depth);
  bool field_mask(const Slot& paths);

  bool fail(Fault fault, const MessageTable* table = nullptr, std::uint32_t number = 0,
            std::string_view text = {});

  json::Appender& out_;
  const JsonFormat& format_;
  Scratch scratch_;
  std::size_t begin_;
  Failure failure_;
};

}  // namespace bff::proto
