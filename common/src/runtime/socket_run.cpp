// SPDX-License-Identifier: Apache-2.0
#include "runtime/socket_run.hpp"

#include <algorithm>
#include <utility>

#include "framing/kept_text.hpp"
#include "framing/rpc_status.hpp"
#include "framing/websocket.hpp"
#include "runtime/error_details.hpp"
#include "runtime/request_run.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {

namespace websocket = framing::websocket;
namespace code = framing::websocket::close_code;
using upstream::Clock;

SocketRun::SocketRun(RequestRun& owner, boost::asio::io_context& loop, http1::Exchange& exchange,
                     SocketMessages::Parts parts, const SocketTerms& terms)
    : owner_(owner),
      exchange_(exchange),
      messages_(std::move(parts)),
      terms_(terms),
      reader_(terms.max_message),
      alarm_(loop, [this] { on_timer(); }) {}

void SocketRun::start(std::string headers, upstream::Client& client,
                      upstream::StreamRequest request, std::string_view message) {
  started_ = last_message_ = last_sent_ = Clock::now();
  exchange_.upgrade(std::move(headers));
  exchange_.on_content([this](std::string_view bytes, bool last) { on_part(bytes, last); },
                       nullptr);
  exchange_.on_writable([this] { on_client_reads(); });
  exchange_.on_drain([this] {
    refuse(code::kGoingAway,
           {.code = Errc::stream_expired, .detail = "the gateway stops: open it again"});
  });
  arm();
  stream_ = client.open(request, *this);
  if (terms_.whole) {
    stream_->write(message);
    stream_->half_close();
  }
  ask();
}

void SocketRun::on_message(std::string message) {
  asked_ = false;
  if (!terms_.method.server_streams && tally_.messages > 0) {
    return fail({.code = Errc::upstream_invalid, .internal = "more than one message"});
  }
  framing::forget_text(buffer_);
  const std::size_t begun = websocket::begin_frame(buffer_);
  if (const auto written = messages_.write(buffer_, message); !written) {
    return fail(written.error());
  }
  websocket::end_frame(buffer_, begun, websocket::Opcode::text);
  ++tally_.messages;
  last_message_ = Clock::now();
  send();
  ask();
}

void SocketRun::on_end(upstream::RpcOutcome outcome, upstream::Metadata) {
  if (outcome.code == 0) {
    if (!terms_.method.server_streams && tally_.messages == 0) {
      return fail({.code = Errc::upstream_invalid, .internal = "OK without a message"});
    }
    return close(code::kNormal, {}, 0, nullptr);
  }
  Error error = upstream::error_of(outcome);
  if (!outcome.details.empty() && !add_details(error, outcome, terms_.error_details)) {
    error.internal += kUnreadableDetails;
  }
  fail(error);
}

void SocketRun::ask() {
  if (full_ || std::exchange(asked_, true)) return;
  stream_->demand(1);
}

void SocketRun::send() {
  tally_.bytes += buffer_.size();
  last_sent_ = Clock::now();
  if (!exchange_.write(buffer_)) full_ = true;
}

void SocketRun::on_client_reads() {
  full_ = false;
  last_message_ = Clock::now();  // it was the client that let the service wait
  if (const auto payload = std::exchange(pong_, std::nullopt)) answer_ping(*payload);
  ask();
  arm();
}

void SocketRun::arm() {
  const auto idle = full_ ? Clock::time_point::max() : last_message_ + terms_.idle;
  const auto beat = (awaits_pong_ ? pinged_ : last_sent_) + terms_.heartbeat;
  alarm_.set(std::min({started_ + terms_.max_life, idle, beat}));
}

// Nothing is armed anew for each message: the alarm looks where things stand when it rings.
void SocketRun::on_timer() {
  const auto now = Clock::now();
  if (now >= started_ + terms_.max_life) {
    return refuse(code::kGoingAway,
                  {.code = Errc::stream_expired, .detail = "its time is over: open it again"});
  }
  if (!full_ && now >= last_message_ + terms_.idle) {
    return fail({.code = Errc::upstream_timeout, .detail = "no message for too long"});
  }
  if (awaits_pong_ && now >= pinged_ + terms_.heartbeat) {
    // What is unsent stands in front of the ping, and what is held back in front of the pong.
    if (exchange_.unsent() == 0 && !paused_) return gone("no answer to a ping");
    pinged_ = now;
  } else if (!awaits_pong_ && now >= last_sent_ + terms_.heartbeat) {
    ping(now);
  }
  arm();
}

void SocketRun::ping(Clock::time_point now) {
  last_sent_ = now;  // also where there is nothing to send, since the client does not read
  if (full_) return;
  framing::forget_text(buffer_);
  websocket::append_frame(buffer_, websocket::Opcode::ping, {});
  awaits_pong_ = true;
  pinged_ = now;
  send();
}

// A failure of the call.
void SocketRun::fail(const Error& error) {
  const int rpc_code = framing::rpc_code_of(error);
  close(websocket::close_code_of(rpc_code), framing::message_of(error), rpc_code, &error);
}

// An end that is the client's doing, or nobody's.
void SocketRun::refuse(std::uint16_t close_code, const Error& error) {
  std::string reason = error.parameter;
  if (!reason.empty()) reason += ": ";
  reason += framing::message_of(error);
  close(close_code, reason, upstream::code::kCancelled, &error);
}

void SocketRun::close(std::uint16_t close_code, std::string_view reason, int rpc_code,
                      const Error* error) {
  tally_.close = close_code;
  stream_.reset();
  framing::forget_text(buffer_);
  websocket::append_close(buffer_, close_code, reason);
  send();
  exchange_.end();
  owner_.on_socket_ended(rpc_code, error);
}

void SocketRun::gone(std::string detail) {
  const Error error{.code = Errc::client_closed_request, .detail = std::move(detail)};
  tally_.close = code::kBroken;
  stream_.reset();
  exchange_.cut();
  owner_.on_socket_ended(upstream::code::kCancelled, &error);
}

}  // namespace bff::runtime
