// SPDX-License-Identifier: Apache-2.0
#include "streams/reader.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace bff::streams {
namespace {

// Small, so that a reader that pauses is felt at once. The kernel doubles it.
constexpr int kReceiveBuffer = 64 * 1024;
constexpr timeval kPatience{.tv_sec = 30, .tv_usec = 0};

}  // namespace

Reader::Reader(int port, const std::string& path, const std::string& accept)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nhost: a\r\naccept: " + accept + "\r\n\r\n";
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    throw std::runtime_error("the gateway cannot be reached");
  }
  std::string head;
  while (!head.ends_with("\r\n\r\n")) head += next();
  if (!head.starts_with("HTTP/1.1 200 ") ||
      head.find("transfer-encoding: chunked\r\n") == std::string::npos) {
    throw std::runtime_error("the answer is no stream:\n" + head);
  }
}

Reader::~Reader() {
  if (socket_ >= 0) close(socket_);
}

char Reader::next() {
  if (at_ == size_) {
    const auto got = recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (got < 0)
      throw std::runtime_error("the stream stands still: " + std::string(strerror(errno)));
    if (got == 0) throw std::runtime_error("the connection was closed before the stream's end");
    at_ = 0;
    size_ = static_cast<std::size_t>(got);
  }
  return buffer_[at_++];
}

void Reader::skip(std::string_view text) {
  for (const char c : text) {
    if (next() != c) throw std::runtime_error("a chunk is not framed as chunks are");
  }
}

void Reader::next_chunk() {
  if (!std::exchange(first_, false)) skip("\r\n");
  std::string size;
  for (char c = next(); c != '\r'; c = next()) size += c;
  skip("\n");
  left_ = std::stoul(size, nullptr, 16);
}

void Reader::expect(std::string_view bytes) {
  while (!bytes.empty()) {
    if (left_ == 0) next_chunk();
    if (left_ == 0) throw std::runtime_error("the stream has ended before " + std::string(bytes));
    if (at_ == size_) {
      next();
      --at_;
    }
    const std::size_t length = std::min({bytes.size(), left_, size_ - at_});
    const std::string_view found{buffer_.data() + at_, length};
    if (found != bytes.substr(0, length)) {
      throw std::runtime_error("instead of\n" + std::string(bytes) + "\ncame\n" +
                               std::string(found));
    }
    bytes.remove_prefix(length);
    at_ += length;
    left_ -= length;
  }
}

void Reader::skip_line() {
  for (char c = '\0'; c != '\n';) {
    if (left_ == 0) next_chunk();
    c = next();
    --left_;
  }
}

void Reader::expect_end() {
  if (left_ == 0) next_chunk();
  if (left_ != 0) throw std::runtime_error("there is more than was sent");
  skip("\r\n");
}

void Reader::leave(Leave how) {
  if (how == Leave::reset) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  close(std::exchange(socket_, -1));
}

}  // namespace bff::streams
