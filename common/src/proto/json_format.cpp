// SPDX-License-Identifier: Apache-2.0
#include "proto/json_format.hpp"

#include "proto/message_writer.hpp"
#include "proto/scalar_writer.hpp"
#include "proto/slot_filler.hpp"

namespace bff::proto {

Result<void> write_value(std::string& out, const Field& field, const Cell& cell,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  if (!is_message(field)) {
    const Fault fault = append_scalar(out, field, cell, format);
    if (fault == Fault::none) return {};
    return to_error({fault, nullptr, 0, field.name});
  }
  return write_message(out, *field.message, cell.text(), format, arena, depth);
}

Result<void> write_message(std::string& out, const MessageTable& table, std::string_view bytes,
                           const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  MessageWriter writer(out, format, arena);
  if (writer.message(table, bytes, depth)) return {};
  Failure failure = writer.failure();
  if (failure.table == nullptr) failure.table = &table;
  return to_error(failure);
}

Result<void> write_field(std::string& out, const Field& field, const Slot& slot,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  // Most fields are a scalar: no writer is made for one.
  if (!field.repeated && (slot.present || !field.presence)) {
    return write_value(out, field, slot.cell, format, arena, depth);
  }
  MessageWriter writer(out, format, arena);
  if (writer.field(field, slot, depth)) return {};
  Failure failure = writer.failure();
  if (failure.table == nullptr && failure.text.empty()) failure.text = field.name;
  return to_error(failure);
}

}  // namespace bff::proto
