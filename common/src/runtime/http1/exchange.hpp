// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime::http1 {

// A response as the dispatcher hands it over. `headers` holds all header lines but Date,
// Content-Length and Connection, which the connection adds; each line ends in CRLF.
struct Response {
  int status = 200;
  std::string headers;  // "content-type: application/json\r\n…"
  std::string body;
  bool head_only = false;   // answer to HEAD: Content-Length of the body, no body
  bool no_content = false;  // 204, 304: no Content-Length either
  bool close = false;       // close after it
};

// A request that is being answered. The dispatcher keeps it until it has responded.
// Like everything of a connection it belongs to the worker's thread.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // Valid until respond().
  virtual const Request& request() const noexcept = 0;
  virtual std::string_view peer() const noexcept = 0;  // address without port
  // Exactly once; may be called from within the handler. Dropping the exchange unanswered
  // closes the connection.
  virtual void respond(Response response) = 0;
  // Called at most once, when the client has gone before respond(): cancel what is under way.
  // A client that has only closed its sending side counts as gone, for nothing tells the two
  // apart; a response that comes nevertheless is still sent.
  virtual void on_disconnect(std::function<void()> handler) = 0;
};

// What a connection calls.
struct Callbacks {
  std::function<void(std::shared_ptr<Exchange>)> on_request;
  // A request that could not be read: returns the problem+json response; the connection is then
  // closed. Also asked for request_timeout.
  std::function<Response(const Error&, std::string_view peer)> on_unreadable;
};

}  // namespace bff::runtime::http1
