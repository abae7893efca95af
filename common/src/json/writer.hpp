// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::json {

// Appends JSON values to a string. Free functions over a growing buffer, not a class with a
// state: who writes an object knows where its commas go.

void append_int(std::string& out, std::int64_t value);
void append_uint(std::string& out, std::uint64_t value);
// The same in quotes: proto3 JSON of 64 bits, and the keys of maps.
void append_quoted_int(std::string& out, std::int64_t value);
void append_quoted_uint(std::string& out, std::uint64_t value);
// The shortest text that reads back as the same value; "NaN", "Infinity" and "-Infinity" in
// quotes (proto3 JSON). Whole numbers have no ".0".
void append_double(std::string& out, double value);
void append_float(std::string& out, float value);
// In quotes, escaped as RFC 8259 §7 wants: the quote, the backslash, controls; the rest as is.
// `text` must be valid UTF-8.
void append_string(std::string& out, std::string_view text);
// Standard base64 with padding, in quotes (RFC 4648 §4).
void append_base64(std::string& out, std::string_view bytes);

bool valid_utf8(std::string_view text) noexcept;

}  // namespace bff::json
