// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "json/appender.hpp"

namespace bff::json {

// Appends JSON values. Free functions, not a class with a state: who writes an object knows where
// its commas go.

void append_int(Appender& out, std::int64_t value);
void append_uint(Appender& out, std::uint64_t value);
// The same in quotes: proto3 JSON of 64 bits, and the keys of maps.
void append_quoted_int(Appender& out, std::int64_t value);
void append_quoted_uint(Appender& out, std::uint64_t value);
// The shortest text that reads back as the same value; "NaN", "Infinity" and "-Infinity" in
// quotes (proto3 JSON). Whole numbers have no ".0".
void append_double(Appender& out, double value);
void append_float(Appender& out, float value);
// In quotes, escaped as RFC 8259 §7 wants: the quote, the backslash, controls; the rest as is.
// `text` must be valid UTF-8.
void append_string(Appender& out, std::string_view text);
// The same as a string of its own.
std::string quoted(std::string_view text);
// Standard base64 with padding, in quotes (RFC 4648 §4).
void append_base64(Appender& out, std::string_view bytes);

bool valid_utf8(std::string_view text) noexcept;

}  // namespace bff::json
