// SPDX-License-Identifier: Apache-2.0
#include "runtime/stream_run.hpp"

#include <algorithm>
#include <utility>

#include "runtime/error_details.hpp"
#include "runtime/request_run.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {

using upstream::Clock;

StreamRun::StreamRun(RequestRun& owner, boost::asio::io_context& loop, http1::Exchange& exchange,
                     std::unique_ptr<StreamForm> form, const StreamTerms& terms)
    : owner_(owner),
      exchange_(exchange),
      form_(std::move(form)),
      terms_(terms),
      alarm_(loop, [this] { on_timer(); }) {}

void StreamRun::start(upstream::Client& client, upstream::StreamRequest request,
                      std::string_view message) {
  started_ = last_message_ = last_sent_ = Clock::now();
  call_ = request.call;
  exchange_.on_writable([this] { on_writable_again(); });
  exchange_.on_drain([this] {
    const Error error{.code = Errc::stream_expired, .detail = "the gateway stops: open it again"};
    finish(StreamEnd::expired, &error);
  });
  arm();
  stream_ = client.open(request, *this);
  stream_->write(message);
  stream_->half_close();
  stream_->demand(1);
}

void StreamRun::begin() {
  begun_ = true;
  exchange_.begin(form_->head());
  buffer_.clear();
  form_->open(buffer_);
  send();
}

void StreamRun::send() {
  if (buffer_.empty()) return;
  tally_.bytes += buffer_.size();
  last_sent_ = Clock::now();
  if (!exchange_.write(buffer_)) full_ = true;
}

void StreamRun::on_message(std::string message) {
  if (!begun_) begin();
  buffer_.clear();
  if (const auto written = form_->message(buffer_, message); !written) return fail(written.error());
  ++tally_.messages;
  last_message_ = Clock::now();
  send();
  if (!full_) stream_->demand(1);
}

void StreamRun::on_writable_again() {
  if (!full_) return;
  full_ = false;
  last_message_ = Clock::now();  // it was the client that let the service wait
  stream_->demand(1);
}

void StreamRun::on_end(upstream::RpcOutcome outcome, upstream::Metadata) {
  if (outcome.code == 0) return finish(StreamEnd::done, nullptr);
  Error error = upstream::error_of(outcome);
  if (!outcome.details.empty() && !add_details(error, outcome, terms_.error_details)) {
    error.internal += kUnreadableDetails;
  }
  fail(std::move(error));
}

void StreamRun::arm() {
  const auto idle = full_ ? Clock::time_point::max() : last_message_ + terms_.idle;
  alarm_.set(std::min({started_ + terms_.max_life, idle, last_sent_ + terms_.heartbeat}));
}

// Nothing is armed anew for each message: the timer looks where things stand when it fires.
void StreamRun::on_timer() {
  const auto now = Clock::now();
  if (now >= started_ + terms_.max_life) {
    const Error error{.code = Errc::stream_expired, .detail = "its time is over: open it again"};
    return finish(StreamEnd::expired, &error);
  }
  if (!full_ && now >= last_message_ + terms_.idle) {
    return fail(
        {.code = Errc::upstream_timeout, .detail = "the service has sent nothing for too long"});
  }
  if (now >= last_sent_ + terms_.heartbeat) {
    if (!begun_) begin();
    buffer_.clear();
    if (!full_) form_->heartbeat(buffer_);
    last_sent_ = now;  // also where there was nothing to send
    send();
  }
  arm();
}

void StreamRun::fail(Error error) {
  error.call = call_;
  finish(StreamEnd::failed, &error);
}

void StreamRun::finish(StreamEnd why, const Error* error) {
  stream_.reset();
  if (!begun_ && error != nullptr) return owner_.on_stream_refused(*error);
  if (!begun_) begin();
  buffer_.clear();
  const bool whole = form_->end(buffer_, why, error);
  send();
  if (whole) {
    exchange_.end();
  } else {
    exchange_.cut();
  }
  owner_.on_stream_ended(error);
}

}  // namespace bff::runtime
