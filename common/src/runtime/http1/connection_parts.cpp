// SPDX-License-Identifier: Apache-2.0
// Answers in parts, content in parts, and what is no HTTP any more.
#include <utility>

#include <boost/asio/post.hpp>

#include "runtime/http1/connection.hpp"
#include "runtime/http1/response_head.hpp"

namespace bff::runtime::http1 {
namespace {

Framing framing_of(const Request& request, const Response& head) {
  if (head.head_only || request.method == "HEAD" || has_no_content(head)) return Framing::none;
  return request.minor_version == 0 ? Framing::until_close : Framing::chunked;
}

}  // namespace

Connection::Parts& Connection::open_parts() {
  if (!parts_) parts_ = std::make_shared<Parts>();
  return *parts_;
}

// What one turn of the loop writes is sent at its end, with one system call.
void Connection::later() {
  if (processing_ || posted_) return;
  posted_ = true;
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->posted_ = false;
    self->process();
  });
}

// Whether the request under way is all here, so that the next one is behind it.
bool Connection::is_whole() { return !parts_ || reader_.next() == RequestReader::State::complete; }

void Connection::begin_answer(const Response& head) {
  if (closed_) return;
  const Request& request = reader_.request();
  const Framing framing = framing_of(request, head);
  const bool close = head.close || !request.keep_alive || draining_ ||
                     framing == Framing::until_close || !is_whole();
  open_parts().framing = framing;
  send_head(head, framing, close, request.minor_version);
  watch_unsent();
  later();
}

void Connection::upgrade(std::string headers) {
  if (closed_) return;
  Parts& parts = open_parts();
  parts.framing = Framing::raw;
  parts.content_ended = false;
  send_head({.status = 101, .headers = std::move(headers)}, Framing::raw, true, 1);
  reader_.leave_http();
  watch_unsent();
  later();
}

bool Connection::write(std::string_view bytes) {
  if (closed_) return false;
  append_part(parts_->framing, bytes, output_.text());
  later();
  const bool enough = output_.size() >= kHighWater;
  if (enough) parts_->choked = true;
  return !enough;
}

void Connection::end() {
  if (is_gone()) return;
  append_end(parts_->framing, output_.text());
  finish();
}

void Connection::cut() {
  if (is_gone()) return;
  if (parts_->framing == Framing::until_close || parts_->framing == Framing::raw) {
    answering_ = false;
    reset();
    return;
  }
  last_answered_ = true;
  finish();
}

// True if something was told, as of those below: there may be more to do then.
bool Connection::tell_writable() {
  if (!parts_->choked || output_.size() >= kLowWater) return false;
  parts_->choked = false;
  const auto parts = parts_;
  if (parts->on_writable) parts->on_writable();
  return true;
}

void Connection::tell_drain() {
  if (!parts_ || !parts_->on_drain) return;
  const auto handler = std::exchange(parts_->on_drain, nullptr);
  handler();
}

void Connection::invite_content() {
  if (parts_->framing == Framing::length && reader_.take_expect_continue()) {
    output_.text() += kContinue;
  }
  later();
}

bool Connection::hand_on_content() {
  if (!parts_->awaits_content()) return false;
  const auto state = input_ended_ ? reader_.end_of_input() : reader_.next();
  const std::string_view bytes = reader_.content();
  if (state == RequestReader::State::failed && bytes.empty()) {
    fail_content(reader_.error());
    return true;
  }
  const bool last = state == RequestReader::State::complete;
  if (bytes.empty() && !last) return false;
  // Dropped first, since the handler may end the answer; the bytes stay until the next read, and
  // that does not begin within process().
  reader_.drop_content();
  parts_->content_ended = last;
  const auto parts = parts_;
  parts->on_content(bytes, last);
  return true;
}

void Connection::fail_content(const Error& error) {
  const auto parts = parts_;
  parts->content_ended = true;
  if (parts->on_failed) parts->on_failed(error);
}

// Content comes: less of it than the least that is wanted does not move the deadline.
void Connection::count_content(std::size_t size) {
  if (phase_ != Phase::content) return;
  parts_->arrived += size;
  const auto seconds = std::chrono::duration<double>(context_->timeouts.body).count();
  if (static_cast<double>(parts_->arrived) >= static_cast<double>(parts_->least_rate) * seconds) {
    begin(Phase::content);
  }
}

// The client sends no more while its request is under way: it has gone, or, beyond HTTP, it has
// said all it wants to, if there is somebody to hear that.
void Connection::on_input_end() {
  if (parts_ && parts_->framing == Framing::raw) {
    process();
    if (!parts_ || parts_->content_ended) return;
  }
  tell_disconnect();
  if (parts_) process();
}

}  // namespace bff::runtime::http1
