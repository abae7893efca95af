// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "proto/field_tree.hpp"
#include "proto/message_table.hpp"

namespace bff::proto {

// How proto3 JSON is read beyond what the mapping itself says.
struct ReadOptions {
  // Passes over fields and names of enums that are unknown, as protobuf's option of that name does;
  // without it they are refused.
  bool ignore_unknown = false;
  // Takes the names of enums without their prefix too, as JsonFormat writes them by default.
  bool short_enum_names = false;
  // Takes a message that lacks fields which proto2 requires: the rest of it comes from elsewhere.
  bool partial = false;
  // How many lists and objects may enclose a value, and so how deep the reader calls itself; of
  // messages, kMaxDepth holds besides.
  int max_depth = 100;
  const AnyResolver* any = nullptr;  // without it no Any can be read
  // Fields outside are refused, or ignored, as unknown ones are. Null: all of them are welcome.
  const FieldTree* closure = nullptr;
};

// Appends the message that `json` is as proto3 JSON, in one pass from bytes to bytes.
//
// The result is what protobuf's own writers make of the same message: fields in the order of their
// numbers whatever their order in the text, lists packed where the .proto packs them, zeros of
// fields without presence left out. Only the entries of a map stay in the order of the text. So
// the same value always becomes the same bytes.
//
// Stricter than most readers, so that no two of them can understand a text differently: a field
// that is set twice, by either of its names, a repeated key of a map, and a second member of a
// oneof are refused. Within Struct and Value repeated names are JSON's own affair: the last wins.
// Null is an absent field, but a value in a Value and in a NullValue.
//
// Errors: invalid_body. `parameter` is "body" with the JSON pointer (RFC 6901) of what is at fault,
// such as "body/item/quantity", and `detail` says what was expected there. `out` is then as it was.
// Temporary memory, if any is needed, comes from `arena`.
Result<void> append_message(std::string& out, std::string_view json, const MessageTable& table,
                            const ReadOptions& options, std::pmr::memory_resource& arena);

// The same of one field's value, with its tag: a list's elements, a map's entries. Null appends
// nothing. A closure is then the tree within the field.
Result<void> append_field(std::string& out, std::string_view json, const Field& field,
                          const ReadOptions& options, std::pmr::memory_resource& arena);

}  // namespace bff::proto
