// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "proto/message_table.hpp"

namespace bff::proto {

// The JSON pointer (RFC 6901) of the first field that proto2 requires and that the message, or one
// within it, lacks: "/book/title". Empty when it has all of them, which costs nothing where no
// message requires any. Precondition: `message` is protobuf.
std::string missing_field(const MessageTable& table, std::string_view message);

}  // namespace bff::proto
