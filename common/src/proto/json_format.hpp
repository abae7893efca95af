// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "proto/message_table.hpp"
#include "proto/selection.hpp"

namespace bff::proto {

// How protobuf values look in JSON (docs/routes.md, `defaults`).
struct JsonFormat {
  enum class Int64 : std::uint8_t { string, number } int64 = Int64::string;
  enum class Enums : std::uint8_t { short_name, full_name, number } enums = Enums::short_name;
  enum class Names : std::uint8_t { camel_case, proto } names = Names::camel_case;
  // any: NaN and the infinities as texts; finite: such a value cannot be written (a 502).
  enum class Floats : std::uint8_t { any, finite } floats = Floats::any;
  // every_key: shapes; an absent field is null, an implicit one its zero, of a oneof only the set
  // member. proto3: what proto3 JSON prints by default, absent and zero fields left out.
  enum class Presence : std::uint8_t { every_key, proto3 } presence = Presence::every_key;
  const AnyResolver* any = nullptr;
};

// Appends one scalar, enum, text, bytes (base64) or message value. The field gives type, enum and
// message tables; `repeated` is not looked at: this writes one element.
// Errors: upstream_invalid (malformed message, Timestamp, Duration or FieldMask that has no JSON
// form, an Any that cannot be read, nesting above 100).
// `depth`: how many messages enclose this value already.
Result<void> write_value(std::string& out, const Field& field, const Cell& cell,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth = 0);

// Appends a whole message, straight from its wire bytes.
Result<void> write_message(std::string& out, const MessageTable& table, std::string_view bytes,
                           const JsonFormat& format, std::pmr::memory_resource& arena,
                           int depth = 0);

// Appends all of a selected field: one value, a list, or a map as an object (null when absent and
// the field has presence).
Result<void> write_field(std::string& out, const Field& field, const Slot& slot,
                         const JsonFormat& format, std::pmr::memory_resource& arena, int depth = 0);

}  // namespace bff::proto
