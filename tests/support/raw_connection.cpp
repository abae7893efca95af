// SPDX-License-Identifier: Apache-2.0
#include "support/raw_connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "support/loopback_socket.hpp"

namespace bff::test {

RawConnection::RawConnection(int port) : socket_(connect_to_loopback(port, {.tv_sec = 10})) {}

RawConnection::~RawConnection() {
  if (socket_ >= 0) close(socket_);
}

// What cannot be sent because the peer has closed already is no fault here: its answer counts.
void RawConnection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t RawConnection::send_some(std::string_view bytes) const {
  const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

void RawConnection::end_sending() const { shutdown(socket_, SHUT_WR); }

void RawConnection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close(std::exchange(socket_, -1));
}

std::string RawConnection::read_to_end(bool& closed) const {
  std::string all;
  std::array<char, 65536> buffer;
  while (true) {
    const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
    if (size <= 0) {
      closed = size == 0 || errno == ECONNRESET;
      return all;
    }
    all.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

std::string RawConnection::read_until(std::string_view text) const {
  std::string all;
  std::array<char, 65536> buffer;
  while (all.find(text) == std::string::npos) {
    const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
    if (size <= 0) break;
    all.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return all;
}

int status_of(const std::string& response) {
  if (!response.starts_with("HTTP/1.1 ") || response.size() < 12) return 0;
  return std::stoi(response.substr(9, 3));
}

}  // namespace bff::test
