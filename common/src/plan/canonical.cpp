// SPDX-License-Identifier: Apache-2.0
#include "plan/canonical.hpp"

#include <map>
#include <span>

#include "plan/wire_append.hpp"
#include "proto/all_fields.hpp"
#include "proto/slot_filler.hpp"

namespace bff::plan {
namespace {

using WireType = proto::wire::Type;
using proto::Cell;
using proto::Fault;
using proto::Field;
using proto::FieldType;
using proto::MessageTable;
using proto::Slot;

bool sized(FieldType type) noexcept { return type == FieldType::text || type == FieldType::bytes; }

class Canonical {
 public:
  explicit Canonical(std::pmr::memory_resource& arena) : arena_(arena) {}

  bool message(std::string& out, const MessageTable& table, std::string_view bytes, int depth) {
    if (depth > proto::kMaxDepth) return fail(Fault::too_deep, table, 0);
    const proto::AllFields fields{table};
    using Filler = proto::SlotFiller<proto::AllFields>;
    Filler filler(fields, arena_.allocate(Filler::storage(fields), alignof(Slot)), arena_, depth);
    if (const Fault fault = filler.fill(bytes); fault != Fault::none) {
      return fail(fault, table, filler.number());
    }
    const Slot* slot = filler.slots();
    for (const Field& field : table.fields) {
      const Slot& held = *slot++;
      if (!held.present) continue;
      if (field.map) {
        if (!map(out, field, held, depth)) return false;
      } else if (field.repeated) {
        for (const Cell& item : std::span(held.items, held.count)) {
          if (!value(out, field, item, depth)) return false;
        }
      } else if (field.presence ||
                 (sized(field.type) ? held.cell.size != 0 : held.cell.bits != 0)) {
        if (!value(out, field, held.cell, depth)) return false;
      }
    }
    unknown(out, table, bytes, depth);
    return true;
  }

  const proto::Failure& failure() const noexcept { return failure_; }

 private:
  bool value(std::string& out, const Field& field, const Cell& cell, int depth) {
    const WireType wire = proto::wire::type_of(field.type);
    append_tag(out, field.number, wire);
    if (proto::is_message(field)) {
      const std::size_t start = out.size();
      if (!message(out, *field.message, cell.text(), depth + 1)) return false;
      prepend_length(out, start);  // of a group too: only its extent matters
    } else if (wire == WireType::length) {
      append_bytes(out, cell.text());
    } else {
      append_number(out, field.type, cell.bits);
    }
    return true;
  }

  // Of entries with equal keys the last holds; sorted by their keys' bytes.
  bool map(std::string& out, const Field& field, const Slot& entries, int depth) {
    std::map<std::string, std::string> sorted;
    const proto::AllFields fields{*field.message};
    using Filler = proto::SlotFiller<proto::AllFields>;
    void* const storage = arena_.allocate(Filler::storage(fields), alignof(Slot));
    for (const Cell& item : std::span(entries.items, entries.count)) {
      Filler filler(fields, storage, arena_, depth + 1);
      if (const Fault fault = filler.fill(item.text()); fault != Fault::none) {
        return fail(fault, *field.message, filler.number());
      }
      std::string key, whole;
      if (!value(key, fields.field(0), filler.slots()[0].cell, depth + 1) ||
          !value(whole, fields.field(1), filler.slots()[1].cell, depth + 1)) {
        return false;
      }
      sorted[std::move(key)] = std::move(whole);
    }
    for (const auto& [key, held] : sorted) {
      append_tag(out, field.number, WireType::length);
      append_varint(out, key.size() + held.size());
      out += key;
      out += held;
    }
    return true;
  }

  // Precondition: the bytes were read once already, so they hold.
  static void unknown(std::string& out, const MessageTable& table, std::string_view bytes,
                      int depth) {
    proto::wire::Reader in(bytes);
    for (std::size_t left = in.left(); left != 0; left = in.left()) {
      std::uint32_t tag;
      if (!in.tag(tag) || !in.skip(tag, depth)) return;
      if (table.find(proto::wire::number_of(tag)) == nullptr) {
        out += bytes.substr(bytes.size() - left, left - in.left());
      }
    }
  }

  bool fail(Fault fault, const MessageTable& table, std::uint32_t number) {
    failure_ = {fault, &table, number, {}};
    return false;
  }

  std::pmr::memory_resource& arena_;
  proto::Failure failure_;
};

}  // namespace

Result<void> append_canonical(std::string& out, const MessageTable& table, std::string_view bytes,
                              std::pmr::memory_resource& arena) {
  Canonical canonical(arena);
  if (canonical.message(out, table, bytes, 0)) return {};
  return proto::to_error(canonical.failure());
}

}  // namespace bff::plan
