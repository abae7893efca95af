// SPDX-License-Identifier: Apache-2.0
#include "proto/message_writer.hpp"

#include <memory>
#include <span>

#include "proto/all_fields.hpp"
#include "proto/map_entries.hpp"
#include "proto/scalar_writer.hpp"
#include "proto/slot_filler.hpp"

namespace bff::proto {
namespace {

// An empty message of two bytes may have a hundred keys in JSON: the answer's size is no bound.
constexpr std::size_t kMaxJson = std::size_t{64} << 20;

bool is_zero(const Field& field, const Slot& slot) noexcept {
  const bool sized = field.type == FieldType::text || field.type == FieldType::bytes;
  return sized ? slot.cell.size == 0 : slot.cell.bits == 0;
}

}  // namespace

bool MessageWriter::value(const Field& field, const Cell& cell, int depth) {
  if (is_message(field)) return message(*field.message, cell.text(), depth);
  const Fault fault = append_scalar(out_, field, cell, format_);
  return fault == Fault::none || fail(fault);
}

bool MessageWriter::message(const MessageTable& table, std::string_view bytes, int depth) {
  if (table.well_known != WellKnown::none && table.well_known != WellKnown::empty) {
    return well_known(table, bytes, depth);
  }
  out_ += '{';
  if (!members(table, bytes, depth, true)) return false;
  out_ += '}';
  return true;
}

void* MessageWriter::storage_for(const MessageTable& table) {
  return scratch_.allocate(SlotFiller<AllFields>::storage(AllFields{table}), alignof(Slot));
}

bool MessageWriter::read(const MessageTable& table, std::string_view bytes, int depth,
                         void* storage, bool* dropped_enum) {
  if (depth > kMaxDepth) return fail(Fault::too_deep, &table);
  if (bytes.size() > kMaxMessage) return fail(Fault::too_large, &table);
  if (out_.size() - begin_ > kMaxJson) return fail(Fault::too_much_json, &table);
  const AllFields fields{table};
  SlotFiller<AllFields> filler(fields, storage, scratch_, depth);
  const Fault fault = filler.fill(bytes);
  if (fault != Fault::none) return fail(fault, &table, filler.number());
  if (dropped_enum != nullptr) *dropped_enum = filler.dropped_enum();
  return true;
}

const Slot* MessageWriter::read(const MessageTable& table, std::string_view bytes, int depth) {
  void* const storage = storage_for(table);
  return read(table, bytes, depth, storage, nullptr) ? static_cast<const Slot*>(storage) : nullptr;
}

// The members of an object, without its braces. `first`: nothing stands before them.
bool MessageWriter::members(const MessageTable& table, std::string_view bytes, int depth,
                            bool first) {
  const Scratch::Scope scope(scratch_);
  const Slot* slot = read(table, bytes, depth);
  if (slot == nullptr) return false;
  const bool every_key = format_.presence == JsonFormat::Presence::every_key;
  const bool camel_case = format_.names == JsonFormat::Names::camel_case;
  for (const Field& f : table.fields) {
    const Slot& held = *slot++;
    if (!held.present && (!every_key || f.oneof >= 0)) continue;
    if (!every_key && !f.presence && !f.repeated && is_zero(f, held)) continue;
    const std::string_view key = camel_case ? f.json_key : f.name_key;
    out_ += first ? key.substr(1) : key;
    first = false;
    if (!field(f, held, depth + 1)) {
      if (failure_.table == nullptr) fail(failure_.fault, &table, f.number, failure_.text);
      return false;
    }
  }
  return true;
}

bool MessageWriter::field(const Field& field, const Slot& slot, int depth) {
  if (field.map) return map(field, slot, depth);
  if (field.repeated) return list(field, slot, depth);
  if (!slot.present && field.presence) {
    out_ += "null";
    return true;
  }
  return value(field, slot.cell, depth);
}

bool MessageWriter::list(const Field& field, const Slot& slot, int depth) {
  out_ += '[';
  for (std::uint32_t i = 0; i < slot.count; ++i) {
    if (i > 0) out_ += ',';
    if (!value(field, slot.items[i], depth)) return false;
  }
  out_ += ']';
  return true;
}

bool MessageWriter::map(const Field& field, const Slot& slot, int depth) {
  const Scratch::Scope scope(scratch_);
  const MessageTable& entry = *field.message;
  const Field& key = entry.fields[0];
  const Field& held = entry.fields[1];
  const std::span entries{
      static_cast<MapEntry*>(scratch_.allocate(slot.count * sizeof(MapEntry), alignof(MapEntry))),
      slot.count};
  void* const storage = storage_for(entry);  // one for all: of a slot only its cell is kept
  auto* const slots = static_cast<const Slot*>(storage);
  for (std::uint32_t i = 0; i < slot.count; ++i) {
    bool dropped_enum = false;
    if (!read(entry, slot.items[i].text(), depth, storage, &dropped_enum)) return false;
    // An entry whose number a closed enum does not know is an unknown field as a whole.
    entries[i] = {slots[0].cell, slots[1].cell, dropped_enum && !slots[1].present};
  }
  auto* const order = static_cast<std::uint32_t*>(
      scratch_.allocate(slot.count * sizeof(std::uint32_t), alignof(std::uint32_t)));
  drop_repeated_keys(entries, key.type == FieldType::text, order);

  char before = '{';
  for (const MapEntry& e : entries) {
    if (e.dropped) continue;
    out_ += before;
    before = ',';
    if (!map_key(key, e.key)) return false;
    out_ += ':';
    if (!value(held, e.value, depth)) return false;
  }
  if (before == '{') out_ += '{';
  out_ += '}';
  return true;
}

bool MessageWriter::map_key(const Field& key, const Cell& cell) {
  if (key.type == FieldType::text) return value(key, cell, 0);
  JsonFormat plain;
  plain.int64 = JsonFormat::Int64::number;  // in quotes once, not twice
  out_ += '"';
  append_scalar(out_, key, cell, plain);
  out_ += '"';
  return true;
}

bool MessageWriter::fail(Fault fault, const MessageTable* table, std::uint32_t number,
                         std::string_view text) {
  failure_ = {fault, table, number, text};
  return false;
}

}  // namespace bff::proto
