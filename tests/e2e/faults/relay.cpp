// SPDX-License-Identifier: Apache-2.0
#include "faults/relay.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace bff::faults {

// The stream ids of the HEADERS in what a client sends, behind its preface; each is a request.
class RequestFinder {
 public:
  std::vector<std::string> feed(std::string_view bytes) {
    std::vector<std::string> streams;
    pending_ += bytes;
    while (pending_.size() >= skip_ + 9) {
      const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(pending_[skip_ + i]);
      };
      const std::size_t size = 9U + (byte(0) << 16 | byte(1) << 8 | byte(2));
      if (pending_.size() < skip_ + size) break;
      if (byte(3) == 1) streams.push_back(pending_.substr(skip_ + 5, 4));
      pending_.erase(0, skip_ + size);
      skip_ = 0;
    }
    return streams;
  }

 private:
  std::string pending_;
  std::size_t skip_ = 24;  // "PRI * HTTP/2.0…" (RFC 9113 §3.4)
};

namespace {

namespace asio = boost::asio;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
using Buffer = std::array<char, 65536>;

// A response's header block without gRPC's fields, by the static table alone (RFC 7541).
std::string page_of(Kind kind) {
  const std::string status = kind == Kind::speaks_html ? "\x88" : std::string("\x08\x03") + "503";
  return status + "\x0f\x10\x09text/html";
}

}  // namespace

Relay::Relay(Proxy& proxy, tcp::socket gateway)
    : proxy_(proxy), gateway_(std::move(gateway)), service_(proxy.loop_), timer_(proxy.loop_) {}

void Relay::start() {
  front_ = proxy_.fault_ && info(*proxy_.fault_).means == Means::front;
  asio::co_spawn(
      proxy_.loop_,
      [self = shared_from_this()]() -> Task<> {
        if (self->front_) {
          co_await self->answer_as(*self->proxy_.fault_);
        } else {
          co_await self->relay();
        }
      },
      asio::detached);
}

void Relay::close(Garbler::End how) {
  if (std::exchange(closed_, true)) return;
  boost::system::error_code ignored;
  if (how == Garbler::End::rst) {
    gateway_.set_option(asio::socket_base::linger(true, 0), ignored);
  } else {
    gateway_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  gateway_.close(ignored);
  service_.close(ignored);
  timer_.cancel();
  proxy_.relays_.erase(shared_from_this());
}

Relay::Task<> Relay::relay() {
  const auto self = shared_from_this();
  const auto [error] = co_await service_.async_connect(proxy_.service_, kAwait);
  if (error || closed_) {
    close(Garbler::End::rst);
    co_return;
  }
  boost::system::error_code ignored;
  service_.set_option(tcp::no_delay(true), ignored);
  asio::co_spawn(
      proxy_.loop_, [self]() -> Task<> { co_await self->to_service(); }, asio::detached);
  co_await to_gateway();
}

Relay::Task<> Relay::to_service() {
  const auto self = shared_from_this();
  const auto buffer = std::make_unique<Buffer>();
  while (!closed_) {
    const auto [error, size] = co_await gateway_.async_read_some(asio::buffer(*buffer), kAwait);
    if (error || closed_) break;
    const bool written = co_await write(service_, {buffer->data(), size});
    if (!written) break;
  }
  close();
}

Relay::Task<> Relay::to_gateway() {
  const auto self = shared_from_this();
  const auto buffer = std::make_unique<Buffer>();
  auto end = Garbler::End::fin;
  while (!closed_) {
    const auto [error, size] = co_await service_.async_read_some(asio::buffer(*buffer), kAwait);
    if (error || closed_) break;
    if (proxy_.fault_ == Kind::slow) {
      timer_.expires_after(proxy_.delay_);
      co_await timer_.async_wait(kAwait);
    }
    const Kind* fault = proxy_.fault_ ? &*proxy_.fault_ : nullptr;
    const Garbler::Output out = garbler_.pass({buffer->data(), size}, fault, proxy_.dice_);
    const bool written = co_await write(gateway_, out.bytes);
    if (!written) break;
    if (out.end != Garbler::End::none) {
      end = out.end;
      break;
    }
  }
  close(end);
}

Relay::Task<> Relay::answer_as(Kind kind) {
  const auto self = shared_from_this();
  const auto buffer = std::make_unique<Buffer>();
  RequestFinder requests;
  bool greeted = false;
  while (!closed_) {
    const auto [error, size] = co_await gateway_.async_read_some(asio::buffer(*buffer), kAwait);
    if (error || closed_) break;
    if (kind == Kind::silent) continue;
    if (kind == Kind::speaks_http1) {
      const std::string_view refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
      co_await write(gateway_, refusal);
      break;
    }
    // SETTINGS, and their acknowledgement, with the first answer.
    std::string answer;
    if (!std::exchange(greeted, true))
      answer.append("\0\0\0\4\0\0\0\0\0", 9).append("\0\0\0\4\1\0\0\0\0", 9);
    const std::string page = page_of(kind);
    for (const std::string& stream : requests.feed({buffer->data(), size}))
      answer += std::string{'\0', '\0', static_cast<char>(page.size()), '\1', '\5'} + stream + page;
    const bool written = co_await write(gateway_, answer);
    if (!written) break;
  }
  close();
}

// `bytes` stay where they are until it has returned.
Relay::Task<bool> Relay::write(tcp::socket& socket, std::string_view bytes) {
  const auto [error, size] = co_await asio::async_write(socket, asio::buffer(bytes), kAwait);
  co_return !error && !closed_;
}

}  // namespace bff::faults
