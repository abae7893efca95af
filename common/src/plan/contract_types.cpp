// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_types.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include "plan/compile_types.hpp"

namespace bff::plan {
namespace {

namespace pb = google::protobuf;
using Kind = contract::Type::Kind;
using proto::FieldType;
using proto::JsonFormat;
using proto::WellKnown;

contract::Type make(Kind kind, std::string name = {}) {
  return {.kind = kind, .name = std::move(name)};
}

contract::Type list_of(contract::Type item) {
  contract::Type out = make(Kind::list);
  out.items.push_back(std::move(item));
  return out;
}

// The comment before a declaration, or behind it on its line.
template <class Descriptor>
std::string comment_of(const Descriptor* descriptor) {
  pb::SourceLocation location;
  if (descriptor == nullptr || !descriptor->GetSourceLocation(&location)) return "";
  return location.leading_comments.empty() ? location.trailing_comments : location.leading_comments;
}

// "OrderLine" of shop.v1.Order.Line: what is behind the package.
template <class Descriptor>
std::string name_in_package(const Descriptor* descriptor, const std::string& full_name) {
  if (descriptor == nullptr) return contract::pascal_case(full_name);
  const std::string& package = descriptor->file()->package();
  return contract::pascal_case(package.empty() ? full_name : full_name.substr(package.size() + 1));
}

}  // namespace

contract::Type ContractTypes::scalar(FieldType type, const JsonFormat& format) {
  switch (bff::plan::plain(type)) {
    case FieldType::boolean:
      return make(Kind::boolean);
    case FieldType::int64:
    case FieldType::uint64:
      return make(format.int64 == JsonFormat::Int64::string ? Kind::text : Kind::number,
                  std::string(name_of(type)));
    case FieldType::int32:
    case FieldType::uint32:
      return make(Kind::number, std::string(name_of(type)));
    case FieldType::float64:
    case FieldType::float32:
      return make(Kind::floating, std::string(name_of(type)));
    case FieldType::bytes:
      return make(Kind::text, "bytes");
    default:
      return make(Kind::text);
  }
}

contract::Type ContractTypes::value(const ValueType& type, const JsonFormat& format) {
  contract::Type out;
  if (type.field == nullptr) {
    out = message(*type.message, format);
    if (type.list) out = list_of(std::move(out));
  } else if (type.list && type.field->map) {
    out = make(Kind::map);
    out.items.push_back(element(*type.field, format));
  } else {
    out = element(*type.field, format);
    if (type.list) out = list_of(std::move(out));
  }
  out.nullable = out.nullable || type.nullable;
  return out;
}

contract::Type ContractTypes::element(const proto::Field& field, const JsonFormat& format) {
  if (field.map) return element(*field.message->find(2U), format);
  if (field.type == FieldType::enumeration) return enumeration(*field.enumeration, format);
  if (field.type == FieldType::message || field.type == FieldType::group) {
    return message(*field.message, format);
  }
  return scalar(field.type, format);
}

// A field of a message that is copied whole.
contract::Type ContractTypes::field(const proto::Field& field, const JsonFormat& format) {
  const bool singular = !field.repeated && !field.map;
  // Of a oneof only the member that is set is written.
  return value({.field = &field,
                .list = !singular,
                .nullable = singular && field.presence && field.oneof < 0},
               format);
}

contract::Type ContractTypes::message(const proto::MessageTable& table, const JsonFormat& format) {
  switch (table.well_known) {
    case WellKnown::timestamp:
      return make(Kind::text, "date-time");
    case WellKnown::duration:
      return make(Kind::text, "duration");
    case WellKnown::field_mask:
      return make(Kind::text, "field-mask");
    case WellKnown::any:
      return make(Kind::any, "message");
    case WellKnown::structure:
      return make(Kind::any, "object");
    case WellKnown::list_value:
      return make(Kind::any, "list");
    case WellKnown::value:
      return make(Kind::any);
    case WellKnown::wrapper:
      return scalar(table.find(1U)->type, format);
    case WellKnown::empty:
      return make(Kind::object);
    case WellKnown::none:
      break;
  }
  const auto* descriptor = schema_.pool().FindMessageTypeByName(table.full_name);
  return refer(table.full_name, name_in_package(descriptor, table.full_name),
               comment_of(descriptor), format, [&] { return members(table, format); });
}

contract::Type ContractTypes::enumeration(const proto::EnumTable& table, const JsonFormat& format) {
  if (table.null_value) return make(Kind::literal, "null");
  if (format.enums == JsonFormat::Enums::number) return make(Kind::number, "int32");
  const auto* descriptor = schema_.pool().FindEnumTypeByName(table.full_name);
  return refer(table.full_name, name_in_package(descriptor, table.full_name),
               comment_of(descriptor), format, [&] {
                 contract::Type out = make(Kind::enumeration);
                 out.open = !table.closed;
                 for (const auto& value : table.values) {
                   out.names.push_back(format.enums == JsonFormat::Enums::short_name
                                           ? value.short_name
                                           : value.full_name);
                 }
                 return out;
               });
}

contract::Type ContractTypes::members(const proto::MessageTable& table, const JsonFormat& format) {
  contract::Type out = make(Kind::object);
  const auto* descriptor = schema_.pool().FindMessageTypeByName(table.full_name);
  for (const proto::Field& from : table.fields) {
    const auto* declared = descriptor == nullptr
                               ? nullptr
                               : descriptor->FindFieldByNumber(static_cast<int>(from.number));
    out.members.push_back(
        {.key = format.names == JsonFormat::Names::proto ? from.name : from.json_name,
         .type = field(from, format),
         .optional = from.oneof >= 0,
         .deprecated = declared != nullptr && declared->options().deprecated(),
         .comment = comment_of(declared)});
  }
  return out;
}

template <class Define>
contract::Type ContractTypes::refer(const std::string& source, const std::string& name,
                                    const std::string& comment, const JsonFormat& format,
                                    Define define) {
  const std::string key = source + " " + std::to_string(static_cast<int>(format.int64)) +
                          std::to_string(static_cast<int>(format.enums)) +
                          std::to_string(static_cast<int>(format.names));
  const auto [known, first] = by_source_.try_emplace(key);
  if (first) {
    known->second = scope_.unique(name);
    const std::size_t place = named_.size();
    named_.push_back({.name = known->second, .source = source, .comment = comment});
    // It may refer to itself, and to others that are then told behind it.
    contract::Type type = define();
    named_[place].type = std::move(type);
  }
  return make(Kind::reference, known->second);
}

}  // namespace bff::plan
