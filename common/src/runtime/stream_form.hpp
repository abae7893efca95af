// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "plan/plan.hpp"
#include "runtime/http1/exchange.hpp"
#include "runtime/respond.hpp"

namespace bff::runtime {

// Makes JSON of a stream's messages. One for each stream.
class MessageJson {
 public:
  virtual ~MessageJson() = default;
  // Appends the JSON of one message, on one line.
  virtual Result<void> append(std::string& out, std::string_view message) = 0;
  // What a client says when it comes back, to be told where it stopped; nullopt: no such thing.
  virtual Result<std::optional<std::string>> id_of(std::string_view message) = 0;
};

// Why a stream ends.
enum class StreamEnd : std::uint8_t {
  done,     // the service has said all
  failed,   // by an error
  expired,  // its life is over, or this gateway stops: the client may open it again
};

// Header lines: proxies hold back what they may, and these say that nothing of it is to be kept or
// gathered.
inline constexpr std::string_view kUnbuffered =
    "cache-control: no-store\r\nx-accel-buffering: no\r\n";

// What a stream of messages looks like to its client. Appends bytes of the answer's content.
class StreamForm {
 public:
  virtual ~StreamForm() = default;
  // Told the first message before anything else, where the answer begins with one. Error: as of
  // message().
  virtual Result<void> first(std::string_view) { return {}; }
  // Status and header lines, to begin with.
  virtual http1::Response head() = 0;
  // What stands before the first message.
  virtual void open(std::string&) {}
  // Error: upstream_invalid, when the message is none, or has no JSON form. What was appended is
  // then of no use.
  virtual Result<void> message(std::string& out, std::string_view message) = 0;
  // What keeps a quiet connection open, if the form has such a thing.
  virtual void heartbeat(std::string&) {}
  // The end of the content. `error`: why, unless it is `done`. False when the form has no way to
  // say it, so that the answer must be left unfinished.
  virtual bool end(std::string& out, StreamEnd why, const Error* error) = 0;
};

// "text/event-stream", "application/x-ndjson".
std::string_view media_type_of(plan::StreamPlan::Form form) noexcept;

// text/event-stream: an event for each message, comments as heartbeats; an error is a last event
// `error` with a problem as its data. What has expired just ends: an EventSource comes back by
// itself, after `retry`. `lines`: more header lines of the answer.
std::unique_ptr<StreamForm> make_sse_form(std::unique_ptr<MessageJson> json,
                                          const AnswerContext& context, std::string lines,
                                          std::chrono::milliseconds retry);
// application/x-ndjson: a line for each message; an error, also that of what has expired, is a last
// line {"_error": problem}.
std::unique_ptr<StreamForm> make_ndjson_form(std::unique_ptr<MessageJson> json,
                                             const AnswerContext& context, std::string lines);

}  // namespace bff::runtime
