// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace bff::runtime {

// Calls its owner at a time, and never once it is destroyed, which may be within that call.
class Alarm {
 public:
  Alarm(boost::asio::io_context& loop, std::function<void()> ring)
      : state_(std::make_shared<State>(loop, std::move(ring))) {}
  ~Alarm() {
    state_->ring = nullptr;
    state_->timer.cancel();
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // In place of the time that was set before.
  void set(std::chrono::steady_clock::time_point when) {
    state_->timer.expires_at(when);
    state_->timer.async_wait([state = state_](const boost::system::error_code& error) {
      if (error || !state->ring) return;
      const auto ring = state->ring;
      ring();
    });
  }

 private:
  // Outlives the alarm while its handler is still queued.
  struct State {
    State(boost::asio::io_context& loop, std::function<void()> call)
        : timer(loop), ring(std::move(call)) {}
    boost::asio::steady_timer timer;
    std::function<void()> ring;
  };

  std::shared_ptr<State> state_;
};

}  // namespace bff::runtime
