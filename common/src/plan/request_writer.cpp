// SPDX-License-Identifier: Apache-2.0
#include "plan/request_writer.hpp"

#include <bit>

#include "plan/wire_append.hpp"

namespace bff::plan {
namespace {

using proto::Cell;
using proto::Field;
using proto::FieldType;
using proto::wire::Type;
using proto::wire::type_of;

double to_double(std::uint64_t bits, FieldType from) noexcept {
  switch (from) {
    case FieldType::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case FieldType::uint32:
    case FieldType::uint64:
    case FieldType::fixed32:
    case FieldType::fixed64:
      return static_cast<double>(bits);
    default:
      return static_cast<double>(static_cast<std::int64_t>(bits));
  }
}

// The bits of a number of type `from` as type `to`. Integers need nothing: a cell holds them
// extended to 64 bits. A float's bits are no prefix of a double's.
std::uint64_t widen(std::uint64_t bits, FieldType from, FieldType to) noexcept {
  if (from == to) return bits;
  if (to == FieldType::float64) return std::bit_cast<std::uint64_t>(to_double(bits, from));
  if (to == FieldType::float32) {
    return std::bit_cast<std::uint32_t>(static_cast<float>(to_double(bits, from)));
  }
  return bits;
}

bool is_number(FieldType type) noexcept {
  const Type wire = type_of(type);
  return wire != Type::length && wire != Type::group_begin;
}

// One element with its tag.
void append_single(std::string& out, const Field& to, const Cell& cell, FieldType from) {
  const Type wire = type_of(to.type);
  append_tag(out, to.number, wire);
  if (wire == Type::length) {
    append_bytes(out, cell.text());
  } else if (wire == Type::group_begin) {
    out += cell.text();
    append_tag(out, to.number, Type::group_end);
  } else {
    append_number(out, to.type, widen(cell.bits, from, to.type));
  }
}

void append_value(std::string& out, const RequestField& field, const Value& value,
                  const ValueType& type) {
  const Field& to = *field.field;
  // A message that is no field (a call, a row) has no Field: it can only be copied as bytes.
  const FieldType from = type.field != nullptr ? type.field->type : FieldType::message;
  if (value.kind == Value::Kind::list) {
    write_list(out, to, {value.slot->items, value.slot->count}, from);
  } else if (field.wrap) {
    append_tag(out, to.number, Type::length);
    const std::size_t start = out.size();
    const Field& inner = *to.message->find(1);
    if (!is_empty(value.cell, from)) append_single(out, inner, value.cell, from);
    prepend_length(out, start);
  } else if (to.presence || !is_empty(value.cell, from)) {
    append_single(out, to, value.cell, from);
  }
}

}  // namespace

Result<Request> write_request(std::string& out, const std::vector<RequestField>& fields,
                              const Scope& scope) {
  for (const RequestField& field : fields) {
    if (field.is_nested) {
      append_tag(out, field.field->number, Type::length);
      const std::size_t start = out.size();
      const Result<Request> nested = write_request(out, field.nested, scope);
      if (!nested || *nested == Request::missing) return nested;
      prepend_length(out, start);
    } else if (field.expression) {
      const Result<Value> value = evaluate(*field.expression, scope);
      if (!value) return value.error();
      if (value->kind == Value::Kind::missing) return Request::missing;
      if (!value->null()) append_value(out, field, *value, field.expression->type);
    } else {
      out += field.literal;
    }
  }
  return Request::made;
}

void write_list(std::string& out, const Field& to, std::span<const Cell> items, FieldType from) {
  if (items.empty()) return;
  if (!is_number(to.type)) {
    for (const Cell& item : items) append_single(out, to, item, from);
    return;
  }
  append_tag(out, to.number, Type::length);
  const std::size_t start = out.size();
  for (const Cell& item : items) append_number(out, to.type, widen(item.bits, from, to.type));
  prepend_length(out, start);
}

}  // namespace bff::plan
