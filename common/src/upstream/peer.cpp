// SPDX-License-Identifier: Apache-2.0
#include "upstream/peer.hpp"

#include <algorithm>
#include <utility>

namespace bff::upstream {

Peer::Peer(std::shared_ptr<Pool> pool, std::string authority, const Address& address,
           std::function<void()> attempt)
    : pool_(std::move(pool)),
      authority_(std::move(authority)),
      address_(address),
      attempt_(std::move(attempt)),
      backoff_(pool_->config().max_backoff),
      timer_(pool_->loop()) {}

void Peer::connect() {
  state_ = State::connecting;
  connection_ =
      std::make_shared<H2Connection>(pool_->loop(), pool_->config(), authority_, address_);
  connection_->start_connecting(weak_from_this());
}

void Peer::close(const std::string& reason) {
  const auto self = shared_from_this();
  timer_.cancel();
  state_ = State::idle;
  attempt_ = nullptr;
  // Outcomes come back through on_concluded while the pool is still there.
  if (const auto connection = std::exchange(connection_, nullptr)) connection->close(reason);
  for (const auto& connection : std::exchange(draining_, {})) connection->close(reason);
}

void Peer::on_ready(H2Connection& connection) {
  state_ = State::ready;
  ready_since_ = Clock::now();
  pool_->on_ready(connection);
}

void Peer::on_draining(H2Connection& connection) {
  if (connection_.get() != &connection) return;
  draining_.push_back(std::move(connection_));
  pool_->on_unready(connection);
  replace(connection.name() + " went away");
}

void Peer::on_closed(H2Connection& connection, const std::string& reason) {
  if (connection_.get() != &connection) {
    std::erase_if(draining_, [&](const auto& old) { return old.get() == &connection; });
    return;
  }
  const auto closed = std::exchange(connection_, nullptr);
  if (state_ == State::ready) {
    pool_->on_unready(connection);
    replace(reason);
  } else {
    pause(State::backing_off, backoff_.after_failure(pool_->random()));
    pool_->on_setback(reason);
  }
}

void Peer::on_concluded(H2Connection&, std::shared_ptr<H2Stream> stream) {
  pool_->on_concluded(std::move(stream));
}

void Peer::on_room(H2Connection&) { pool_->on_room(); }

void Peer::replace(const std::string& reason) {
  const auto lived = std::chrono::duration_cast<Backoff::Milliseconds>(Clock::now() - ready_since_);
  const auto [wait, quick] = backoff_.after_loss(lived, pool_->random());
  pause(quick ? State::replacing : State::backing_off, wait);
  pool_->on_setback(reason);
}

void Peer::pause(State state, Backoff::Milliseconds wait) {
  state_ = state;
  timer_.expires_after(wait);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || !self->attempt_) return;
    self->state_ = State::idle;
    self->attempt_();
  });
}

}  // namespace bff::upstream
