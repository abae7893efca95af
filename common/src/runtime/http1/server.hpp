// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/network.hpp"
#include "runtime/http1/connection.hpp"
#include "runtime/http1/connection_quota.hpp"

namespace bff::runtime::http1 {

struct ServerConfig {
  Limits limits;
  Timeouts timeouts;
  // Proxies, whose connections are those of many clients: they are not bounded by their address.
  std::vector<Network> trusted;
};

// One listener of one worker: SO_REUSEPORT, so each worker binds the same address. Survives
// EMFILE and ENFILE by pausing accepts for 100 ms. Refused connections (quota) are closed at once.
//
// All functions belong to the loop's thread, except where they say otherwise.
class Server {
 public:
  // Binds; throws boost::system::system_error with the address in its text. `quota` must outlive
  // the server. From any thread, before start().
  Server(boost::asio::io_context& loop, const boost::asio::ip::tcp::endpoint& address,
         const ServerConfig& config, ConnectionQuota& quota, Callbacks callbacks);
  // Closes what is left and calls nothing back. Only when the loop does not run, or on its thread.
  ~Server();

  boost::asio::ip::tcp::endpoint local_endpoint() const;  // the real port where 0 was asked for
  void start();
  // Limits and timeouts of connections accepted from now on.
  void configure(const ServerConfig& config);
  // Callbacks::on_head, of every head to come; empty: none is asked about.
  void ask(std::function<ContentTerms(const Request&)> on_head);
  // Stops accepting; idle connections are closed, the others after the answer under way
  // (`Connection: close`). `on_drained` is called when none is left.
  void drain(std::function<void()> on_drained);
  // Closes everything now; requests under way are told that their clients have gone.
  void abort();

  // From any thread.
  std::size_t connections() const noexcept;
  std::uint64_t refused() const noexcept;        // connections closed for the quota's sake
  std::uint64_t accept_pauses() const noexcept;  // for want of file descriptors or memory

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace bff::runtime::http1
