// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <string>
#include <thread>

#include "support/gateway.hpp"
#include "support/temp_folder.hpp"

namespace bff::streams {

// bff-web with one worker, and two routes over feed.v1.Feed: /v1/watch and /v1/wait, either as
// server-sent events or NDJSON.
class FeedGateway {
 public:
  explicit FeedGateway(const std::string& source);

  int port() const noexcept { return gateway_.port(); }
  long resident_kib() const;  // VmRSS; 0: it has ended
  test::Gateway& gateway() noexcept { return gateway_; }

 private:
  test::TempFolder folder_;
  test::Gateway gateway_;
  pid_t pid_;
};

// The most memory that a gateway had while this object lives, looked at every 20 ms.
class PeakMemory {
 public:
  explicit PeakMemory(const FeedGateway& gateway);
  ~PeakMemory();
  PeakMemory(const PeakMemory&) = delete;
  PeakMemory& operator=(const PeakMemory&) = delete;

  long kib() const noexcept { return peak_; }

 private:
  std::atomic<long> peak_ = 0;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace bff::streams
