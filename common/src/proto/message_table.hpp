// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/name_index.hpp"
#include "proto/quick_fields.hpp"

namespace bff::proto {

struct MessageTable;
struct EnumTable;

// The scalar types of the wire format; wire types follow from them.
enum class FieldType : std::uint8_t {
  float64,
  float32,
  int64,
  uint64,
  int32,
  fixed64,
  fixed32,
  boolean,
  text,
  group,
  message,
  bytes,
  uint32,
  enumeration,
  sfixed32,
  sfixed64,
  sint32,
  sint64,
};

constexpr bool is_float(FieldType type) noexcept {
  return type == FieldType::float64 || type == FieldType::float32;
}
constexpr bool is_unsigned(FieldType type) noexcept {
  return type == FieldType::uint32 || type == FieldType::uint64 || type == FieldType::fixed32 ||
         type == FieldType::fixed64;
}

enum class WellKnown : std::uint8_t {
  none,
  any,
  timestamp,
  duration,
  field_mask,
  structure,
  value,
  list_value,
  empty,
  // wrappers: the JSON value of field 1, null when the message is absent
  wrapper,
};

struct Field {
  std::uint32_t number = 0;
  FieldType type = FieldType::int32;
  std::uint8_t wire_type = 0;  // of one value; follows from `type`. Filled by Schema.
  bool repeated = false;       // lists and maps
  bool map = false;            // `message` is then the entry message: key = 1, value = 2
  bool presence = false;       // optional, message, oneof member: absent and empty differ
  bool packed = false;         // a list that is written as one piece
  bool required = false;       // proto2
  bool utf8 = false;           // a text whose bytes must be valid UTF-8 (proto3)
  std::int32_t oneof = -1;     // index of its (real, not synthetic) oneof within the message
  std::string name;            // "display_name"
  std::string json_name;       // "displayName"
  const MessageTable* message = nullptr;   // type message and group
  const EnumTable* enumeration = nullptr;  // type enumeration
  // Keys ready for output, each behind the comma that the first member of an object leaves out:
  // `,"displayName":` and `,"display_name":`. Filled by Schema.
  std::string json_key;
  std::string name_key;
};

inline bool is_message(const Field& field) noexcept {
  return field.type == FieldType::message || field.type == FieldType::group;
}

// Fields with numbers below this are found by index, whatever gaps they leave; nearly all are.
inline constexpr std::uint32_t kDenseNumbers = 1024;

struct EnumTable {
  struct Value {
    std::int32_t number;
    std::string full_name;   // "ORDER_STATUS_PAID"
    std::string short_name;  // "PAID"; the full name where it does not begin with the prefix
  };
  std::string full_name;      // "shop.v1.OrderStatus"
  bool closed = false;        // proto2: unknown numbers are unknown fields
  bool null_value = false;    // google.protobuf.NullValue, JSON null
  std::vector<Value> values;  // by number, first name wins where aliases are allowed
  // The numbers, as 32 bits, by name; aliases too. Filled by Schema.
  NameIndex full_names;
  NameIndex short_names;  // of those that are shorter
  const Value* find(std::int32_t number) const noexcept;
  // The number of what a client calls by its full name or, where `short_too`, by its short one.
  std::optional<std::int32_t> find(std::string_view name, bool short_too) const noexcept;
};

// What projection and encoding need to know of a message type, compiled from its descriptor.
// Immutable once made by Schema, which owns all tables and keeps their addresses stable.
struct MessageTable {
  std::string full_name;
  WellKnown well_known = WellKnown::none;
  std::vector<Field> fields;  // in the order of their declaration in the .proto
  // The field with this number, or null. Constant time for small numbers.
  const Field* find(std::uint32_t number) const noexcept;
  const Field* find(std::string_view name) const noexcept;  // by proto name; for compile time
  // By a name of either kind that a client wrote. `guess`: the index that is tried first.
  const Field* find_key(std::string_view key, std::size_t guess) const noexcept;

  // Filled by Schema: index into `fields` + 1 by number below its size; the rest is searched.
  std::vector<std::uint32_t> dense;
  std::vector<std::uint32_t> sparse;  // indexes into `fields`, sorted by number
  NameIndex keys;                     // indexes into `fields` by json_name and by name
  std::uint32_t oneofs = 0;           // how many real oneofs; Field::oneof is below this
  bool requires_fields = false;       // some are required
  bool may_require = false;           // or some within it, at any depth
  QuickFields quick;                  // its slots are indexes into `fields`

 private:
  const Field* find_sparse(std::uint32_t number) const noexcept;
};

inline const Field* MessageTable::find(std::uint32_t number) const noexcept {
  if (number >= dense.size()) return find_sparse(number);
  const std::uint32_t index = dense[number];
  return index == 0 ? nullptr : &fields[index - 1];
}

inline const Field* MessageTable::find_key(std::string_view key, std::size_t guess) const noexcept {
  if (guess < fields.size() && fields[guess].json_name == key) return &fields[guess];
  const std::uint32_t* const index = keys.find(key);
  return index == nullptr ? nullptr : &fields[*index];
}

// The message an Any holds, looked up by the full name behind the last slash of its type URL.
class AnyResolver {
 public:
  virtual ~AnyResolver() = default;
  // Null when this gateway has no such type. Called on workers: must be thread-safe.
  virtual const MessageTable* resolve(std::string_view full_name) const = 0;
};

}  // namespace bff::proto
