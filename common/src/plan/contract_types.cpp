// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_types.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <utility>

#include "plan/compile_types.hpp"

namespace bff::plan {
namespace {

namespace pb = google::protobuf;
using TypeKind = contract::Type::Kind;
using proto::FieldType;
using proto::JsonFormat;
using proto::WellKnown;

contract::Type make(TypeKind kind, std::string name = {}) {
  return {.kind = kind, .name = std::move(name)};
}

contract::Type list_of(contract::Type item) {
  contract::Type out = make(TypeKind::list);
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
contract::Named named_by(const Descriptor* descriptor, const std::string& full_name) {
  std::string name = full_name;
  if (descriptor != nullptr && !descriptor->file()->package().empty()) {
    name = full_name.substr(descriptor->file()->package().size() + 1);
  }
  return {
      .name = contract::pascal_case(name), .source = full_name, .comment = comment_of(descriptor)};
}

}  // namespace

contract::Type ContractTypes::scalar(FieldType type, const JsonFormat& format) {
  switch (bff::plan::plain(type)) {
    case FieldType::boolean:
      return make(TypeKind::boolean);
    case FieldType::int64:
    case FieldType::uint64:
      return make(format.int64 == JsonFormat::Int64::string ? TypeKind::text : TypeKind::number,
                  std::string(name_of(type)));
    case FieldType::int32:
    case FieldType::uint32:
      return make(TypeKind::number, std::string(name_of(type)));
    case FieldType::float64:
    case FieldType::float32:
      return make(format.floats == JsonFormat::Floats::any ? TypeKind::floating : TypeKind::number,
                  std::string(name_of(type)));
    case FieldType::bytes:
      return make(TypeKind::text, "bytes");
    default:
      return make(TypeKind::text);
  }
}

contract::Type ContractTypes::value(const ValueType& type, const JsonFormat& format) {
  contract::Type out;
  if (type.field == nullptr) {
    out = message(*type.message, format);
    if (type.list) out = list_of(std::move(out));
  } else if (type.list && type.field->map) {
    out = make(TypeKind::map);
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
      return make(TypeKind::text, "date-time");
    case WellKnown::duration:
      return make(TypeKind::text, "duration");
    case WellKnown::field_mask:
      return make(TypeKind::text, "field-mask");
    case WellKnown::any:
      return make(TypeKind::any, "message");
    case WellKnown::structure:
      return make(TypeKind::any, "object");
    case WellKnown::list_value:
      return make(TypeKind::any, "list");
    case WellKnown::value:
      return make(TypeKind::any);
    case WellKnown::wrapper:
      return scalar(table.find(1U)->type, format);
    case WellKnown::empty:
      return make(TypeKind::object);
    case WellKnown::none:
      break;
  }
  return refer(named(table), format, [&] { return members(table, format); });
}

contract::Type ContractTypes::enumeration(const proto::EnumTable& table, const JsonFormat& format) {
  if (table.null_value) return make(TypeKind::literal, "null");
  if (format.enums == JsonFormat::Enums::number) return make(TypeKind::number, "int32");
  return refer(named(table), format, [&] {
    contract::Type out = make(TypeKind::enumeration);
    out.open = !table.closed;
    const bool short_names = format.enums == JsonFormat::Enums::short_name;
    for (const auto& value : table.values) {
      out.names.push_back(short_names ? value.short_name : value.full_name);
    }
    return out;
  });
}

contract::Type ContractTypes::members(const proto::MessageTable& table, const JsonFormat& format) {
  contract::Type out = make(TypeKind::object);
  for (const proto::Field& from : table.fields) {
    contract::Member& to = out.members.emplace_back(member(table, from, format));
    to.type = field(from, format);
    to.optional = from.oneof >= 0;
    if (format.presence == JsonFormat::Presence::proto3) {  // there or not, but never null
      to.optional = true;
      to.type.nullable = false;
    }
  }
  return out;
}

contract::Member ContractTypes::member(const proto::MessageTable& table, const proto::Field& field,
                                       const JsonFormat& format) const {
  contract::Member out{.copied = true};
  out.key = format.names == JsonFormat::Names::proto ? field.name : field.json_name;
  const auto* message = schema_.pool().FindMessageTypeByName(table.full_name);
  if (message == nullptr) return out;
  if (const auto* declared = message->FindFieldByNumber(static_cast<int>(field.number))) {
    out.deprecated = declared->options().deprecated();
    out.comment = comment_of(declared);
  }
  return out;
}

contract::Named ContractTypes::named(const proto::MessageTable& table) const {
  return named_by(schema_.pool().FindMessageTypeByName(table.full_name), table.full_name);
}

contract::Named ContractTypes::named(const proto::EnumTable& table) const {
  return named_by(schema_.pool().FindEnumTypeByName(table.full_name), table.full_name);
}

contract::Type ContractTypes::refer(contract::Named named, const JsonFormat& format,
                                    const std::function<contract::Type()>& define) {
  std::string key = named.source + (named.input ? " in " : " out ");
  for (const int part : {static_cast<int>(format.int64), static_cast<int>(format.enums),
                         static_cast<int>(format.names), static_cast<int>(format.floats),
                         static_cast<int>(format.presence)}) {
    key += std::to_string(part);
  }
  const auto [known, first] = by_source_.try_emplace(key);
  std::string& name = known->second;
  if (first) {
    name = named.name = scope_.unique(named.name);
    const std::size_t place = named_.size();
    named_.push_back(std::move(named));
    // It may refer to itself, and to others that are then told behind it.
    contract::Type type = define();
    named_[place].type = std::move(type);
  }
  return make(TypeKind::reference, name);
}

const contract::Type& ContractTypes::type_called(const std::string& name) const {
  return std::ranges::find(named_, name, &contract::Named::name)->type;
}

contract::Type ContractTypes::named_shape(const std::string& name, contract::Type type) {
  const bool nullable = std::exchange(type.nullable, false);
  const auto same = std::ranges::find_if(shapes_, [&](const auto& known) {
    return known.first == name && type_called(known.second) == type;
  });
  contract::Type out = make(TypeKind::reference);
  if (same != shapes_.end()) {
    out.name = same->second;
  } else {
    out.name = scope_.unique(contract::pascal_case(name));
    shapes_.emplace_back(name, out.name);
    named_.push_back({.name = out.name, .type = std::move(type)});
  }
  out.nullable = nullable;
  return out;
}

}  // namespace bff::plan
