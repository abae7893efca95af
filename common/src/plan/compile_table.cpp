// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_table.hpp"

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

const proto::Field* find_field(RouteContext& context, const proto::MessageTable& message,
                               const std::string& name, const Place& place) {
  const proto::Field* field = message.find(std::string_view(name));
  if (field == nullptr) {
    context.out.add(codes::kNoSuchField, place, message.full_name + " has no field '" + name + "'",
                    field_remedy(message, name, context.schema()));
  }
  return field;
}

// Keys are compared and sent; what has no exact equality, or many encodings, is none.
bool can_be_key(const Type& type) {
  return type.single(Type::Kind::enumeration) ||
         (type.single(Type::Kind::scalar) && type.scalar != FieldType::float32 &&
          type.scalar != FieldType::float64);
}

}  // namespace

std::optional<TableModel> compile_table(RouteContext& context, const CallSyntax& call_syntax,
                                        const CallModel& call) {
  const BatchSyntax& syntax = *call_syntax.batch;
  TableModel table;
  table.max = syntax.max.value;
  table.total = syntax.total.value;
  if (syntax.into.value.empty() || !call_syntax.index) return std::nullopt;  // reported
  table.into = find_field(context, *call.request_type, syntax.into.value, syntax.into.place);
  if (table.into != nullptr && !type_of(*table.into).list) {
    context.out.add(codes::kBadTable, syntax.into.place,
                    "'" + syntax.into.value + "' is not repeated and cannot take the keys");
    table.into = nullptr;
  }

  const std::string& index = call_syntax.index->value;
  const std::size_t dot = index.find('.');
  const auto part = [&](std::size_t begin, std::size_t size) {
    const Place& place = call_syntax.index->place;
    // Quoted texts have their quote before the first byte; the whole is near enough then.
    return place.length == index.size()
               ? place.part(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size))
               : place;
  };
  const std::string rows = index.substr(0, dot), key = index.substr(dot + 1);
  table.rows = find_field(context, *call.response_type, rows, part(0, dot));
  if (table.rows == nullptr) return std::nullopt;
  const Type rows_type = type_of(*table.rows);
  if (!rows_type.list || rows_type.kind != Type::Kind::message) {
    context.out.add(codes::kBadTable, part(0, dot),
                    "'" + rows + "' is " + describe(rows_type) + ", rows are a list of messages");
    return std::nullopt;
  }
  const Place key_place = part(dot + 1, key.size());
  table.key = find_field(context, *rows_type.message, key, key_place);
  if (table.key == nullptr || table.into == nullptr) return std::nullopt;

  const Type key_type = type_of(*table.key), into_type = element_of(type_of(*table.into));
  if (!can_be_key(key_type) || wrapped_field(*table.key) != nullptr) {
    context.out.add(codes::kBadTable, key_place,
                    "'" + key + "' is " + describe(type_of(*table.key)) + " and cannot be a key",
                    "keys are integers, bools, texts, bytes or enums");
    return std::nullopt;
  }
  if (!same(key_type, into_type) || wrapped_field(*table.into) != nullptr) {
    context.out.add(codes::kBadTable, key_place,
                    index + " is " + describe(key_type) + ", " +
                        describe(*call.request_type, *table.into) + " takes " +
                        describe(into_type));
    return std::nullopt;
  }
  return table;
}

}  // namespace bff::plan
