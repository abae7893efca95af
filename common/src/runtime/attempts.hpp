// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bff::runtime {

// Logins that failed, and tokens and keys that do not hold, counted by the address that they come
// from: whoever guesses is put off. Each address has as many failures free as a window takes, and
// then gets one back each part of it (GCRA). IPv6 counts by /64.
//
// Thread-safe and without a lock, for all workers at once. While nobody is put off, which is nearly
// always, blocked_for() reads one number. In a table of fixed size: where a part of it is full,
// whoever has failed least there is forgotten.
class Attempts {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `limit` failures in a `window`; 0: nothing is counted. 8 addresses a bucket, 8 bytes each.
  Attempts(std::size_t limit, std::chrono::milliseconds window,
           std::size_t buckets = std::size_t{1} << 13);

  // Other bounds from now on; what has been counted stays.
  void adjust(std::size_t limit, std::chrono::milliseconds window) noexcept;

  // For how long `address` is still put off; 0: it is not.
  std::chrono::milliseconds blocked_for(std::string_view address, Time now) const;
  // Counts a failure of `address`. True: it is put off by this one.
  bool failed(std::string_view address, Time now);

 private:
  using Slot = std::atomic<std::uint64_t>;
  using Bucket = std::array<Slot, 8>;
  struct Place {
    Bucket& bucket;
    std::uint64_t tag;
  };

  Place place_of(std::string_view address) const;
  std::uint64_t ticks(Time now) const noexcept;

  const Time begun_;
  const std::string seed_;  // so that nobody outside knows which addresses share a bucket
  const std::size_t buckets_;
  std::unique_ptr<Bucket[]> table_;
  std::atomic<std::uint64_t> interval_{0}, window_{0};  // ms; interval 0: nothing is counted
  std::atomic<std::uint64_t> latest_{0};                // until then somebody may be put off; ticks
};

}  // namespace bff::runtime
