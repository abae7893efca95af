// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bff::runtime {

// A number that one worker adds to and the admin thread reads: no locked instruction.
class Counter {
 public:
  void add(std::uint64_t n = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// Upper bounds of duration buckets, in milliseconds; beyond the last is `+Inf`.
inline constexpr std::array<std::uint32_t, 14> kBucketsMs{1,   2,   5,   10,   20,   50,   100,
                                                          200, 300, 500, 1000, 2000, 5000, 10000};

struct Histogram {
  std::array<Counter, kBucketsMs.size() + 1> buckets;
  Counter sum_us;  // microseconds
  void observe(std::chrono::nanoseconds duration) noexcept;
};

// HTTP statuses that are counted by name; the rest is "other", so that the number of series has
// a bound whatever services answer.
inline constexpr std::array<std::uint16_t, 22> kStatuses{101, 200, 400, 401, 403, 404, 405, 408,
                                                         409, 413, 414, 417, 426, 429, 431, 499,
                                                         500, 501, 502, 503, 504, 0};

struct RouteCounters {
  std::array<Counter, kStatuses.size()> by_status;
  Histogram duration;
  Counter partial;  // answers that lack the result of a call
  void finished(int status, std::chrono::nanoseconds duration, bool partial) noexcept;
};

struct CallCounters {
  std::array<Counter, 17> by_code;  // google.rpc.Code of the last attempt
  Counter retries;
  Histogram duration;
};

// Of an issuer whose keys are fetched; counted by one thread, read by another.
struct IssuerCounters {
  std::atomic<std::uint64_t> fetched{0}, failed{0};
  std::atomic<std::int64_t> fetched_at{0};  // seconds of the steady clock; 0: there are no keys
};

// Of an issuer that is asked about tokens: what came of the questions.
struct IntrospectionCounters {
  std::atomic<std::uint64_t> active{0}, inactive{0}, failed{0};
};

// What becomes of people's sessions, in the order of SessionEvent::Kind; as the audit log names it.
inline constexpr std::array<std::string_view, 8> kSessionEvents{
    "login",  "login_failed",    "session_refreshed", "session_not_refreshed",
    "logout", "session_revoked", "store_away",        "store_back"};

// Where all counters of a gateway live. A series is made once, when a snapshot is compiled, with
// one block per worker; it stays for the process' life, so that counters never go back when
// routes are reloaded. Registration and text() lock; counting does not.
class Metrics {
 public:
  explicit Metrics(std::size_t workers) : workers_(workers) {}

  // One block per worker, addresses stable. The same name gives the same blocks.
  RouteCounters* route(const std::string& route);
  CallCounters* call(const std::string& route, const std::string& call);
  // One for all workers.
  IssuerCounters* issuer(const std::string& issuer);
  IntrospectionCounters* introspection(const std::string& issuer);

  std::size_t workers() const noexcept { return workers_; }

  // Process-wide figures, set by whoever knows them; thread-safe.
  std::atomic<std::uint64_t> connections{0};
  std::atomic<std::uint64_t> connections_refused{0};
  std::atomic<std::uint64_t> streams{0};
  std::atomic<std::uint64_t> log_lines_lost{0};
  std::atomic<std::uint64_t> reloads{0};
  std::atomic<std::uint64_t> reloads_refused{0};
  std::atomic<std::uint64_t> exchanges{0}, exchanges_failed{0};  // of callers' tokens
  std::array<std::atomic<std::uint64_t>, kSessionEvents.size()> session_events{};

  // Prometheus text format 0.0.4, summed over workers. Names: docs/operations.md.
  std::string text() const;

 private:
  std::size_t workers_;
  mutable std::mutex mutex_;  // guards the maps, not the counters
  std::map<std::string, std::unique_ptr<RouteCounters[]>> routes_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<CallCounters[]>> calls_;
  std::map<std::string, IssuerCounters> issuers_;
  std::map<std::string, IntrospectionCounters> introspections_;  // by issuer
};

}  // namespace bff::runtime
