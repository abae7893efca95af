// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace grpc {
class Server;
}

namespace bff::streams {

using Clock = std::chrono::steady_clock;

// feed.v1.Feed on a port of 127.0.0.1: a stream as fast as gRPC takes it. Its messages are bytes
// that are put together here, so that the service is no slower than the gateway.
class Source {
 public:
  // Watch has the entries 1 to `entries`, each with this text.
  Source(std::int64_t entries, std::string text);
  ~Source();
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Entries of all calls that gRPC has taken: flow control let them pass.
  std::int64_t sent() const noexcept { return sent_; }
  // Until nothing was sent for so long.
  void await_standstill(std::chrono::milliseconds quiet) const;
  // When the next call was cancelled that no earlier cancellation() told of; nullopt: none within
  // `limit`.
  std::optional<Clock::time_point> cancellation(std::chrono::seconds limit);

 private:
  class Service;
  class Stream;

  std::int64_t entries_;
  std::string text_;
  std::atomic<std::int64_t> sent_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Clock::time_point> cancelled_;
  int port_ = 0;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace bff::streams
