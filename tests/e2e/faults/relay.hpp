// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <memory>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "faults/garbler.hpp"
#include "faults/proxy.hpp"

namespace bff::faults {

// One connection of a gateway through a Proxy: passed on to the service, or answered by a front
// that is no gRPC service.
class Relay : public std::enable_shared_from_this<Relay> {
 public:
  using tcp = boost::asio::ip::tcp;

  Relay(Proxy& proxy, tcp::socket gateway);

  void start();
  void close(Garbler::End how = Garbler::End::fin);
  bool spoilt() const noexcept { return garbler_.spoilt(); }
  bool is_front() const noexcept { return front_; }
  void hurry() { timer_.cancel(); }  // what is held back goes on at once

 private:
  template <class T = void>
  using Task = boost::asio::awaitable<T>;

  Task<> relay();
  Task<> to_service();
  Task<> to_gateway();
  Task<> answer_as(Kind kind);
  Task<bool> write(tcp::socket& socket, std::string_view bytes);

  Proxy& proxy_;
  tcp::socket gateway_, service_;
  boost::asio::steady_timer timer_;
  Garbler garbler_;
  bool front_ = false;
  bool closed_ = false;
};

}  // namespace bff::faults
