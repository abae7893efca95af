// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "proto/message_table.hpp"
#include "proto/wire.hpp"

namespace bff::plan {

// Appends pieces of protobuf's wire format (protobuf.dev/programming-guides/encoding).

void append_varint(std::string& out, std::uint64_t value);
void append_tag(std::string& out, std::uint32_t number, proto::wire::Type type);
// Length and bytes.
void append_bytes(std::string& out, std::string_view bytes);
// A number of this type without its tag. Precondition: the type is neither text nor message.
void append_number(std::string& out, proto::FieldType type, std::uint64_t bits);
// Puts the length of what was appended since `start` before it.
void prepend_length(std::string& out, std::size_t start);

}  // namespace bff::plan
