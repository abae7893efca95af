// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/steady_timer.hpp>

#include "plan/execution.hpp"
#include "upstream/client.hpp"
#include "upstream/retry.hpp"

namespace bff::runtime {

class RequestRun;

// One RPC of a request with all its attempts: sends it, waits between attempts, tells the
// request the last outcome. Lives at a stable address until it has ended or was cancelled.
class RpcRun {
 public:
  struct Parameters {
    std::uint16_t id = 0;  // names it to the Execution
    const plan::Call* call = nullptr;
    upstream::Client* client = nullptr;
    upstream::Clock::time_point deadline;
    std::string message;
    plan::Fields metadata;                     // of the call's own
    upstream::MetadataView caller;             // who asks; outlives this object
    std::string_view idempotency_key;          // the client's; empty: not sent
    std::uint32_t part = 0;                    // which chunk, key or element of the call
    std::string_view request_id, traceparent;  // sent as metadata; outlive this object
  };

  RpcRun(RequestRun& owner, boost::asio::io_context& loop, Parameters parameters);
  RpcRun(const RpcRun&) = delete;
  RpcRun& operator=(const RpcRun&) = delete;

  // `random` draws a number in [0, 1) for the wait before a retry.
  void start(double (*random)(void*), void* random_state);
  void cancel();
  bool open() const noexcept { return open_; }

  const Parameters& parameters() const noexcept { return parameters_; }
  std::uint32_t attempts() const noexcept { return schedule_.attempt(); }
  upstream::Clock::time_point started() const noexcept { return started_; }

 private:
  // Outlives a cancelled RpcRun while its timer's handler is still queued.
  struct Backoff {
    explicit Backoff(boost::asio::io_context& loop) : timer(loop) {}
    boost::asio::steady_timer timer;
    RpcRun* rpc = nullptr;  // null: cancelled
  };

  void attempt();
  void on_outcome(upstream::RpcOutcome outcome);
  void wait(std::chrono::milliseconds pause);

  RequestRun& owner_;
  boost::asio::io_context& loop_;
  Parameters parameters_;
  upstream::RetrySchedule schedule_;
  upstream::Clock::time_point started_;
  upstream::RpcHandle handle_;
  std::shared_ptr<Backoff> backoff_;
  double (*random_)(void*) = nullptr;
  void* random_state_ = nullptr;
  bool open_ = false;
};

}  // namespace bff::runtime
