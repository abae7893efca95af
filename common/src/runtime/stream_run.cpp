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

void StreamRun::start(upstream::Client& client, const upstream::StreamRequest& request,
                      std::string_view message) {
  open(client, request);
  stream_->write(message);
  stream_->half_close();
  stream_->demand(1);
}

void StreamRun::start(upstream::Client& client, const upstream::StreamRequest& request,
                      const transcode::UploadMessages& messages) {
  open(client, request);
  stream_->demand(1);
  content_.emplace(*this, exchange_, messages).start(*stream_);
}

void StreamRun::open(upstream::Client& client, const upstream::StreamRequest& request) {
  started_ = last_message_ = last_sent_ = Clock::now();
  call_ = request.call;
  exchange_.on_writable([this] { on_writable_again(); });
  if (!terms_.transfer) {
    exchange_.on_drain([this] {
      const Error error{.code = Errc::stream_expired, .detail = "the gateway stops: open it again"};
      finish(StreamEnd::expired, &error);
    });
  }
  arm();
  stream_ = client.open(request, *this);
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
  last_message_ = Clock::now();
  if (!form_) return keep(std::move(message));
  if (!begun_) {
    if (const auto ready = form_->first(message); !ready) return fail(ready.error());
    begin();
  }
  buffer_.clear();
  if (const auto written = form_->message(buffer_, message); !written) return fail(written.error());
  ++tally_.messages;
  send();
  if (!full_) stream_->demand(1);
}

void StreamRun::keep(std::string message) {
  if (answer_) {
    return fail({.code = Errc::upstream_invalid,
                 .internal = "more than one message where the answer is one"});
  }
  answer_ = std::move(message);
  stream_->demand(1);
}

void StreamRun::on_writable() {
  if (content_) content_->on_writable();
}

void StreamRun::on_content_moved() { last_message_ = Clock::now(); }

void StreamRun::on_content_failed(const Error& error) {
  stream_.reset();
  if (!begun_) return owner_.on_content_failed(error);
  finish(StreamEnd::failed, &error);
}

void StreamRun::on_writable_again() {
  if (!full_) return;
  full_ = false;
  last_message_ = Clock::now();  // it was the client that let the service wait
  stream_->demand(1);
}

void StreamRun::on_end(upstream::RpcOutcome outcome, upstream::Metadata) {
  if (outcome.code == 0) return form_ ? finish(StreamEnd::done, nullptr) : answer();
  Error error = upstream::error_of(outcome);
  if (!outcome.details.empty() && !add_details(error, outcome, terms_.error_details)) {
    error.internal += kUnreadableDetails;
  }
  fail(std::move(error));
}

void StreamRun::answer() {
  if (!answer_) return fail({.code = Errc::upstream_invalid, .internal = "OK without a message"});
  owner_.on_stream_answer(*std::move(answer_));
}

// Its own time does not pass then.
bool StreamRun::waits_for_client() const noexcept {
  return full_ || (content_ && content_->awaited());
}

void StreamRun::arm() {
  const auto idle = (waits_for_client() ? Clock::now() : last_message_) + terms_.idle;
  auto next = std::min(started_ + terms_.max_life, idle);
  if (!terms_.transfer) next = std::min(next, last_sent_ + terms_.heartbeat);
  alarm_.set(next);
}

// Nothing is armed anew for each message: the timer looks where things stand when it fires.
void StreamRun::on_timer() {
  const auto now = Clock::now();
  if (now >= started_ + terms_.max_life) {
    const Error error{
        .code = Errc::stream_expired,
        .detail = terms_.transfer ? "it took too long" : "its time is over: open it again"};
    return finish(StreamEnd::expired, &error);
  }
  if (!waits_for_client() && now >= last_message_ + terms_.idle) {
    return fail(
        {.code = Errc::upstream_timeout, .detail = "the service has sent nothing for too long"});
  }
  if (!terms_.transfer && now >= last_sent_ + terms_.heartbeat) {
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
