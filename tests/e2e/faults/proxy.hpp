// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "faults/dice.hpp"
#include "faults/kinds.hpp"

namespace bff::faults {

class Relay;

// Stands between the gateways and one service, on a port that stays the same while the service
// behind it comes and goes. Everything here runs on the loop's one thread; World posts to it.
class Proxy {
 public:
  using tcp = boost::asio::ip::tcp;

  Proxy(boost::asio::io_context& loop, std::uint64_t seed);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::uint16_t port() const noexcept { return address_.port(); }

  std::size_t connections() const noexcept { return relays_.size(); }

  void open(std::uint16_t service_port);  // listens, and relays to this port
  void shut();                            // nobody listens: connecting is refused

  // A kind of Means::bytes or Means::front. `delay`: of Kind::slow.
  void begin(Kind kind, std::chrono::milliseconds delay);
  // Connections whose framing was spoilt end with the fault: what breaks a protocol for good does
  // not go on serving, and nothing but the connection's end could repair it.
  void end();

 private:
  friend class Relay;

  void accept();

  boost::asio::io_context& loop_;
  tcp::socket reservation_;  // bound and never listening: keeps the port while acceptor_ is closed
  tcp::endpoint address_, service_;
  std::optional<tcp::acceptor> acceptor_;
  std::set<std::shared_ptr<Relay>> relays_;
  std::optional<Kind> fault_;
  std::chrono::milliseconds delay_{0};
  Dice dice_;
};

}  // namespace bff::faults
