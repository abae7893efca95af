// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

#include "json/appender.hpp"

namespace bff::proto {

inline constexpr std::int32_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kMinTimestamp = -62'135'596'800;  // 0001-01-01T00:00:00Z
inline constexpr std::int64_t kMaxTimestamp = 253'402'300'799;  // 9999-12-31T23:59:59Z
inline constexpr std::int64_t kMaxDuration = 315'576'000'000;   // about 10,000 years, either way

// The well-known types whose JSON is a text, as protobuf's JSON mapping defines them. Each
// returns false, and has then appended nothing that is of use, when the value has no such form.

// "2024-02-29T12:00:00.500Z": UTC, with no, 3, 6 or 9 digits of a second.
bool append_timestamp(json::Appender& out, std::int64_t seconds, std::int32_t nanos);

// "-1.500s"
bool append_duration(json::Appender& out, std::int64_t seconds, std::int32_t nanos);

// One path of a FieldMask in camelCase, without quotes: "user.display_name" ->
// "user.displayName". Refused is what would not read back as the same path.
bool append_mask_path(json::Appender& out, std::string_view path);

// The way back. Each returns false when the text is none of its kind, and never reads a text that
// the functions above would not write, but for the digits of a fraction and a timestamp's offset.

// RFC 3339 with a capital T and Z: "2024-02-29T13:00:00.5+01:00". A second has up to 9 digits.
bool parse_timestamp(std::string_view text, std::int64_t& seconds, std::int32_t& nanos) noexcept;
bool parse_duration(std::string_view text, std::int64_t& seconds, std::int32_t& nanos) noexcept;
// One path of a FieldMask in camelCase: "user.displayName" -> "user.display_name".
bool append_snake_path(json::Appender& out, std::string_view path);

}  // namespace bff::proto
