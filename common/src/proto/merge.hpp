// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "json/appender.hpp"
#include "proto/message_table.hpp"

namespace bff::proto {

// Appends the message that `base` is with all that `over` sets: its scalars, lists and maps stand
// in place of those of `base`, singular messages are merged, a oneof has the member of `over`. Both
// are messages of `table`; `base` may have its fields in any order and messages in pieces, `over`
// has each singular message in one. Where both are in the order of numbers the result is, too.
// False when one of them is no protobuf; what was appended is then of no use.
bool append_merged(json::Appender& out, const MessageTable& table, std::string_view base,
                   std::string_view over);

}  // namespace bff::proto
