// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"

namespace bff::runtime {

// One RPC of a finished request.
struct CallRecord {
  std::string_view name;  // the call's, in the route file
  std::string_view upstream;
  std::string endpoint;  // who answered the last attempt; may be empty
  int code = 0;          // google.rpc.Code
  std::uint32_t attempts = 0;
  std::chrono::nanoseconds duration{0};
  std::string message;  // what the service said about a failure; for operators only
};

// What one line of the access log says.
struct AccessRecord {
  std::chrono::system_clock::time_point time;
  std::string_view client;  // "web"
  std::string_view request_id;
  std::string_view trace_id;
  std::string_view peer;
  std::string_view method;
  std::string_view path;   // without the query, which may hold secrets
  std::string_view route;  // empty: none matched
  int status = 0;
  std::size_t bytes = 0;       // of the body
  std::uint64_t messages = 0;  // of a stream, that the client was sent; 0: not told
  std::uint64_t received = 0;  // of a WebSocket, that the client has sent; 0: not told
  std::uint16_t close = 0;     // of a WebSocket, the code that it ended with; 0: not told
  std::chrono::nanoseconds duration{0};
  std::span<const CallRecord> calls;
  const Error* error = nullptr;  // what ended the request
};

// Appends the record as one line of JSON, without a line end. Keys: docs/operations.md. Bytes that
// are no valid UTF-8 are written as U+FFFD, controls are escaped: a client cannot forge a line.
void append_access_line(std::string& line, const AccessRecord& record);

// `,"key":"value"` of a line, by the same rules; nothing where the value is empty.
void append_member(std::string& line, std::string_view key, std::string_view value);

// RFC 3339 in UTC with milliseconds: "2026-01-31T12:00:00.000Z".
void append_time(std::string& out, std::chrono::system_clock::time_point time);

}  // namespace bff::runtime
