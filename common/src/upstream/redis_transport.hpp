// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "upstream/redis_client.hpp"
#include "upstream/tls_client.hpp"

namespace bff::upstream {

// One connection to a Redis server: the look-up of its name, TCP, and TLS where that is wanted.
// Then bytes both ways. It keeps itself alive while anything of it is under way.
//
// Sequence: open [on_open (write | on_bytes | on_written)*] (on_lost | close).
class RedisTransport : public std::enable_shared_from_this<RedisTransport> {
 public:
  // Called from the loop; none after on_lost() or close().
  struct Events {
    std::function<void()> on_open;
    std::function<void(std::string_view)> on_bytes;
    std::function<void()> on_written;
    std::function<void(const std::string& why)> on_lost;
  };

  // `tls` is used where terms.secure. All three outlive the events.
  RedisTransport(boost::asio::io_context& loop, boost::asio::ssl::context& tls,
                 const RedisTerms& terms, Events events);

  void open();
  // Precondition: on_written() has come for what was written before.
  void write(std::string bytes);
  void close();

 private:
  using tcp = boost::asio::ip::tcp;
  using ErrorCode = boost::system::error_code;

  void on_connected();
  void on_ready();
  void read();
  bool failed(ErrorCode error, const char* what);
  void lose(const std::string& why);
  template <class Use>
  void with_stream(const Use& use);

  const RedisTerms& terms_;
  Events events_;
  bool over_ = false;
  tcp::resolver resolver_;
  tcp::socket socket_;
  std::optional<TlsStream> tls_;
  boost::asio::steady_timer timer_;  // until the connection is there
  std::array<char, 16 * 1024> incoming_;
  std::string outgoing_;
};

}  // namespace bff::upstream
