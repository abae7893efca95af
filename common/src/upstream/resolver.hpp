// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace bff::upstream {

using Addresses = std::vector<boost::asio::ip::tcp::endpoint>;

// Turns a host name into addresses.
class Resolver {
 public:
  // On an error the list is empty; without one it may be empty too.
  using Handler = std::function<void(boost::system::error_code, Addresses)>;
  virtual ~Resolver() = default;
  // Calls `done` once from the loop, never from within resolve(); not at all once destroyed, or
  // when the same name is looked up again before.
  virtual void resolve(const std::string& host, std::uint16_t port, Handler done) = 0;
};

// getaddrinfo, on a thread that Asio starts at the first use. A look-up that hangs holds that
// thread: it is given up by its caller, but an io_context's end waits for it.
std::unique_ptr<Resolver> make_system_resolver(boost::asio::io_context& loop);

}  // namespace bff::upstream
