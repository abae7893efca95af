// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/system/result.hpp>

namespace bff {

// What went wrong while a request was served. Each has one row in error.cpp: the last part of
// its `type` URN, its HTTP status and its title; docs/problems.md explains each to a client.
enum class Errc : std::uint8_t {
  malformed_request,       // 400 the bytes are no HTTP request that may be served
  invalid_path,            // 400 the path is not canonical
  invalid_parameter,       // 400 a declared input is missing, repeated, ill-typed or out of bounds
  invalid_body,            // 400 the body is not the JSON that a route takes
  invalid_argument,        // 400 a service refused what it was asked
  login_failed,            // 400 a login by browser did not come to its end
  unauthenticated,         // 401 no credentials
  invalid_token,           // 401 credentials that do not hold
  insufficient_login,      // 401 the login is too old, or of another class than a route wants
  forbidden,               // 403
  cross_site_request,      // 403 a cookie came with what another site may have sent
  insufficient_scope,      // 403 a scope that the route wants is not granted
  invalid_claim,           // 403 a claim does not parse to the type that a call needs
  not_found,               // 404 no such route, or a service said NOT_FOUND
  method_not_allowed,      // 405
  not_acceptable,          // 406 the client takes no media type that the answer could have
  request_timeout,         // 408 the client did not send its request in time
  conflict,                // 409
  content_too_large,       // 413
  uri_too_long,            // 414
  unsupported_media_type,  // 415 a body that is not application/json
  expectation_failed,      // 417
  upgrade_required,        // 426 only a WebSocket is served here
  app_outdated,            // 426 the client app is older than what is served
  too_many_requests,       // 429
  headers_too_large,       // 431
  client_closed_request,   // 499 nobody is left to answer; only the log sees it
  internal,                // 500 a fault of this gateway
  not_implemented,         // 501
  upstream_error,          // 502 a service failed by its own fault (UNKNOWN, INTERNAL, DATA_LOSS)
  upstream_invalid,        // 502 a service's answer is not what its proto says
  upstream_absent,         // 502 `!` did not hold: a service left out what must be there
  upstream_unavailable,    // 503
  stream_expired,          // 503 a stream whose time is over; to be opened again
  overloaded,              // 503 this gateway has reached one of its own limits
  upstream_timeout,        // 504
  declared_problem,        // a problem that the route declares, with its own status and title
};

// What a service said of its failure beside the code, as far as it is for the client.
struct ErrorDetails {
  std::string members;   // of the problem object, as JSON: `,"violations":[…],"reason":"…"`
  int retry_after = -1;  // seconds; below zero: not said
  // The same for clients that speak gRPC: full names of messages of google.rpc, and their bytes.
  std::vector<std::pair<std::string, std::string>> messages = {};
};

// The one error type. What the client may read (`detail`, `call`, `parameter`) is kept apart
// from what only the log may hold (`internal`). runtime/respond turns it into problem+json.
struct Error {
  Errc code = Errc::internal;
  std::string detail;    // for the client: names the culprit, leaks nothing; may be empty
  std::string internal;  // for the log only: upstream texts, addresses, causes
  std::string call;      // the call of the route that failed, if one did
  // The input that is at fault, as the client knows it: "query.recent", or "body" and a JSON
  // pointer: "body/item/quantity".
  std::string parameter;
  int status = 0;     // HTTP status where it differs from the code's own; 0: the code's own
  int rpc_code = 0;   // google.rpc.Code of the call that failed; 0: none did, or none is known
  std::string title;  // where it differs from the code's own
  std::vector<std::string> completed;  // calls that had written when it happened, in plan order
  std::string challenge;               // more members of its WWW-Authenticate: ", max_age=\"300\""
  std::shared_ptr<const ErrorDetails> details = nullptr;  // null: none
};

struct ErrcInfo {
  std::string_view slug;   // "upstream-timeout", the tail of urn:bff:…
  int status;              // HTTP status
  std::string_view title;  // for the client
};

const ErrcInfo& info(Errc code) noexcept;

inline int status_of(const Error& error) noexcept {
  return error.status != 0 ? error.status : info(error.code).status;
}

template <class T>
using Result = boost::system::result<T, Error>;

// Called by Result::value(), which this project does not use on the request path.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& location);

}  // namespace bff
