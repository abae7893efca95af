// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/connection.hpp"

#include <ctime>
#include <utility>

#include <boost/asio/post.hpp>

#include "runtime/http1/pending_exchange.hpp"
#include "runtime/http1/response_head.hpp"

namespace bff::runtime::http1 {
namespace {

// Room that is there for reading on while a request is answered: for the whole of most next
// requests, since one that comes in two pieces costs two system calls more.
constexpr std::size_t kReadAhead = 2048;

}  // namespace

Connection::Connection(Socket socket, std::string peer, std::shared_ptr<ConnectionContext> context)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      peer_(std::move(peer)),
      context_(std::move(context)),
      reader_(context_->limits, context_->callbacks.on_head != nullptr) {}

Connection::~Connection() = default;

void Connection::start() {
  ErrorCode error;
  // flush() writes without waiting; responses are whole and gain nothing from Nagle's delay.
  socket_.non_blocking(true, error);
  if (!error) socket_.set_option(boost::asio::ip::tcp::no_delay(true), error);
  if (error) {
    close();
    return;
  }
  begin(Phase::fresh);
  read();
}

void Connection::drain() {
  draining_ = true;
  // Later in the loop, behind the handler of a read that has already brought a request.
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->close_if_idle();
    self->tell_drain();
  });
}

void Connection::close_if_idle() {
  if (closed_ || phase_ == Phase::lingering || answering_ || writing_ || !reader_.idle()) return;
  // A request may have arrived that nobody has read yet: its client must not lose it.
  ErrorCode error;
  if (socket_.available(error) == 0) close();
}

void Connection::abort() {
  const auto self = shared_from_this();
  close();
  tell_disconnect();
  const auto forgotten = std::exchange(parts_, nullptr);
}

void Connection::discard() {
  on_disconnect_ = nullptr;
  close();
  const auto forgotten = std::exchange(parts_, nullptr);
}

// Goes through what has arrived until it has to wait for something.
void Connection::process() {
  if (closed_ || processing_) return;  // the latter: a handler has responded or written at once
  const auto self = shared_from_this();
  processing_ = true;
  while ((parts_ && (tell_writable() || hand_on_content())) || step()) {
  }
  processing_ = false;
  settle();
}

bool Connection::step() {
  if (closed_ || answering_ || writing_ || last_answered_) return false;
  if (output_.full()) {
    flush();
    return !closed_ && !writing_;
  }
  // A request must not move once it has been handed out. Requests shorter than this room would
  // ask for more of it than each of them frees, as long as their client sends.
  if (!reading_ && !reader_.backlogged()) reader_.prepare(kReadAhead);
  const RequestReader::State state = input_ended_ ? reader_.end_of_input() : reader_.next();
  switch (state) {
    case RequestReader::State::head:
      ask();
      return true;
    case RequestReader::State::complete:
      dispatch();
      return true;
    case RequestReader::State::failed:
      refuse(reader_.error());
      return true;
    case RequestReader::State::need_body:
      if (reader_.take_expect_continue()) output_.text() += kContinue;
      return false;
    case RequestReader::State::need_head:
      last_answered_ = input_ended_ || (draining_ && reader_.idle());
      return false;
  }
  return false;
}

void Connection::ask() {
  const ContentTerms terms = context_->callbacks.on_head(reader_.request());
  reader_.take_content(terms.limit);
  if (!terms.stream || reader_.fault() != Fault::none) return;
  reader_.detach_head();
  open_parts().least_rate = terms.least_rate;
  dispatch();
}

void Connection::dispatch() {
  answering_ = true;
  context_->callbacks.on_request(std::make_shared<PendingExchange>(shared_from_this()));
}

// Sends what there is to send, then waits for what comes next.
void Connection::settle() {
  if (closed_) return;
  flush();
  if (closed_) return;
  if (parts_ && parts_->choked && output_.size() < kLowWater) later();
  if (writing_) {
    enter(Phase::writing);
  } else if (answering_) {
    const bool hurry = parts_ && parts_->awaits_content() && parts_->framing != Framing::raw;
    enter(hurry ? Phase::content : Phase::answering);
  } else if (last_answered_) {
    linger();
    return;
  } else if (reader_.idle()) {
    enter(Phase::idle);
  } else {
    enter(reader_.in_body() ? Phase::body : Phase::head);
  }
  read();
}

void Connection::respond(Response&& response) {
  if (is_gone()) return;
  const Request& request = reader_.request();
  const bool close = response.close || !request.keep_alive || draining_ || !is_whole();
  const bool head_only = response.head_only || request.method == "HEAD";
  const int minor_version = request.minor_version;
  send(std::move(response), head_only, close, minor_version);
  finish();
}

// Whether an answer comes too late.
bool Connection::is_gone() {
  if (closed_) on_disconnect_ = nullptr;
  return closed_;
}

// The answer is given: on to the next request.
void Connection::finish() {
  answering_ = false;
  on_disconnect_ = nullptr;
  std::shared_ptr<Parts> forgotten;
  forgotten.swap(parts_);
  reader_.consume();
  begin(Phase::answering);  // so that what is entered next begins anew
  process();
}

// Nobody will answer this request: without its answer those behind it cannot be answered either.
void Connection::abandon() {
  answering_ = false;
  discard();
}

void Connection::refuse(const Error& error) {
  send(context_->callbacks.on_unreadable(error, peer_), false, true, 1);
}

void Connection::send(Response&& response, bool head_only, bool close, int minor_version) {
  send_head(response, Framing::length, close, minor_version);
  if (!head_only && !has_no_content(response)) output_.add_body(std::move(response.body));
}

void Connection::send_head(const Response& response, Framing framing, bool close,
                           int minor_version) {
  append_head(response,
              {.minor_version = minor_version,
               .close = close,
               .framing = framing,
               .date_line = context_->date.at(std::time(nullptr))},
              output_.text());
  if (close) last_answered_ = true;
}

void Connection::on_disconnect(std::function<void()> handler) {
  on_disconnect_ = std::move(handler);
  if (!closed_ && !input_ended_) return;
  boost::asio::post(socket_.get_executor(),
                    [self = shared_from_this()] { self->tell_disconnect(); });
}

void Connection::tell_disconnect() {
  if (const auto handler = std::exchange(on_disconnect_, nullptr)) handler();
}

void Connection::close() {
  if (std::exchange(closed_, true)) return;
  ErrorCode ignored;
  socket_.close(ignored);
  timer_.cancel();
  context_->on_closed(*this);
}

}  // namespace bff::runtime::http1
