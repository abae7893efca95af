// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime::http1 {

// A response as the dispatcher hands it over. `headers` holds all header lines but Date,
// Content-Length, Transfer-Encoding and Connection, which the connection adds; each line ends in
// CRLF.
struct Response {
  int status = 200;
  std::string headers;  // "content-type: application/json\r\n…"
  std::string body;
  bool head_only = false;   // answer to HEAD: Content-Length of the body, no body
  bool no_content = false;  // 204, 304: no Content-Length either
  bool close = false;       // close after it
};

// Marks of an answer in parts, bytes that the kernel has not taken: at the high one its source is
// to stop, below the low one to go on.
inline constexpr std::size_t kHighWater = 64 * 1024;
inline constexpr std::size_t kLowWater = 16 * 1024;

// A request that is being answered: at once by respond(), in parts by
//   begin write* (end | cut),
// or by leaving HTTP:
//   upgrade write* (end | cut).
// The dispatcher keeps it until it has answered. Dropping it unanswered closes the connection,
// dropping it in the middle of an answer is cut().
//
// Handlers are called by the loop, not within the call that sets them, and never after the answer
// has ended; each is set at most once. A handler may call all functions and may drop the exchange.
// Like everything of a connection it belongs to the worker's thread.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // Valid until the answer has ended.
  virtual const Request& request() const noexcept = 0;
  virtual std::string_view peer() const noexcept = 0;  // address without port
  // At most once; may be called from within the handler.
  virtual void respond(Response response) = 0;
  // Called at most once, when the client has gone before the answer has ended: cancel what is
  // under way. A client that has only closed its sending side counts as gone, for nothing tells
  // the two apart; an answer that comes nevertheless is still sent.
  virtual void on_disconnect(std::function<void()> handler) = 0;

  // ---- Answers in parts

  // Status and header lines; the body is not looked at. The content is chunked, in HTTP/1.0 it
  // ends with the connection. To a HEAD, or with a status that has no content, parts are dropped.
  virtual void begin(Response head) = 0;
  // Sends a part; those of one turn of the loop share a system call. Takes the bytes in any case;
  // false: unsent() is at kHighWater, or the client has gone (then on_disconnect has been or will
  // be called). An empty part is no part.
  virtual bool write(std::string_view bytes) = 0;
  // Bytes that have been written and that the kernel has not taken yet.
  virtual std::size_t unsent() const noexcept = 0;
  // Called whenever unsent() has gone below kLowWater after a write() that returned false.
  virtual void on_writable(std::function<void()> handler) = 0;
  // The answer is whole: the connection goes on with the next request, if it is kept. After
  // upgrade(): closes once all is sent.
  virtual void end() = 0;
  // The answer stays unfinished, and the client sees it: what is written is sent without the last
  // chunk, then the connection is closed. Where the content ends with the connection (HTTP/1.0,
  // upgrade()) it is reset instead, and what is unsent is lost.
  virtual void cut() = 0;
  // Called once when the server drains, or has begun to: it waits for this answer, so one that
  // would last is to be ended.
  virtual void on_drain(std::function<void()> handler) = 0;

  // ---- Content in parts

  // Asks for the content: `part` gets it as it comes, in pieces as they happen to arrive, which
  // hold until it returns; `last` comes exactly once and may bring no bytes. `failed` instead ends
  // it: malformed_request, content_too_large, request_timeout. The connection is then closed after
  // the answer, as it is if the answer comes before the content is whole. A client that waits for
  // "100 Continue" gets it now, unless the answer has begun.
  //
  // Content that was read before the request was handed out comes whole, and none as an empty
  // last part. After upgrade(): all bytes behind the head; `last` when the client has closed its
  // sending side, which then is not told by on_disconnect, unless the content is paused.
  virtual void on_content(std::function<void(std::string_view bytes, bool last)> part,
                          std::function<void(const Error&)> failed) = 0;
  // Between the two `part` is not called, and TCP stops the client. `timeouts.body` does not run.
  virtual void pause_content() = 0;
  virtual void resume_content() = 0;

  // ---- Leaving HTTP

  // Sends 101 with "connection: upgrade" and these lines; from then on write() and on_content()
  // carry bare bytes. Precondition: request().upgrade.
  virtual void upgrade(std::string headers) = 0;
};

// On what terms the content of a request is taken.
struct ContentTerms {
  bool stream = false;               // hand the request out at once, its content by on_content()
  std::optional<std::size_t> limit;  // decoded bytes, more: 413; nullopt: Limits::body
  // Of streamed content, bytes a second: fewer of them in `timeouts.body`, while they are asked
  // for, are a request_timeout. 0: any byte begins that time anew.
  std::size_t least_rate = 512;
};

// What a connection calls.
struct Callbacks {
  std::function<void(std::shared_ptr<Exchange>)> on_request;
  // A request that could not be read: returns the problem+json response; the connection is then
  // closed. Also asked for request_timeout.
  std::function<Response(const Error&, std::string_view peer)> on_unreadable;
  // Asked when the head of a request that has content is complete; its views hold during the
  // call, its body is empty. Without it all content is read before the request is handed out.
  std::function<ContentTerms(const Request&)> on_head;
};

}  // namespace bff::runtime::http1
