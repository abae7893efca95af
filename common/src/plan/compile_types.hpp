// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "proto/message_table.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

using CallSet = std::set<std::size_t>;  // indexes into RouteModel::calls

// What a value is while it is checked (docs/routes.md, "Types").
struct Type {
  // unknown: its problem was reported already, so nothing that follows from it is.
  enum class Kind { unknown, scalar, enumeration, message } kind = Kind::unknown;
  bool list = false, map = false;
  proto::FieldType scalar = proto::FieldType::text;  // as plain() gives it
  const proto::EnumTable* enumeration = nullptr;
  const proto::MessageTable* message = nullptr;  // a map: its entry message
  const proto::Field* field = nullptr;           // where it came from, if from a field
  bool text_input = false;  // a text that the client sent: it parses to the type that is wanted

  // Why it may be null: a service may leave it unset; or one of these calls may have failed as
  // null, or (tables) may have no such row.
  bool absent = false;
  CallSet missing;

  bool known() const noexcept { return kind != Kind::unknown; }
  bool nullable() const noexcept { return absent || !missing.empty(); }
  bool single(Kind wanted) const noexcept { return kind == wanted && !list && !map; }
};

Type scalar_type(proto::FieldType type);
Type message_type(const proto::MessageTable& table);

// The type of a field's value within a present message. A singular wrapper message is its scalar,
// which may be null: reads of it take one more step, wrapped_field().
Type type_of(const proto::Field& field);
// The type of a list's elements or a map's values; never null.
Type element_of(const Type& list);
// Field 1 of a wrapper message when `field` is a singular or repeated wrapper, else null.
const proto::Field* wrapped_field(const proto::Field& field);

// Types that differ in their wire format only are one: sint32 and sfixed32 are int32.
proto::FieldType plain(proto::FieldType type) noexcept;
// "int64", "string", "double" …
std::string_view name_of(proto::FieldType type) noexcept;
// The scalar type that a route file calls by this name; nullopt when there is none.
std::optional<proto::FieldType> scalar_named(std::string_view name) noexcept;
// "int64", "shop.v1.Money", "repeated string", "map<string, int32>".
std::string describe(const Type& type);
// "GetUserRequest.user_id", as messages name a field.
std::string describe(const proto::MessageTable& message, const proto::Field& field);

// Equal but for why they may be null.
bool same(const Type& a, const Type& b) noexcept;
// `from` can be written as `to`: the same, or wider without loss.
bool converts(const Type& from, const Type& to) noexcept;

// "did you mean 'display_name'? (shop/v1/users.proto:12)", or the fields that there are.
std::string field_remedy(const proto::MessageTable& message, std::string_view name,
                         const proto::Schema& schema);

}  // namespace bff::plan
