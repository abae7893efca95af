// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// Server-sent events as a browser's EventSource reads them (WHATWG HTML §9.2), appended to what is
// to be sent.
namespace bff::framing::sse {

inline constexpr std::string_view kContentType = "text/event-stream";

struct Head {
  // What a client that comes back sends as Last-Event-ID; an empty one makes it forget the last.
  // One that holds U+0000, CR or LF is left out: no client would keep it (§9.2.6).
  std::optional<std::string_view> id;
  // What addEventListener() names; empty: `message`. One that holds CR or LF is left out.
  std::string_view event;
};

// A whole event. Every CR, LF and CRLF of `data` begins another `data:` line, which the client puts
// together again with LF. Empty data is an event too.
void append_event(std::string& out, const Head& head, std::string_view data);

// The same around data that the caller appends itself, without a copy:
//   begin_event; out += data; end_event
// Precondition: the data holds neither CR nor LF, as JSON of this gateway's writers does not.
void begin_event(std::string& out, const Head& head);
void end_event(std::string& out);

// How long a client is to wait before it connects again, from now on.
void append_retry(std::string& out, std::chrono::milliseconds wait);

// What the client passes over: keeps proxies from closing a connection that is silent (§9.2.7).
// Line breaks in `text` begin further comments.
void append_comment(std::string& out, std::string_view text = {});

}  // namespace bff::framing::sse
