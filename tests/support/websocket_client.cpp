// SPDX-License-Identifier: Apache-2.0
#include "support/websocket_client.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "support/loopback_socket.hpp"
#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

std::string handshake(const std::string& path, const std::string& lines) {
  return "GET " + path + " HTTP/1.1\r\nHost: gateway.test\r\nConnection: Upgrade\r\n" +
         "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
         std::string(WebSocketClient::kKey) + "\r\n" + lines + "\r\n";
}

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string told(int opcode, std::string payload) {
  if (opcode == 1) return payload;
  if (opcode == 8) {
    if (payload.size() < 2) return "<close>";
    const std::string code = std::to_string(number(std::string_view{payload}.substr(0, 2)));
    return "<close " + code + (payload.size() > 2 ? " " + payload.substr(2) : "") + ">";
  }
  const std::string kind = opcode == 9 ? "<ping" : opcode == 10 ? "<pong" : "<unknown";
  return kind + (payload.empty() ? "" : " " + payload) + ">";
}

}  // namespace

WebSocketClient::WebSocketClient(int port, const std::string& path, const std::string& lines)
    : WebSocketClient(port, Request{handshake(path, lines)}) {}

WebSocketClient::WebSocketClient(int port, const Request& request)
    : socket_(connect_to_loopback(port, {.tv_sec = 20})) {
  send(request.text);
  std::size_t end;
  while ((end = in_.find("\r\n\r\n")) == std::string::npos && fill()) {
  }
  head_ = in_.substr(0, end == std::string::npos ? end : end + 4);
  in_.erase(0, head_.size());
}

WebSocketClient::~WebSocketClient() { ::close(socket_); }

int WebSocketClient::status() const { return status_of(head_); }

bool WebSocketClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool WebSocketClient::close(std::uint16_t code, std::string_view reason) const {
  const std::string payload = close_payload(code, reason);
  return send({.opcode = 8, .payload = payload});
}

void WebSocketClient::leave() const { shutdown(socket_, SHUT_RDWR); }

bool WebSocketClient::fill() {
  std::array<char, 65536> buffer;
  const auto size = recv(socket_, buffer.data(), buffer.size(), 0);
  if (size > 0) {
    in_.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }
  end_ = size == 0 ? "<end>" : errno == ECONNRESET ? "<reset>" : "<silence>";
  return false;
}

bool WebSocketClient::has(std::size_t size) {
  while (in_.size() < size) {
    if (!fill()) return false;
  }
  return true;
}

std::string WebSocketClient::next() {
  while (true) {
    if (!has(2)) return end_;
    const int opcode = in_[0] & 0x0F;
    if ((in_[0] & 0xF0) != 0x80 || (in_[1] & 0x80) != 0) return "<not as a server sends>";
    std::size_t head = 2;
    std::uint64_t size = static_cast<unsigned char>(in_[1]);
    if (size >= 126) {
      const std::size_t of_length = size == 126 ? 2 : 8;
      if (!has(head + of_length)) return end_;
      size = number(std::string_view{in_}.substr(head, of_length));
      head += of_length;
    }
    if (!has(head + size)) return end_;
    std::string payload = in_.substr(head, size);
    in_.erase(0, head + size);
    if (opcode != 9 || tell_pings) return told(opcode, std::move(payload));
    send({.opcode = 10, .payload = payload});
  }
}

}  // namespace bff::test
