// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace bff::test {

// HTTP/2 frames as bytes, right or wrong as the test wants them (RFC 9113 §4.1, §6).
namespace h2 {

enum Type : std::uint8_t { kData, kHeaders, kPriority, kReset, kSettings, kPush, kPing, kGoaway };
enum Flag : std::uint8_t { kNone = 0, kEndStream = 1, kAck = 1, kEndHeaders = 4 };

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                  std::string_view payload);
std::string settings(const std::vector<std::pair<std::uint16_t, std::uint32_t>>& entries = {});
std::string headers(std::uint32_t stream, const Fields& fields, std::uint8_t flags = kNone);
std::string data(std::uint32_t stream, std::string_view payload, std::uint8_t flags = kNone);
std::string reset(std::uint32_t stream, std::uint32_t error);
std::string goaway(std::uint32_t last_stream, std::uint32_t error, std::string_view text = {});
std::string ping_ack(std::string_view opaque);
std::string number32(std::uint32_t value);

// A gRPC message: one byte of flags, four of length, the bytes.
std::string message(std::string_view bytes, char flags = 0);
// The usual parts of a gRPC answer.
std::string grpc_head(std::uint32_t stream);
std::string grpc_trailers(std::uint32_t stream, std::string_view status = "0");
std::string grpc_answer(std::uint32_t stream, std::string_view bytes);

}  // namespace h2

struct Frame {
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;
  std::string payload;

  // The last frame of a unary request.
  bool ends_request() const { return type == h2::kData && (flags & h2::kEndStream) != 0; }
};

// Moves the whole frames at the front of `bytes` out of it.
std::vector<Frame> take_frames(std::string& bytes);
inline constexpr std::size_t kPrefaceSize = 24;

// A server on 127.0.0.1 and on the test's own loop that says what its script says, byte by byte.
class ScriptedServer {
 public:
  class Connection : public std::enable_shared_from_this<Connection> {
   public:
    void send(std::string bytes);
    void close();  // in order (FIN), after what was sent before
    bool closed_by_peer() const noexcept { return closed_by_peer_; }
    const std::vector<Frame>& frames() const noexcept { return frames_; }
    int count(std::uint8_t type) const;

   private:
    friend ScriptedServer;
    Connection(ScriptedServer& server, boost::asio::ip::tcp::socket socket)
        : server_(server), socket_(std::move(socket)) {}
    void read();

    ScriptedServer& server_;
    boost::asio::ip::tcp::socket socket_;
    std::string in_;
    std::vector<Frame> frames_;
    bool preface_read_ = false;
    bool closed_by_peer_ = false;
  };

  using Script = std::function<void(Connection&, const Frame&)>;

  // `greeting` is sent to every connection as it is accepted; `script` sees every frame.
  ScriptedServer(boost::asio::io_context& loop, std::string greeting, Script script,
                 boost::asio::ip::address_v4 listen_on = boost::asio::ip::address_v4::loopback());
  ~ScriptedServer();

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // In the order in which they were accepted; closed ones too.
  const std::vector<std::shared_ptr<Connection>>& connections() const { return connections_; }
  void set_script(Script script) { script_ = std::move(script); }
  // Connections are refused, until listen().
  void stop_listening();
  void listen();

 private:
  void accept();

  boost::asio::io_context& loop_;
  std::string greeting_;
  Script script_;
  boost::asio::ip::address_v4 listen_on_;
  std::uint16_t port_ = 0;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::vector<std::shared_ptr<Connection>> connections_;
};

}  // namespace bff::test
