// SPDX-License-Identifier: Apache-2.0
#include "proto/json_format.hpp"

#include "proto/message_writer.hpp"
#include "proto/slot_filler.hpp"

namespace bff::proto {
namespace {

// `write` is one of MessageWriter's; what its failure does not name is named by `table` or `text`.
template <class Write>
Result<void> written(std::string& out, const JsonFormat& format, std::pmr::memory_resource& arena,
                     const MessageTable* table, std::string_view text, Write write) {
  json::Appender appender{out};
  MessageWriter writer(appender, format, arena);
  if (write(writer)) return {};
  Failure failure = writer.failure();
  if (failure.table == nullptr) failure.table = table;
  if (failure.table == nullptr && failure.text.empty()) failure.text = text;
  return to_error(failure);
}

}  // namespace

Result<void> write_value(std::string& out, const Field& field, const Cell& cell,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  return written(out, format, arena, is_message(field) ? field.message : nullptr, field.name,
                 [&](MessageWriter& writer) { return writer.value(field, cell, depth); });
}

Result<void> write_message(std::string& out, const MessageTable& table, std::string_view bytes,
                           const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  return written(out, format, arena, &table, {},
                 [&](MessageWriter& writer) { return writer.message(table, bytes, depth); });
}

Result<void> write_field(std::string& out, const Field& field, const Slot& slot,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth) {
  const bool one_message = is_message(field) && !field.repeated;
  return written(out, format, arena, one_message ? field.message : nullptr, field.name,
                 [&](MessageWriter& writer) { return writer.field(field, slot, depth); });
}

}  // namespace bff::proto
