// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

#include "runtime/http1/fault.hpp"

namespace bff::runtime::http1 {

// Takes the chunked coding off a request's content (RFC 9112 §7.1), in place and byte by byte,
// so that it does not matter how the bytes are cut. No blank is taken outside quotes, no line end
// but CRLF, nothing but CRLF behind a chunk's data: each has been a smuggling vector
// (CVE-2025-55315, CVE-2025-43859, CVE-2025-22871). Trailers are left to the caller.
class ChunkedDecoder {
 public:
  enum class Progress { more, done, failed };

  // `body_limit`: decoded bytes; `extension_limit`: bytes of all extensions of the request.
  void start(std::size_t body_limit, std::size_t extension_limit) noexcept;

  // Reads data[read..size) and writes the content to data[write..), where write <= read; moves
  // both on. After `done`, `read` is behind the line of the last chunk, where trailers begin.
  Progress decode(char* data, std::size_t size, std::size_t& read, std::size_t& write);

  // Precondition: decode() returned failed.
  Fault fault() const noexcept { return fault_; }

 private:
  enum class State : std::uint8_t {
    size_start,
    size,
    extension_name_start,
    extension_name,
    extension_value_start,
    extension_token,
    extension_quoted,
    extension_escaped,
    extension_quoted_end,
    size_lf,
    data,
    data_cr,
    data_lf,
  };

  Fault take_line_byte(char c);
  Fault take_size_byte(char c);
  Fault take_extension_byte(char c);
  Fault end_size_line();

  State state_ = State::size_start;
  Fault fault_ = Fault::none;
  std::uint64_t size_ = 0;  // of the chunk: announced, then what is left of it
  unsigned digits_ = 0;
  std::size_t body_left_ = 0;
  std::size_t extensions_left_ = 0;
};

}  // namespace bff::runtime::http1
