// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "json/appender.hpp"
#include "proto/fault.hpp"
#include "proto/json_format.hpp"
#include "proto/message_table.hpp"
#include "proto/selection.hpp"

namespace bff::proto {

// Appends a number, enum, text or bytes. Precondition: the field is no message and no group.
// Fault: a text that is not UTF-8, a float that the format refuses.
Fault append_scalar(json::Appender& out, const Field& field, const Cell& cell,
                    const JsonFormat& format);

}  // namespace bff::proto
