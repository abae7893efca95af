// SPDX-License-Identifier: Apache-2.0
#include "upstream/endpoint.hpp"

#include <algorithm>
#include <utility>

namespace bff::upstream {

using boost::system::error_code;

Endpoint::Endpoint(std::shared_ptr<Pool> pool, Resolver& resolver, std::string text)
    : pool_(std::move(pool)),
      resolver_(resolver),
      text_(std::move(text)),
      name_(parse_endpoint(text_)),
      backoff_(pool_->config().max_backoff),
      timer_(pool_->loop()) {}

bool Endpoint::hopeful() const noexcept {
  return resolving_ || std::any_of(peers_.begin(), peers_.end(), [](const auto& peer) {
           return peer->state() == Peer::State::connecting ||
                  peer->state() == Peer::State::replacing;
         });
}

void Endpoint::attempt() {
  if (closed_ || resolving_) return;
  if (!name_) return pool_->on_setback("'" + text_ + "' is not host:port");
  if (name_->literal) {
    adopt({{*name_->literal, name_->port}});
    return connect_idle_peers();
  }
  resolving_ = true;
  const std::uint64_t lookup = ++lookup_;
  timer_.expires_after(pool_->config().connect_timeout);
  timer_.async_wait([weak = weak_from_this(), lookup](error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->closed_ || !self->resolving_ || self->lookup_ != lookup) return;
    self->resolved(boost::asio::error::timed_out, {});
  });
  resolver_.resolve(name_->host, name_->port,
                    [weak = weak_from_this(), lookup](error_code error, Addresses addresses) {
                      const auto self = weak.lock();
                      if (!self || self->closed_ || self->lookup_ != lookup) return;
                      self->resolved(error, std::move(addresses));
                    });
}

void Endpoint::resolved(error_code error, Addresses addresses) {
  resolving_ = false;
  ++lookup_;
  timer_.cancel();
  if (!error && !addresses.empty()) {
    adopt(std::move(addresses));
  } else if (peers_.empty()) {
    return unresolved("DNS: " + (error ? "cannot resolve '" + name_->host + "': " + error.message()
                                       : "'" + name_->host + "' has no address"));
  }
  connect_idle_peers();
}

void Endpoint::unresolved(const std::string& reason) {
  timer_.expires_after(backoff_.after_failure(pool_->random()));
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->attempt();
  });
  pool_->on_setback(reason);
}

void Endpoint::adopt(Addresses addresses) {
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  while (addresses.size() > kMaxAddresses) {
    const auto at = static_cast<double>(addresses.size()) * pool_->random();
    addresses.erase(addresses.begin() + static_cast<std::ptrdiff_t>(at));
  }
  const auto listed = [&](const auto& peer) {
    return std::binary_search(addresses.begin(), addresses.end(), peer->address());
  };
  const auto known = [&](const auto& address) {
    return std::any_of(peers_.begin(), peers_.end(),
                       [&](const auto& peer) { return peer->address() == address; });
  };
  // An address that left DNS keeps the connection that it has, but gets no other.
  for (const auto& peer : peers_) peer->set_listed(listed(peer));
  std::erase_if(peers_, [](const auto& peer) { return !peer->in_use() && !peer->listed(); });
  for (const auto& address : addresses) {
    if (peers_.size() >= kMaxAddresses || known(address)) continue;
    peers_.push_back(std::make_shared<Peer>(pool_, text_, address, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->attempt();
    }));
  }
}

void Endpoint::connect_idle_peers() {
  for (const auto& peer : peers_) {
    if (peer->state() == Peer::State::idle && peer->listed()) peer->connect();
  }
}

void Endpoint::close(const std::string& reason) {
  closed_ = true;
  timer_.cancel();
  for (const auto& peer : std::exchange(peers_, {})) peer->close(reason);
}

}  // namespace bff::upstream
