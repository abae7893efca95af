// SPDX-License-Identifier: Apache-2.0
#include "upstream/redis_transport.hpp"

#include <boost/asio/write.hpp>

namespace bff::upstream {

namespace asio = boost::asio;

RedisTransport::RedisTransport(asio::io_context& loop, asio::ssl::context& tls,
                               const RedisTerms& terms, Events events)
    : terms_(terms), events_(std::move(events)), resolver_(loop), socket_(loop), timer_(loop) {
  if (terms_.secure) tls_.emplace(socket_, tls);
}

void RedisTransport::open() {
  timer_.expires_after(terms_.connect);
  timer_.async_wait([self = shared_from_this()](ErrorCode aborted) {
    if (aborted || self->over_) return;
    self->lose("no connection within " + std::to_string(self->terms_.connect.count()) + " ms");
  });
  resolver_.async_resolve(
      terms_.host, std::to_string(terms_.port), tcp::resolver::numeric_service,
      [self = shared_from_this()](ErrorCode error, const tcp::resolver::results_type& found) {
        if (self->failed(error, "the host's name is not found")) return;
        asio::async_connect(self->socket_, found, [self](ErrorCode refused, const tcp::endpoint&) {
          if (self->failed(refused, "no connection")) return;
          self->on_connected();
        });
      });
}

void RedisTransport::on_connected() {
  ErrorCode ignored, unknown;
  socket_.set_option(tcp::no_delay{true}, ignored);
  // Where nobody listens on a port that this machine also gives to outgoing connections, TCP may
  // connect a socket to itself.
  if (socket_.local_endpoint(unknown) == socket_.remote_endpoint(unknown))
    return lose("no connection: nobody listens");
  if (!tls_) return on_ready();
  if (!expect_server(*tls_, terms_.host)) return lose("TLS does not take the host's name");
  tls_->async_handshake(asio::ssl::stream_base::client,
                        [self = shared_from_this()](ErrorCode error) {
                          if (self->failed(error, handshake_fault(*self->tls_))) return;
                          self->on_ready();
                        });
}

void RedisTransport::on_ready() {
  timer_.cancel();
  read();
  events_.on_open();
}

template <class Use>
void RedisTransport::with_stream(const Use& use) {
  if (tls_) {
    use(*tls_);
  } else {
    use(socket_);
  }
}

void RedisTransport::read() {
  with_stream([this](auto& stream) {
    stream.async_read_some(asio::buffer(incoming_),
                           [self = shared_from_this()](ErrorCode error, std::size_t size) {
                             if (self->failed(error, "the connection broke")) return;
                             self->events_.on_bytes({self->incoming_.data(), size});
                             if (!self->over_) self->read();
                           });
  });
}

void RedisTransport::write(std::string bytes) {
  outgoing_ = std::move(bytes);
  with_stream([this](auto& stream) {
    asio::async_write(stream, asio::buffer(outgoing_),
                      [self = shared_from_this()](ErrorCode error, std::size_t) {
                        if (self->failed(error, "the connection broke")) return;
                        self->events_.on_written();
                      });
  });
}

bool RedisTransport::failed(ErrorCode error, const char* what) {
  if (!over_ && error) lose(std::string{what} + ": " + error.message());
  return over_;
}

void RedisTransport::lose(const std::string& why) {
  close();
  events_.on_lost(terms_.host + ":" + std::to_string(terms_.port) + ": " + why);
}

void RedisTransport::close() {
  over_ = true;
  ErrorCode ignored;
  timer_.cancel();
  resolver_.cancel();
  socket_.close(ignored);
}

}  // namespace bff::upstream
