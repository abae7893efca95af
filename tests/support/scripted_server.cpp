// SPDX-License-Identifier: Apache-2.0
#include "support/scripted_server.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace bff::test {

using boost::asio::ip::tcp;
using boost::system::error_code;

namespace h2 {

std::string number32(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                  std::string_view payload) {
  std::string bytes = number32(static_cast<std::uint32_t>(payload.size())).substr(1);
  bytes += static_cast<char>(type);
  bytes += static_cast<char>(flags);
  bytes += number32(stream);
  return bytes.append(payload);
}

std::string settings(const std::vector<std::pair<std::uint16_t, std::uint32_t>>& entries) {
  std::string payload;
  for (const auto& [id, value] : entries) payload += number32(id).substr(2) + number32(value);
  return frame(kSettings, 0, 0, payload);
}

std::string headers(std::uint32_t stream, const Fields& fields, std::uint8_t flags) {
  // HPACK: literals without indexing, names and values as they are (RFC 7541 §6.2.2, §5.1).
  const auto text = [](std::string_view value) {
    std::string bytes;
    std::size_t size = value.size();
    if (size < 127) {
      bytes += static_cast<char>(size);
    } else {
      bytes += '\x7f';
      for (size -= 127; size >= 128; size >>= 7) bytes += static_cast<char>(size % 128 + 128);
      bytes += static_cast<char>(size);
    }
    return bytes.append(value);
  };
  std::string block;
  for (const auto& [name, value] : fields) block += '\0' + text(name) + text(value);

  std::uint8_t type = kHeaders;
  std::string bytes;
  constexpr std::size_t kMost = 16384;
  for (; block.size() > kMost; block.erase(0, kMost)) {
    bytes += frame(type, flags, stream, std::string_view{block}.substr(0, kMost));
    type = 9;  // CONTINUATION
    flags = kNone;
  }
  return bytes + frame(type, static_cast<std::uint8_t>(flags | kEndHeaders), stream, block);
}

std::string data(std::uint32_t stream, std::string_view payload, std::uint8_t flags) {
  return frame(kData, flags, stream, payload);
}

std::string reset(std::uint32_t stream, std::uint32_t error) {
  return frame(kReset, kNone, stream, number32(error));
}

std::string goaway(std::uint32_t last_stream, std::uint32_t error, std::string_view text) {
  return frame(kGoaway, kNone, 0, number32(last_stream) + number32(error).append(text));
}

std::string ping_ack(std::string_view opaque) { return frame(kPing, kAck, 0, opaque); }

std::string message(std::string_view bytes, char flags) {
  return std::string{flags} + number32(static_cast<std::uint32_t>(bytes.size())).append(bytes);
}

std::string grpc_head(std::uint32_t stream) {
  return headers(stream, {{":status", "200"}, {"content-type", "application/grpc"}});
}

std::string grpc_trailers(std::uint32_t stream, std::string_view status) {
  return headers(stream, {{"grpc-status", status}}, kEndStream);
}

std::string grpc_answer(std::uint32_t stream, std::string_view bytes) {
  return grpc_head(stream) + data(stream, message(bytes)) + grpc_trailers(stream);
}

}  // namespace h2

std::vector<Frame> take_frames(std::string& bytes) {
  constexpr std::size_t kHead = 9;
  std::vector<Frame> frames;
  while (bytes.size() >= kHead) {
    const auto byte = [&](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]));
    };
    const std::size_t size = byte(0) << 16 | byte(1) << 8 | byte(2);
    if (bytes.size() < kHead + size) break;
    frames.push_back({.type = static_cast<std::uint8_t>(byte(3)),
                      .flags = static_cast<std::uint8_t>(byte(4)),
                      .stream = byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8),
                      .payload = bytes.substr(kHead, size)});
    bytes.erase(0, kHead + size);
  }
  return frames;
}

ScriptedServer::ScriptedServer(boost::asio::io_context& loop, std::string greeting, Script script,
                               boost::asio::ip::address_v4 listen_on)
    : loop_(loop),
      greeting_(std::move(greeting)),
      script_(std::move(script)),
      listen_on_(listen_on),
      acceptor_(loop) {
  listen();
}

ScriptedServer::~ScriptedServer() {
  stop_listening();
  for (const auto& connection : connections_) {
    error_code ignored;
    connection->socket_.close(ignored);
  }
}

void ScriptedServer::listen() {
  const tcp::endpoint address{listen_on_, port_};
  acceptor_.open(address.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address{true});
  acceptor_.bind(address);
  acceptor_.listen();
  port_ = acceptor_.local_endpoint().port();
  accept();
}

void ScriptedServer::stop_listening() {
  error_code ignored;
  acceptor_.close(ignored);
}

void ScriptedServer::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (error) return;
    connections_.push_back(std::shared_ptr<Connection>(new Connection(*this, std::move(socket))));
    const auto connection = connections_.back();
    if (!greeting_.empty()) connection->send(greeting_);
    connection->read();
    accept();
  });
}

void ScriptedServer::Connection::send(std::string bytes) {
  error_code ignored;  // the client may have gone, which the test sees elsewhere
  boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
}

void ScriptedServer::Connection::close() {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

int ScriptedServer::Connection::count(std::uint8_t type) const {
  return static_cast<int>(std::count_if(frames_.begin(), frames_.end(),
                                        [&](const Frame& frame) { return frame.type == type; }));
}

void ScriptedServer::Connection::read() {
  auto piece = std::make_shared<std::array<char, 16384>>();
  socket_.async_read_some(boost::asio::buffer(*piece), [this, self = shared_from_this(), piece](
                                                           error_code error, std::size_t size) {
    if (error) {
      closed_by_peer_ = error != boost::asio::error::operation_aborted;
      return;
    }
    in_.append(piece->data(), size);
    if (!preface_read_ && in_.size() >= kPrefaceSize) {
      in_.erase(0, kPrefaceSize);
      preface_read_ = true;
    }
    if (preface_read_) {
      for (Frame& frame : take_frames(in_)) {
        frames_.push_back(frame);
        if (server_.script_) server_.script_(*this, frame);
      }
    }
    if (socket_.is_open()) read();
  });
}

}  // namespace bff::test
