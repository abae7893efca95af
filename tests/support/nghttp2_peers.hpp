// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct nghttp2_session;
struct nghttp2_session_callbacks;

namespace bff::test {

// HTTP/2 as nghttp2 understands it: the measure for our own framing.
class Nghttp2Peer {
 public:
  struct Message {
    std::vector<std::pair<std::string, std::string>> fields;  // all blocks, one after the other
    std::string body;
    bool ended = false;       // END_STREAM has come
    std::uint32_t error = 0;  // of the RST_STREAM, or of the fault, that closed the stream
    bool closed = false;
  };

  Nghttp2Peer(const Nghttp2Peer&) = delete;
  Nghttp2Peer& operator=(const Nghttp2Peer&) = delete;

  void receive(std::string_view bytes);
  std::string send();
  // It gave the connection up: the other side broke the protocol.
  bool gave_up() const noexcept { return gave_up_; }
  // What it said with its GOAWAY.
  const std::string& reason() const noexcept { return reason_; }
  // By stream; what has come of them.
  const std::map<std::int32_t, Message>& messages() const noexcept { return messages_; }

 protected:
  Nghttp2Peer() = default;
  ~Nghttp2Peer();
  static nghttp2_session_callbacks* callbacks();

  nghttp2_session* session_ = nullptr;

 private:
  friend struct Nghttp2Callbacks;
  std::map<std::int32_t, Message> messages_;
  std::string reason_;
  bool gave_up_ = false;
};

class Nghttp2Server : public Nghttp2Peer {
 public:
  explicit Nghttp2Server(const std::vector<std::pair<std::uint16_t, std::uint32_t>>& settings = {});
  void set(std::uint16_t id, std::uint32_t value);
};

// Opens requests without content of their own.
class Nghttp2Client : public Nghttp2Peer {
 public:
  Nghttp2Client();
  void submit();
  void reset(std::int32_t stream);
};

}  // namespace bff::test
