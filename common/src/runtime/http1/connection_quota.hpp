// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/address.hpp>

namespace bff::runtime::http1 {

// Connections of all workers of this process, so that the bounds hold for the whole gateway.
// Counted when a connection is accepted and closed, never during a request; thread-safe.
class ConnectionQuota {
 public:
  ConnectionQuota(std::size_t total, std::size_t per_address);
  ~ConnectionQuota();
  // False if a bound is reached; nothing is counted then. An empty address is nobody's: what it
  // acquires counts among all.
  bool acquire(std::string_view address);
  // Once for each acquire() that returned true.
  void release(std::string_view address);
  std::size_t open() const noexcept;
  // New bounds; connections that are open beyond them stay.
  void resize(std::size_t total, std::size_t per_address);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The name under which a client's connections are counted: an IPv4 address, or the /64 network of
// an IPv6 address, since a single client commonly has a whole one.
std::string quota_key(const boost::asio::ip::address& address);
// The same for the text of an address; what is none stands for itself.
std::string quota_key(std::string_view address);

}  // namespace bff::runtime::http1
