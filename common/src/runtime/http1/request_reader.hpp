// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "runtime/http1/chunked_decoder.hpp"
#include "runtime/http1/fault.hpp"
#include "runtime/http1/field_rules.hpp"
#include "runtime/http1/input_buffer.hpp"
#include "runtime/http1/request.hpp"
#include "runtime/http1/request_line.hpp"

namespace bff::runtime::http1 {

struct Limits {
  std::size_t request_line = 8 * 1024;  // bytes, without CRLF; longer: 414
  std::size_t headers = 32 * 1024;      // bytes of all header and trailer lines; more: 431
  std::size_t fields = 100;             // header and trailer lines; more: 431
  std::size_t body = 1 << 20;           // bytes after chunk decoding; more: 413
  std::size_t chunk_extensions = 4096;  // bytes per request; more: 400
};

// Reads HTTP/1.1 requests from bytes, strictly (RFC 9112): what a lenient parser
// would read in two ways is refused, on every pipelined message. Sans-io: bytes in, requests out.
// The outcome never depends on how the bytes are cut.
//
// Sequence: (prepare commit) then next() until it wants more; consume() after each request
// is answered. After an error the connection is to be answered once and closed.
//
// Content may be taken as it comes: with `asks`, next() stops behind each head that has content,
// and take_content() says how it is taken. After detach_head() each (next content drop_content)
// hands on a part of it.
class RequestReader {
 public:
  enum class State {
    need_head,  // incomplete head (or nothing at all: idle() tells)
    head,       // head complete, take_content() is to be called; request() has no body yet
    need_body,  // head complete, body is not
    complete,   // request() is valid
    failed,     // error() is valid
  };

  explicit RequestReader(const Limits& limits, bool asks = false);
  // From the next head on.
  void ask(bool asks) noexcept { asks_ = asks; }

  // Space for at least `size` bytes to read into; commit() what came. Views of a request move
  // with the bytes: those taken from request() before are void.
  char* prepare(std::size_t size);
  void commit(std::size_t size);
  // The space that is there without prepare(): a request stays where it is while its
  // connection reads on into it.
  std::span<char> spare() noexcept { return buffer_.spare(); }
  // How many bytes are worth reading at once now.
  std::size_t read_hint() const noexcept;

  State next();
  // Precondition: next() returned head or complete.
  const Request& request() const noexcept { return request_; }
  // malformed_request 400, uri_too_long 414, headers_too_large 431, content_too_large 413,
  // expectation_failed 417, not_implemented 501 (unknown method, CONNECT, transfer coding other
  // than chunked) with a detail that names the broken rule.
  const Error& error() const noexcept { return error_; }
  // The same rule, for tests and counters.
  Fault fault() const noexcept { return fault_; }

  // Goes on to the content, which has at most so many bytes decoded (nullopt: Limits::body).
  // Precondition: next() returned head.
  void take_content(std::optional<std::size_t> limit);
  // Copies the head out of the buffer: request() without its body stays valid until consume(),
  // whatever is read. Precondition: next() returned head, with or without take_content() since,
  // or complete.
  void detach_head();
  bool detached() const noexcept { return !head_.empty(); }
  // What next() has decoded and drop_content() has not dropped. Holds until prepare().
  std::string_view content() const noexcept {
    return {buffer_.data() + body_begin_, body_end_ - body_begin_};
  }
  void drop_content();
  // Bytes that have come and are not dropped.
  std::size_t waiting() const noexcept { return buffer_.size(); }
  // All that follows are bare bytes: content() without end. Precondition: next() returned complete.
  void leave_http();

  // The head asked for "100-continue" and no body byte has come: the server writes
  // "HTTP/1.1 100 Continue" once before it waits for the body. True once per request.
  bool take_expect_continue();

  // Drops the answered request from the buffer; what follows it (pipelined) stays.
  void consume();

  // Pipelined requests wait that are many enough: no more room is to be made for others.
  bool backlogged() const noexcept;
  bool idle() const noexcept;     // no byte of a next request has come
  bool in_body() const noexcept;  // the head is complete, the content is not
  // The client closed its side: an incomplete request becomes `failed` (malformed_request), bare
  // bytes are complete.
  State end_of_input();

 private:
  enum class Stage : std::uint8_t {
    request_line,
    fields,
    head,
    body,
    chunks,
    trailers,
    raw,
    complete,
    failed
  };
  enum class Line : std::uint8_t { taken, incomplete, failed };

  // Each reads what there is of its stage; false: more bytes are needed.
  bool read_request_line();
  bool read_fields();
  bool read_body();
  bool read_chunks();

  bool skip_blank_line();
  Line take_line(std::size_t most, Fault too_long, std::string_view& line);
  Line take_field_line(std::string_view& line);
  Fault read_field(std::string_view line);
  void finish_head();
  void fill_request();
  void complete();
  void insert_path();
  bool fail(Fault fault);
  void move_views(const char* from, const char* to);

  Limits limits_;
  InputBuffer buffer_;
  Stage stage_ = Stage::request_line;
  RequestLine line_;
  FieldRules rules_;
  ChunkedDecoder chunks_;
  Request request_;
  std::string head_;  // where detach_head() has put it
  bool asks_;
  bool blank_line_skipped_ = false;
  bool expect_continue_ = false;

  // Offsets from buffer_.data().
  std::size_t read_ = 0;      // what is behind has been understood
  std::size_t searched_ = 0;  // up to here there is no line end behind read_
  std::size_t body_begin_ = 0;
  std::size_t body_end_ = 0;     // decoded
  std::uint64_t body_left_ = 0;  // of Content-Length: not read yet
  std::size_t header_bytes_ = 0;
  std::size_t field_count_ = 0;

  Fault fault_ = Fault::none;
  Error error_;
};

}  // namespace bff::runtime::http1
