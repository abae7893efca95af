// SPDX-License-Identifier: Apache-2.0
#include "plan/request_writer.hpp"

#include <bit>

#include "plan/walk.hpp"
#include "plan/wire_append.hpp"

namespace bff::plan {
namespace {

using WireType = proto::wire::Type;
using proto::Cell;
using proto::Field;
using proto::FieldType;
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
  const WireType wire = type_of(type);
  return wire != WireType::length && wire != WireType::group_begin;
}

// What a field without presence need not be sent for. Not what is_empty() is: -0 is sent.
bool is_default(const Cell& cell, FieldType type) noexcept {
  return is_number(type) ? cell.bits == 0 : is_empty(cell, type);
}

// One element with its tag.
void append_single(std::string& out, const Field& to, const Cell& cell, FieldType from) {
  const WireType wire = type_of(to.type);
  append_tag(out, to.number, wire);
  if (wire == WireType::length) {
    append_bytes(out, cell.text());
  } else if (wire == WireType::group_begin) {
    out += cell.text();
    append_tag(out, to.number, WireType::group_end);
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
    append_tag(out, to.number, WireType::length);
    const std::size_t start = out.size();
    const Field& inner = *to.message->find(1);
    if (!is_default(value.cell, from)) append_single(out, inner, value.cell, from);
    prepend_length(out, start);
  } else if (to.presence || to.repeated || !is_default(value.cell, from)) {
    append_single(out, to, value.cell, from);
  }
}

// One message's worth of fields. Each function returns false when it cannot go on: `ended_` says
// why.
class RequestWriter {
 public:
  RequestWriter(std::string& out, Scope& scope) : out_(out), scope_(scope) {}

  bool fields(const std::vector<RequestField>& all) {
    for (const RequestField& one : all) {
      if (!field(one)) return false;
    }
    return true;
  }

  Result<Request> ended() && { return std::move(ended_); }

 private:
  bool field(const RequestField& field) {
    if (!field.when.empty()) {
      bool held = false;
      if (!judge(field.when, held)) return false;
      if (!held) return true;
    }
    if (field.is_nested) return nested(field);
    if (field.expression) return expression(field);
    for (const RequestItems& items : field.items) {
      if (!(items.list ? loop(items) : item(items))) return false;
    }
    out_ += field.literal;
    return true;
  }

  bool expression(const RequestField& field) {
    const Result<Value> value = evaluate(*field.expression, scope_);
    if (!value) return end(value.error());
    if (value->kind == Value::Kind::missing) return end(Request::missing);
    if (!value->null()) append_value(out_, field, *value, field.expression->type);
    return true;
  }

  bool nested(const RequestField& field) {
    if (field.from) {
      bool there = false;
      if (!bind(field, there)) return false;
      if (!there) return true;
    }
    // A group ends with a tag of its own; all else begins with its length.
    const WireType wire = type_of(field.field->type);
    append_tag(out_, field.field->number, wire);
    const std::size_t start = out_.size();
    if (!fields(field.nested)) return false;
    if (wire == WireType::group_begin) {
      append_tag(out_, field.field->number, WireType::group_end);
    } else {
      prepend_length(out_, start);
    }
    return true;
  }

  bool bind(const RequestField& field, bool& there) {
    Result<Value> value = evaluate(*field.from, scope_);
    if (!value) return end(value.error());
    if (value->kind == Value::Kind::missing) return end(Request::missing);
    there = !value->null();
    if (there && field.selection != nullptr) {
      Result<proto::Record*> record =
          proto::index(value->cell.text(), *field.selection, scope_.arena);
      if (!record) return end(blame(std::move(record).error(), value->origin, scope_.plan));
      value->record = *record;
    }
    if (there) scope_.frames[field.frame] = *value;
    return true;
  }

  bool item(const RequestItems& items) {
    bool held = true;
    if (!items.when.empty() && !judge(items.when, held)) return false;
    return !held || fields(items.element);
  }

  bool loop(const RequestItems& items) {
    const Result<Value> list = evaluate(*items.list, scope_);
    if (!list) return end(list.error());
    if (list->kind == Value::Kind::missing) return end(Request::missing);
    if (list->null()) return true;
    const Result<bool> walked =
        for_each_element(loop_of(items), *list, scope_, [&](const Element&) -> Result<Visit> {
          return fields(items.element) ? Visit::taken : Visit::stop;
        });
    return walked ? *walked : end(walked.error());
  }

  bool judge(const Conditions& conditions, bool& held) {
    const Result<bool> judged = hold(conditions, scope_);
    if (!judged) return end(judged.error());
    held = *judged;
    return true;
  }

  bool end(Result<Request> why) {
    ended_ = std::move(why);
    return false;
  }

  std::string& out_;
  Scope& scope_;
  Result<Request> ended_ = Request::made;
};

}  // namespace

Result<Request> write_request(std::string& out, const std::vector<RequestField>& fields,
                              Scope& scope) {
  RequestWriter writer(out, scope);
  if (writer.fields(fields)) return Request::made;
  return std::move(writer).ended();
}

void write_list(std::string& out, const Field& to, std::span<const Cell> items, FieldType from) {
  if (items.empty()) return;
  if (!is_number(to.type)) {
    for (const Cell& item : items) append_single(out, to, item, from);
    return;
  }
  append_tag(out, to.number, WireType::length);
  const std::size_t start = out.size();
  for (const Cell& item : items) append_number(out, to.type, widen(item.bits, from, to.type));
  prepend_length(out, start);
}

}  // namespace bff::plan
