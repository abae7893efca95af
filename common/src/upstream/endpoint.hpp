// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "upstream/backoff.hpp"
#include "upstream/endpoint_name.hpp"
#include "upstream/peer.hpp"
#include "upstream/pool.hpp"
#include "upstream/resolver.hpp"

namespace bff::upstream {

// One "host:port" of the configuration: a Peer for each address that the name has. Every attempt
// to connect resolves the name anew; a look-up that fails, or finds nothing, leaves the addresses
// as they were, so that an outage of DNS costs no connection that could be made.
class Endpoint final : public std::enable_shared_from_this<Endpoint> {
 public:
  // Of a name that has more addresses, as many are used, chosen at random.
  static constexpr std::size_t kMaxAddresses = 32;

  // `resolver` must outlive this object, until close().
  Endpoint(std::shared_ptr<Pool> pool, Resolver& resolver, std::string text);

  // Resolves, then connects every peer that is idle.
  void attempt();
  void close(const std::string& reason);
  // A connection may come about without another pause: calls may wait for it.
  bool hopeful() const noexcept;

 private:
  void resolved(boost::system::error_code error, Addresses addresses);
  void unresolved(const std::string& reason);
  void adopt(Addresses addresses);
  void connect_idle_peers();

  std::shared_ptr<Pool> pool_;  // a circle, broken by close()
  Resolver& resolver_;
  std::string text_;
  std::optional<EndpointName> name_;
  std::vector<std::shared_ptr<Peer>> peers_;
  Backoff backoff_;           // of look-ups, while there is no address at all
  LoopTimer timer_;           // of the look-up, or of the pause after it
  std::uint64_t lookup_ = 0;  // the current one's number: late answers to others do not count
  bool resolving_ = false;
  bool closed_ = false;
};

}  // namespace bff::upstream
