// SPDX-License-Identifier: Apache-2.0
#include "loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <stdexcept>

namespace bff::runtime::http1 {
namespace {

// How long a test waits for what must come. Never reached by one that passes.
constexpr int kPatienceSeconds = 20;

Response unreadable(const Error& error, std::string_view) {
  return {.status = status_of(error), .headers = "x-refused: yes\r\n", .body = error.detail};
}

}  // namespace

Loopback::Loopback(Options options)
    : guard_(loop_.get_executor()),
      quota_(options.total, options.per_address),
      server_(std::make_unique<Server>(
          loop_, boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0),
          options.config, quota_,
          Callbacks{.on_request = options.on_request,
                    .on_unreadable = unreadable,
                    .on_head = options.on_head})) {
  server_->start();
  thread_ = std::thread([this] { loop_.run(); });
}

Loopback::~Loopback() {
  run([this] { server_->abort(); });
  loop_.stop();
  thread_.join();
}

void Loopback::answer(std::shared_ptr<Exchange> exchange) {
  const Request& request = exchange->request();
  std::string body(request.method);
  body.append(" ").append(request.target).append(" ").append(request.body);
  exchange->respond({.body = std::move(body)});
}

std::future<void> Loopback::drain() {
  auto drained = std::make_shared<std::promise<void>>();
  run([this, drained] { server_->drain([drained] { drained->set_value(); }); });
  return drained->get_future();
}

struct Held::State {
  std::mutex mutex;
  std::condition_variable arrived;
  std::deque<std::shared_ptr<Exchange>> exchanges;
};

std::shared_ptr<Held::State> Held::make_state() { return std::make_shared<State>(); }

std::function<void(std::shared_ptr<Exchange>)> Held::handler() {
  return [state = state_](std::shared_ptr<Exchange> exchange) {
    const std::lock_guard lock(state->mutex);
    state->exchanges.push_back(std::move(exchange));
    state->arrived.notify_one();
  };
}

std::shared_ptr<Exchange> Held::next() {
  std::unique_lock lock(state_->mutex);
  const bool came = state_->arrived.wait_for(lock, std::chrono::seconds(kPatienceSeconds),
                                             [this] { return !state_->exchanges.empty(); });
  if (!came) throw std::runtime_error("no request has come");
  auto exchange = std::move(state_->exchanges.front());
  state_->exchanges.pop_front();
  return exchange;
}

Client::Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = kPatienceSeconds};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error(std::strerror(errno));
  }
}

Client::~Client() { close(); }

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has closed: what is received tells
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Client::receive() {
  char part[16 * 1024];
  const ssize_t size = ::recv(socket_, part, sizeof part, 0);
  if (size > 0) {
    received_.append(part, static_cast<std::size_t>(size));
    return true;
  }
  if (size < 0) ending_ = errno == ECONNRESET ? "<reset>" : "<timeout>";
  return false;
}

std::string Client::response(bool head_only) {
  std::size_t end = std::string::npos;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) return std::exchange(received_, {}) + ending_;
  }
  end += 4;
  const std::size_t length = received_.substr(0, end).find("content-length: ");
  if (!head_only && length != std::string::npos) {
    end += std::stoul(received_.substr(length + 16));
  }
  while (received_.size() < end) {
    if (!receive()) return std::exchange(received_, {}) + ending_;
  }
  std::string response = received_.substr(0, end);
  received_.erase(0, end);
  return response;
}

std::string Client::some() {
  receive();
  return std::exchange(received_, {});
}

std::string Client::until(std::string_view ending) {
  std::size_t found = std::string::npos;
  while ((found = received_.find(ending)) == std::string::npos) {
    if (!receive()) return std::exchange(received_, {}) + ending_;
  }
  std::string text = received_.substr(0, found + ending.size());
  received_.erase(0, text.size());
  return text;
}

std::string Client::rest() {
  while (receive()) {
  }
  return std::exchange(received_, {}) + ending_;
}

void Client::half_close() { ::shutdown(socket_, SHUT_WR); }

void Client::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void Client::reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

std::string body_of(const std::string& response) {
  return response.substr(response.find("\r\n\r\n") + 4);
}

std::string unchunked(std::string_view body) {
  std::string content;
  while (true) {
    const std::size_t line = body.find("\r\n");
    if (line == std::string_view::npos) return content + "<unfinished>";
    const std::size_t size = std::stoul(std::string(body.substr(0, line)), nullptr, 16);
    if (size == 0) return content;
    content += body.substr(line + 2, size);
    body.remove_prefix(std::min(body.size(), line + 2 + size + 2));
  }
}

}  // namespace bff::runtime::http1
