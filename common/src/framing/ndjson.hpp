// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

// One JSON text a line (github.com/ndjson/ndjson-spec 3.1), as google.api.http's transcoders send
// streams too.
namespace bff::framing::ndjson {

inline constexpr std::string_view kContentType = "application/x-ndjson";

// `json` must be one JSON text. Line breaks between its tokens, which are the only ones that a JSON
// text can hold, become spaces.
void append_line(std::string& out, std::string_view json);

// Behind a text that the caller appended itself. Precondition: it holds no line break.
inline void end_line(std::string& out) { out += '\n'; }

}  // namespace bff::framing::ndjson
