// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "support/client_frame.hpp"

namespace bff::test {

// A client of one WebSocket, which sends whatever frames a test wants.
class WebSocketClient {
 public:
  // Of RFC 6455 §1.3, with the answer that it wants.
  static constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
  static constexpr std::string_view kAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  // Connects and sends a handshake with these header lines besides, then reads its answer.
  WebSocketClient(int port, const std::string& path, const std::string& lines = "");
  // A whole request in place of the handshake.
  struct Request {
    std::string text;
  };
  WebSocketClient(int port, const Request& request);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  const std::string& head() const noexcept { return head_; }  // with its empty line
  int status() const;

  // False when the connection takes no more.
  bool send(std::string_view bytes) const;
  bool send(const ClientFrame& frame) const { return send(bytes_of(frame)); }
  bool text(std::string_view payload) const { return send({.payload = payload}); }
  bool close(std::uint16_t code, std::string_view reason = {}) const;
  void leave() const;  // both directions, without a close frame

  // The next frame: of a text its payload, else "<close 1000 reason>", "<close>", "<pong payload>",
  // "<ping>"; "<end>" and "<reset>" of the connection; "<silence>" when nothing came for long.
  // Pings are answered, and not told, unless `tell_pings`.
  std::string next();
  bool tell_pings = false;

 private:
  bool fill();
  bool has(std::size_t size);

  int socket_ = -1;
  std::string head_, in_;
  std::string end_;
};

}  // namespace bff::test
