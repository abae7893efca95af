// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_types.hpp"

#include <array>
#include <utility>
#include <vector>

#include "base/diagnostics.hpp"
#include "proto/load.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

bool is_wrapper(const proto::Field& field) {
  return is_message(field) && !field.map && field.message != nullptr &&
         field.message->well_known == proto::WellKnown::wrapper;
}

Type element_type(const proto::Field& field) {
  Type type;
  type.field = &field;
  if (is_message(field)) {
    type.kind = Type::Kind::message;
    type.message = field.message;
  } else if (field.type == FieldType::enumeration) {
    type.kind = Type::Kind::enumeration;
    type.enumeration = field.enumeration;
  } else {
    type.kind = Type::Kind::scalar;
    type.scalar = plain(field.type);
  }
  return type;
}

// Entries are copied as they stand on the wire, so keys and values must agree to the encoding.
bool same_encoding(const proto::Field& a, const proto::Field& b) {
  return a.type == b.type && a.message == b.message && a.enumeration == b.enumeration;
}

bool same_map(const Type& a, const Type& b) {
  return a.message == b.message || (same_encoding(*a.message->find(1U), *b.message->find(1U)) &&
                                    same_encoding(*a.message->find(2U), *b.message->find(2U)));
}

// The proto-declared integer and float types whose values all fit the wider type.
constexpr std::array kWidenings{std::pair{FieldType::int32, FieldType::int64},
                                std::pair{FieldType::uint32, FieldType::int64},
                                std::pair{FieldType::uint32, FieldType::uint64},
                                std::pair{FieldType::float32, FieldType::float64}};

constexpr std::array kNames{
    std::pair{FieldType::text, "string"},    std::pair{FieldType::boolean, "bool"},
    std::pair{FieldType::int32, "int32"},    std::pair{FieldType::int64, "int64"},
    std::pair{FieldType::uint32, "uint32"},  std::pair{FieldType::uint64, "uint64"},
    std::pair{FieldType::float64, "double"}, std::pair{FieldType::float32, "float"}};

}  // namespace

FieldType plain(FieldType type) noexcept {
  switch (type) {
    case FieldType::sint32:
    case FieldType::sfixed32:
      return FieldType::int32;
    case FieldType::sint64:
    case FieldType::sfixed64:
      return FieldType::int64;
    case FieldType::fixed32:
      return FieldType::uint32;
    case FieldType::fixed64:
      return FieldType::uint64;
    default:
      return type;
  }
}

std::string_view name_of(FieldType type) noexcept {
  for (const auto& [known, name] : kNames) {
    if (known == plain(type)) return name;
  }
  return type == FieldType::bytes ? "bytes" : "message";
}

std::optional<FieldType> scalar_named(std::string_view name) noexcept {
  for (const auto& [type, known] : kNames) {
    if (name == known) return type;
  }
  return std::nullopt;
}

Type scalar_type(FieldType type) {
  Type out;
  out.kind = Type::Kind::scalar;
  out.scalar = plain(type);
  return out;
}

Type message_type(const proto::MessageTable& table) {
  Type out;
  out.kind = Type::Kind::message;
  out.message = &table;
  return out;
}

const proto::Field* wrapped_field(const proto::Field& field) {
  return is_wrapper(field) ? field.message->find(1U) : nullptr;
}

Type type_of(const proto::Field& field) {
  if (field.map || field.repeated) {
    Type type = element_type(field);
    type.list = !field.map;
    type.map = field.map;
    return type;
  }
  const proto::Field* wrapped = wrapped_field(field);
  Type type = element_type(wrapped != nullptr ? *wrapped : field);
  type.absent = field.presence || is_message(field);
  return type;
}

Type element_of(const Type& list) {
  if (list.field == nullptr && !list.map) {  // an input, or what `[]` has collected of messages
    Type type = list;
    type.list = false;
    type.absent = false;
    type.missing.clear();
    return type;
  }
  const proto::Field& field = list.map ? *list.message->find(2U) : *list.field;
  const proto::Field* wrapped = wrapped_field(field);
  return element_type(wrapped != nullptr ? *wrapped : field);
}

std::string describe(const Type& type) {
  if (type.map) {
    return "map<" + describe(element_type(*type.message->find(1U))) + ", " +
           describe(element_type(*type.message->find(2U))) + ">";
  }
  std::string name;
  switch (type.kind) {
    case Type::Kind::unknown:
      name = "unknown";
      break;
    case Type::Kind::scalar:
      name = name_of(type.scalar);
      break;
    case Type::Kind::enumeration:
      name = type.enumeration->full_name;
      break;
    case Type::Kind::message:
      name = type.message->full_name;
      break;
  }
  return type.list ? "repeated " + name : name;
}

std::string describe(const proto::MessageTable& message, const proto::Field& field) {
  return message.full_name.substr(message.full_name.rfind('.') + 1) + "." + field.name;
}

bool same(const Type& a, const Type& b) noexcept {
  if (a.kind != b.kind || a.list != b.list || a.map != b.map) return false;
  if (a.map) return same_map(a, b);
  switch (a.kind) {
    case Type::Kind::scalar:
      return a.scalar == b.scalar;
    case Type::Kind::enumeration:
      return a.enumeration == b.enumeration;
    case Type::Kind::message:
      return a.message == b.message;
    case Type::Kind::unknown:
      break;
  }
  return true;
}

bool converts(const Type& from, const Type& to) noexcept {
  if (same(from, to)) return true;
  if (!from.single(Type::Kind::scalar) || !to.single(Type::Kind::scalar)) return false;
  for (const auto& [narrow, wide] : kWidenings) {
    if (from.scalar == narrow && to.scalar == wide) return true;
  }
  return false;
}

std::string field_remedy(const proto::MessageTable& message, std::string_view name,
                         const proto::Schema& schema) {
  std::vector<std::string_view> names;
  std::string_view meant;
  for (const proto::Field& field : message.fields) {
    names.push_back(field.name);
    if (field.json_name == name) meant = field.name;  // proto names are written here
  }
  if (meant.empty()) meant = nearest(name, names);
  if (!meant.empty()) {
    std::string out = "did you mean '" + std::string(meant) + "'?";
    const auto* descriptor = schema.pool().FindMessageTypeByName(message.full_name);
    const auto* field =
        descriptor != nullptr ? descriptor->FindFieldByName(std::string(meant)) : nullptr;
    const std::string place = field != nullptr ? proto::place_of(*field) : "";
    return place.empty() ? out : out + " (" + place + ")";
  }
  if (names.empty()) return "it has no fields";
  constexpr std::size_t kListed = 8;
  std::string out = "it has ";
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) {
    out += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  return names.size() > kListed ? out + ", …" : out;
}

}  // namespace bff::plan
