// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "proto/message_table.hpp"

namespace bff::plan {

// Appends a message in the one form that all encodings of its value share: each field once, in the
// .proto's order, without zeros that mean nothing, lists unpacked, maps by key, varints minimal.
// What the .proto does not know stays as it is, at the end: it may make a difference to whom the
// message is sent. For comparing only.
// Error: upstream_invalid when the bytes are no protobuf of this type.
Result<void> append_canonical(std::string& out, const proto::MessageTable& table,
                              std::string_view bytes, std::pmr::memory_resource& arena);

}  // namespace bff::plan
