// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::runtime::http1 {

// How a client learns where a response's content ends.
enum class Framing : std::uint8_t {
  length,       // Content-Length
  chunked,      // RFC 9112 §7.1
  until_close,  // for HTTP/1.0, which knows no chunks
  none,         // there is no content, as in an answer to HEAD: parts are dropped
  raw,          // no HTTP any more, after 101
};

// Appends one part as the framing wants it. An empty one is left out: it would end the content.
// Precondition: the framing is not `length`.
void append_part(Framing framing, std::string_view bytes, std::string& out);

// Appends what ends the content.
void append_end(Framing framing, std::string& out);

}  // namespace bff::runtime::http1
