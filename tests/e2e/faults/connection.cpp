// SPDX-License-Identifier: Apache-2.0
#include "faults/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace bff::faults {

std::string Answer::header(std::string_view name) const {
  const std::string start = "\r\n" + std::string{name} + ": ";
  const auto at = head.find(start);
  if (at == std::string::npos) return "";
  const auto begin = at + start.size();
  return head.substr(begin, head.find('\r', begin) - begin);
}

Connection::Connection(std::uint16_t port, int receive_buffer)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_buffer > 0)
    setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect to the gateway on port " + std::to_string(port));
}

Connection::~Connection() { close(socket_); }

std::uint16_t Connection::local_port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::read_more(std::chrono::milliseconds limit) {
  pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&ready, 1, static_cast<int>(limit.count())) <= 0) return false;
  std::array<char, 65536> buffer;
  const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  pending_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

std::optional<Answer> Connection::receive(std::chrono::milliseconds limit) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more(limit)) return std::nullopt;
  }
  Answer answer{.head = pending_.substr(0, end + 2)};
  if (!answer.head.starts_with("HTTP/1.1 ")) return std::nullopt;
  answer.status = std::atoi(answer.head.c_str() + 9);
  const std::size_t size = std::strtoul(answer.header("content-length").c_str(), nullptr, 10);
  while (pending_.size() < end + 4 + size) {
    if (!read_more(limit)) return std::nullopt;
  }
  answer.body = pending_.substr(end + 4, size);
  pending_.erase(0, end + 4 + size);
  return answer;
}

bool Connection::closes(std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
    if (!read_more(std::chrono::milliseconds{0})) return true;
  }
}

void Connection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(socket_);
  socket_ = -1;
}

void Connection::end() { shutdown(socket_, SHUT_RDWR); }

std::string request_of(Screen screen, int user, const std::string& token) {
  std::string path{info(screen).path};
  if (path.ends_with('/')) path += std::to_string(user);
  return "GET " + path + " HTTP/1.1\r\nhost: bff\r\nauthorization: Bearer " + token + "\r\n\r\n";
}

}  // namespace bff::faults
