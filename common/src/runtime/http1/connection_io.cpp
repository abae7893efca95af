// SPDX-License-Identifier: Apache-2.0
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>

#include "runtime/http1/connection.hpp"

namespace bff::runtime::http1 {
namespace {

// How long and how far the rest of a client's bytes is read after the last response. Closing on
// unread bytes would reset the connection, and the client could lose the response (RFC 9112 §9.6).
constexpr std::chrono::milliseconds kLingerTime{2'000};
constexpr std::size_t kLingerBytes = 256 * 1024;
constexpr std::size_t kLingerRead = 16 * 1024;

// As much of streamed content may wait for the dispatcher before TCP is left to stop the client.
constexpr std::size_t kWaitingContent = 2048;
// What the kernel may hold of an answer in parts beyond what is on its way to the client: without
// a bound a slow reader would be megabytes, and many seconds, behind.
constexpr int kUnsentInKernel = 2 * static_cast<int>(kHighWater);

}  // namespace

void Connection::read() {
  if (reading_ || input_ended_ || closed_) return;
  if (phase_ == Phase::lingering) {
    reader_.prepare(kLingerRead);
  } else if (parts_ ? reader_.detached() && reader_.waiting() < kWaitingContent
                    : !answering_ && !writing_) {
    reader_.prepare(reader_.read_hint());
  }
  const std::span<char> room = reader_.spare();
  if (room.empty()) {
    watch_for_reset();
    return;
  }
  reading_ = true;
  socket_.async_read_some(boost::asio::buffer(room.data(), room.size()),
                          [self = shared_from_this()](const ErrorCode& error, std::size_t size) {
                            self->reading_ = false;
                            self->on_read(error, size);
                          });
}

void Connection::on_read(const ErrorCode& error, std::size_t size) {
  if (closed_) return;
  if (error == boost::asio::error::eof) {
    input_ended_ = true;
    if (phase_ == Phase::lingering) {
      close();
    } else if (answering_) {
      on_input_end();
    } else {
      process();
    }
  } else if (error) {
    abort();
  } else if (phase_ == Phase::lingering) {
    linger_left_ -= std::min(linger_left_, size);
    if (linger_left_ == 0) {
      close();
    } else {
      read();
    }
  } else {
    reader_.commit(size);
    if (parts_) {
      count_content(size);
      process();
    } else if (answering_ || writing_) {
      read();
    } else {
      process();
    }
  }
}

// Without room to read into, a client that has gone is noticed when it resets the connection.
void Connection::watch_for_reset() {
  if (!answering_ || watching_) return;
  watching_ = true;
  socket_.async_wait(Socket::wait_error, [self = shared_from_this()](const ErrorCode& error) {
    self->watching_ = false;
    if (!error && !self->closed_) self->abort();
  });
}

// Nearly every response fits into the socket's buffer: written at once, it costs no turn of the
// event loop. Only the rest of a larger one waits for room.
void Connection::flush() {
  if (writing_ || output_.empty()) return;
  ErrorCode error;
  output_.sent(socket_.write_some(output_.unsent(), error));
  if (error && error != boost::asio::error::would_block &&
      error != boost::asio::error::interrupted) {
    abort();
  } else if (!output_.empty()) {
    writing_ = true;
    write_rest();
  }
}

void Connection::write_rest() {
  socket_.async_write_some(output_.unsent(),
                           [self = shared_from_this()](const ErrorCode& error, std::size_t size) {
                             if (self->closed_) return;
                             if (error) {
                               self->abort();
                               return;
                             }
                             self->output_.sent(size);
                             self->begin(Phase::writing);  // progress was made
                             if (!self->output_.empty()) {
                               self->write_rest();
                               if (self->parts_) self->process();
                               return;
                             }
                             self->writing_ = false;
                             self->process();
                           });
}

// For an answer in parts, whose client may stay for long.
void Connection::watch_unsent() {
  const int socket = socket_.native_handle();
  ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentInKernel, sizeof kUnsentInKernel);
  // A client that has vanished without a word, its network with it, is noticed by what it does
  // not acknowledge: small parts would go on fitting into the kernel's buffer for hours.
  const auto patience = static_cast<unsigned>(context_->timeouts.write.count());
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
}

void Connection::linger() {
  ErrorCode error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error || input_ended_) {
    close();
    return;
  }
  linger_left_ = kLingerBytes;
  enter(Phase::lingering);
  read();
}

// So that the client does not take what it has for all there is.
void Connection::reset() {
  ErrorCode ignored;
  socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  discard();
}

// The deadline belongs to the phase: more bytes within one do not move it.
void Connection::enter(Phase phase) {
  if (phase != phase_) begin(phase);
}

void Connection::begin(Phase phase) {
  phase_ = phase;
  const Timeouts& timeouts = context_->timeouts;
  std::chrono::milliseconds left{};
  switch (phase) {
    case Phase::answering:
      deadline_ = Clock::time_point::max();  // the dispatcher's calls have deadlines
      return;
    case Phase::fresh:
    case Phase::head:
      left = timeouts.header;
      break;
    case Phase::content:
      parts_->arrived = 0;
      left = timeouts.body;
      break;
    case Phase::body:
      left = timeouts.body;
      break;
    case Phase::idle:
      left = timeouts.idle;
      break;
    case Phase::writing:
      left = timeouts.write;
      break;
    case Phase::lingering:
      left = kLingerTime;
      break;
  }
  deadline_ = Clock::now() + left;
  if (deadline_ < armed_until_) arm();
}

// One wait of the timer serves many deadlines: it never lasts longer than the shortest timeout,
// so that a deadline set meanwhile is hardly ever earlier, and setting it is a mere assignment.
void Connection::arm() {
  const Timeouts& timeouts = context_->timeouts;
  const auto longest = std::min({timeouts.header, timeouts.body, timeouts.idle, timeouts.write});
  armed_until_ = std::min(deadline_, Clock::now() + longest);
  timer_.expires_at(armed_until_);
  timer_.async_wait([self = shared_from_this()](const ErrorCode& error) {
    if (!error && !self->closed_) self->on_timer();
  });
}

void Connection::on_timer() {
  armed_until_ = Clock::time_point::max();
  if (Clock::now() < deadline_) {
    arm();
    return;
  }
  if (phase_ == Phase::content) {
    fail_content(
        {.code = Errc::request_timeout, .detail = "the request's content came too slowly"});
    process();
    return;
  }
  if (phase_ != Phase::head && phase_ != Phase::body) {
    abort();
    return;
  }
  refuse({.code = Errc::request_timeout,
          .detail = phase_ == Phase::head ? "the request's head did not come in time"
                                          : "the request's content did not come in time"});
  settle();
}

}  // namespace bff::runtime::http1
