// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_connection.hpp"

#include <sstream>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "upstream/milliseconds.hpp"

namespace bff::upstream {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// Of serialised frames waiting for the socket. Above it calls stay in the session, where a reset
// still overtakes them.
constexpr std::size_t kWriteChunk = 64 << 10;

std::string to_text(const tcp::endpoint& address) {
  std::ostringstream text;
  text << address;
  return std::move(text).str();
}

}  // namespace

H2Connection::H2Connection(boost::asio::io_context& loop, const UpstreamConfig& config,
                           std::string authority, const Address& address)
    : loop_(loop),
      config_(config),
      address_(address),
      name_(to_text(address)),
      session_({.authority = std::move(authority), .stream_window = config.stream_window}),
      socket_(loop),
      timer_(loop) {}

void H2Connection::start_connecting(std::weak_ptr<Owner> owner) {
  owner_ = std::move(owner);
  watch(Clock::now() + config_.connect_timeout);
  socket_.async_connect(address_,
                        [self = shared_from_this()](error_code error) { self->connected(error); });
}

void H2Connection::connected(error_code error) {
  const auto owner = owner_.lock();
  if (closed_ || !owner) return;
  if (!error) socket_.set_option(tcp::no_delay{true}, error);
  if (!error) socket_.non_blocking(true, error);
  if (error) return lost(*owner, "cannot connect to " + name_ + ": " + error.message());

  // Where nobody listens on a port that this machine also gives to outgoing connections, TCP
  // may connect a socket to itself.
  error_code unknown;
  if (socket_.local_endpoint(unknown) == address_) {
    return lost(*owner, "cannot connect to " + name_ + ": nobody listens");
  }
  read();
  schedule_flush();
}

void H2Connection::read() {
  socket_.async_read_some(
      boost::asio::buffer(in_), [self = shared_from_this()](error_code error, std::size_t size) {
        const auto owner = self->owner_.lock();
        if (self->closed_ || !owner) return;
        if (error) {
          return self->lost(*owner, error == boost::asio::error::eof
                                        ? self->name_ + " closed the connection"
                                        : "lost " + self->name_ + ": " + error.message());
        }
        self->received(size);
        self->settle(*owner);
        if (!self->closed_) self->read();
      });
}

void H2Connection::received(std::size_t size) {
  last_sign_ = Clock::now();
  if (std::exchange(ping_open_, false)) watch(last_sign_ + config_.keepalive);
  session_.receive({in_.data(), size});
  if (!session_.idle()) schedule_flush();
}

void H2Connection::schedule_flush() {
  if (flush_scheduled_ || write_blocked_ || closed_) return;
  flush_scheduled_ = true;
  boost::asio::post(loop_.get_executor(), [self = shared_from_this()] { self->flush(); });
}

void H2Connection::flush() {
  flush_scheduled_ = false;
  const auto owner = owner_.lock();
  if (closed_ || !owner || !socket_.is_open()) return;
  write(*owner);
  if (!closed_) settle(*owner);
}

void H2Connection::write(Owner& owner) {
  while (!write_blocked_) {
    if (written_ == out_.size()) {
      out_.clear();
      written_ = 0;
      session_.send(out_, kWriteChunk);
      if (out_.empty()) return;
    }
    error_code error;
    written_ += socket_.write_some(boost::asio::buffer(out_) + written_, error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::try_again) {
      write_blocked_ = true;
      socket_.async_wait(Socket::wait_write, [self = shared_from_this()](error_code) {
        self->write_blocked_ = false;  // an error shows again at the next write
        self->schedule_flush();
      });
    } else if (error) {
      return lost(owner, "lost " + name_ + ": " + error.message());
    }
  }
}

// Tells the owner what has become of the session. Each call out may close this connection.
void H2Connection::settle(Owner& owner) {
  if (session_.ready() && !std::exchange(told_ready_, true)) {
    timer_.cancel();
    timer_set_ = false;
    owner.on_ready(*this);
    if (closed_) return;
  }
  if (session_.draining() && !std::exchange(told_draining_, true)) {
    owner.on_draining(*this);
    if (closed_) return;
  }
  hand_out(owner);
  if (closed_) return;
  if (session_.broken()) {
    say_goodbye();
    return lost(owner, "dropped " + name_ + ": " + session_.reason());
  }
  if (session_.draining() && session_.open() == 0) {
    return lost(owner, name_ + " went away: " + session_.reason());
  }
  owner.on_room(*this);
}

void H2Connection::hand_out(Owner& owner) {
  while (const auto stream = session_.next_with_news()) stream->on_news();
  while (auto stream = session_.next_concluded()) {
    stream->outcome.endpoint = name_;
    owner.on_concluded(*this, std::move(stream));
  }
}

// Lets the peer know what it broke, if the socket takes it at once (RFC 9113 §5.4.1).
void H2Connection::say_goodbye() {
  session_.send(out_, out_.size() + kWriteChunk);
  error_code ignored;
  socket_.write_some(boost::asio::buffer(out_) + written_, ignored);
}

void H2Connection::lost(Owner& owner, const std::string& reason) {
  close(reason);
  owner.on_closed(*this, reason);
}

void H2Connection::close(const std::string& reason) {
  if (std::exchange(closed_, true)) return;
  const auto self = shared_from_this();
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
  session_.abandon(reason);
  if (const auto owner = owner_.lock()) hand_out(*owner);
}

void H2Connection::submit(std::shared_ptr<H2Stream> stream, Clock::time_point now,
                          Clock::time_point deadline) {
  const auto remaining =
      deadline == Clock::time_point::max() ? std::chrono::nanoseconds::max() : deadline - now;
  session_.submit(std::move(stream), remaining);
  if (session_.open() == 1) last_sign_ = now;
  if (!timer_set_ && config_.keepalive.count() > 0) watch(now + config_.keepalive);
  schedule_flush();
}

void H2Connection::reset(H2Stream& stream) {
  session_.reset(stream);
  schedule_flush();
}

void H2Connection::resume(H2Stream& stream) {
  session_.resume(stream);
  if (!session_.idle()) schedule_flush();
}

void H2Connection::watch(Clock::time_point at) {
  timer_set_ = true;
  timer_.expires_at(at);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && !self->closed_) self->watchdog();
  });
}

void H2Connection::watchdog() {
  const auto owner = owner_.lock();
  // Became ready, or was set anew, after the timer had already run out.
  if (!owner || timer_.expiry() > Clock::now()) return;
  timer_set_ = false;
  if (!told_ready_) {
    return lost(*owner, "cannot connect to " + name_ + ": no HTTP/2 within " +
                            in_milliseconds(config_.connect_timeout));
  }
  if (session_.open() == 0) return;  // armed again by the next call
  if (ping_open_) {
    return lost(*owner, "lost " + name_ + ": no answer to PING within " +
                            in_milliseconds(config_.keepalive_timeout));
  }
  const auto now = Clock::now();
  const auto due = last_sign_ + config_.keepalive;
  if (due > now) return watch(due);
  ping_open_ = true;
  session_.ping();
  schedule_flush();
  watch(now + config_.keepalive_timeout);
}

}  // namespace bff::upstream
