// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "upstream/backoff.hpp"
#include "upstream/h2_connection.hpp"
#include "upstream/pool.hpp"

namespace bff::upstream {

// One address of an endpoint, kept connected: when the connection is lost or drains, the next
// attempt follows after the backoff's pause.
//
//   idle ─connect()─► connecting ─► ready ─lost─► replacing ─pause─► idle, attempt()
//                          └─failed─► backing_off ─pause─► idle, attempt()
class Peer final : public H2Connection::Owner, public std::enable_shared_from_this<Peer> {
 public:
  using Address = H2Connection::Address;
  enum class State : std::uint8_t { idle, connecting, ready, replacing, backing_off };

  // `attempt` is called when the pause is over: resolve again, then connect() if this address
  // is still one of the endpoint's.
  Peer(std::shared_ptr<Pool> pool, std::string authority, const Address& address,
       std::function<void()> attempt);

  const Address& address() const noexcept { return address_; }
  State state() const noexcept { return state_; }
  // Whether the endpoint's name still has this address: if not, there is no next connection.
  bool listed() const noexcept { return listed_; }
  void set_listed(bool listed) noexcept { listed_ = listed; }
  // Has a connection, or is about to get one, or still has calls on an old one.
  bool in_use() const noexcept { return connection_ != nullptr || !draining_.empty(); }

  // Precondition: idle.
  void connect();
  void close(const std::string& reason);

 private:
  void on_ready(H2Connection& connection) override;
  void on_draining(H2Connection& connection) override;
  void on_closed(H2Connection& connection, const std::string& reason) override;
  void on_concluded(H2Connection& connection, std::shared_ptr<H2Stream> stream) override;
  void on_room(H2Connection& connection) override;

  void replace(const std::string& reason);
  void pause(State state, Backoff::Milliseconds wait);

  std::shared_ptr<Pool> pool_;  // a circle, broken by close()
  std::string authority_;
  Address address_;
  std::function<void()> attempt_;
  State state_ = State::idle;
  bool listed_ = true;
  std::shared_ptr<H2Connection> connection_;
  std::vector<std::shared_ptr<H2Connection>> draining_;
  Clock::time_point ready_since_{};
  Backoff backoff_;
  LoopTimer timer_;
};

}  // namespace bff::upstream
