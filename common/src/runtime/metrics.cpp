// SPDX-License-Identifier: Apache-2.0
#include "runtime/metrics.hpp"

#include <algorithm>

namespace bff::runtime {

void Histogram::observe(std::chrono::nanoseconds duration) noexcept {
  const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(
      0, std::chrono::duration_cast<std::chrono::microseconds>(duration).count()));
  std::size_t bucket = 0;
  while (bucket < kBucketsMs.size() && us > kBucketsMs[bucket] * 1000ULL) ++bucket;
  buckets[bucket].add();
  sum_us.add(us);
}

void RouteCounters::finished(int status, std::chrono::nanoseconds duration_,
                             bool is_partial) noexcept {
  const auto last = kStatuses.end() - 1;  // "other"
  const auto found = std::find(kStatuses.begin(), last, status);
  by_status[static_cast<std::size_t>(found - kStatuses.begin())].add();
  duration.observe(duration_);
  if (is_partial) partial.add();
}

RouteCounters* Metrics::route(const std::string& route) {
  const std::lock_guard lock{mutex_};
  auto& blocks = routes_[route];
  if (!blocks) blocks = std::make_unique<RouteCounters[]>(workers_);
  return blocks.get();
}

IssuerCounters* Metrics::issuer(const std::string& issuer) {
  const std::lock_guard lock{mutex_};
  return &issuers_[issuer];
}

IntrospectionCounters* Metrics::introspection(const std::string& issuer) {
  const std::lock_guard lock{mutex_};
  return &introspections_[issuer];
}

CallCounters* Metrics::call(const std::string& route, const std::string& call) {
  const std::lock_guard lock{mutex_};
  auto& blocks = calls_[{route, call}];
  if (!blocks) blocks = std::make_unique<CallCounters[]>(workers_);
  return blocks.get();
}

}  // namespace bff::runtime
