// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "json/appender.hpp"

namespace bff::proto {

// The well-known types whose JSON is a text, as protobuf's JSON mapping defines them. Each
// returns false, and has then appended nothing that is of use, when the value has no such form.

// "2024-02-29T12:00:00.500Z": UTC, with no, 3, 6 or 9 digits of a second.
bool append_timestamp(json::Appender& out, std::int64_t seconds, std::int32_t nanos);

// "-1.500s"
bool append_duration(json::Appender& out, std::int64_t seconds, std::int32_t nanos);

// One path of a FieldMask in camelCase, without quotes: "user.display_name" ->
// "user.displayName". Refused is what would not read back as the same path.
bool append_mask_path(json::Appender& out, std::string_view path);

}  // namespace bff::proto
