// SPDX-License-Identifier: Apache-2.0
// What the client of a WebSocket sends.
#include <utility>

#include "framing/kept_text.hpp"
#include "framing/websocket.hpp"
#include "runtime/socket_run.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {

namespace websocket = framing::websocket;
namespace code = framing::websocket::close_code;
using upstream::Clock;

void SocketRun::on_part(std::string_view bytes, bool last) {
  last_part_ = last;
  awaits_pong_ = false;  // whatever it is, the client lives
  take(bytes);
}

// Reads on until the service has enough; what is left is then kept, and all behind it is left to
// TCP: many small texts could become large messages by what path and query add to each.
void SocketRun::take(std::string_view bytes) {
  using Found = websocket::Reader::Found;
  while (stream_->unsent() <= upstream::Stream::kLowWater) {
    switch (reader_.next(bytes)) {
      case Found::nothing:
        if (last_part_) return gone();
        if (std::exchange(paused_, false)) exchange_.resume_content();
        return;
      case Found::text:
        if (!take_text()) return;
        break;
      case Found::binary:
        return refuse(code::kUnsupportedData, {.code = Errc::invalid_body,
                                               .detail = "a binary message where JSON is spoken"});
      case Found::ping:
        answer_ping(reader_.payload());
        break;
      case Found::pong:
        break;
      case Found::close:
        return close(reader_.close_code(), {}, upstream::code::kCancelled, nullptr);
      case Found::failed: {
        const bool large = reader_.close_code() == code::kTooBig;
        return refuse(reader_.close_code(),
                      {.code = large ? Errc::content_too_large : Errc::malformed_request,
                       .detail = std::string{reader_.why()}});
      }
    }
  }
  rest_ = bytes;
  if (!std::exchange(paused_, true)) exchange_.pause_content();
}

// The service takes messages again.
void SocketRun::resume() {
  if (paused_) take(std::exchange(rest_, {}));
}

// False when that was the end of all.
bool SocketRun::take_text() {
  const auto refused = [this](std::string_view why) {
    refuse(code::kUnsupportedData, {.code = Errc::invalid_body, .detail = std::string{why}});
    return false;
  };
  const bool many = terms_.method.client_streams;
  const bool end = reader_.message().empty();
  if (ended_) return refused("a message behind the end of the messages");
  last_message_ = Clock::now();
  if (end) {
    if (!many && !terms_.whole && tally_.received == 0) {
      return refused("the end of the messages, and this method takes one");
    }
    ended_ = true;
    if (many) stream_->half_close();
    return true;
  }
  if (!many && terms_.whole) return refused("path and query are the request: send no message");
  if (!many && tally_.received > 0) return refused("a second message, and this method takes one");
  framing::forget_text(buffer_);
  if (const auto read = messages_.read(buffer_, reader_.message()); !read) {
    refuse(code::kInvalidData, read.error());
    return false;
  }
  ++tally_.received;
  stream_->write(buffer_);
  if (!many) stream_->half_close();
  return true;
}

// Of several pings the last one counts (RFC 6455 §5.5.3), so that a client that sends them and
// does not read what comes back fills no memory.
void SocketRun::answer_ping(std::string_view payload) {
  if (full_) {
    pong_ = payload;
    return;
  }
  framing::forget_text(buffer_);
  websocket::append_frame(buffer_, websocket::Opcode::pong, payload);
  send();
}

}  // namespace bff::runtime
