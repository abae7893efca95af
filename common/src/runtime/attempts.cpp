// SPDX-License-Identifier: Apache-2.0
#include "runtime/attempts.hpp"

#include <algorithm>
#include <cstring>
#include <random>

#include "auth/digest.hpp"
#include "runtime/http1/connection_quota.hpp"

namespace bff::runtime {
namespace {

// A slot: 40 bits of the millisecond at which all of its address' failures are forgotten, 34 years
// of them, then 24 of the address' hash, never 0; 0 is empty.
constexpr int kTagBits = 24;
constexpr std::uint64_t kTag = (std::uint64_t{1} << kTagBits) - 1;

std::uint64_t end_of(std::uint64_t slot) { return slot >> kTagBits; }

std::string random_seed() {
  std::random_device device;
  std::string seed;
  for (int i = 0; i < 4; ++i) seed += std::to_string(device()) + '\n';
  return seed;
}

}  // namespace

Attempts::Attempts(std::size_t limit, std::chrono::milliseconds window, std::size_t buckets)
    : begun_(std::chrono::steady_clock::now()),
      seed_(random_seed()),
      buckets_(buckets),
      table_(std::make_unique<Bucket[]>(buckets)) {
  adjust(limit, window);
}

void Attempts::adjust(std::size_t limit, std::chrono::milliseconds window) noexcept {
  const auto whole = static_cast<std::uint64_t>(window.count());
  window_.store(whole, std::memory_order_relaxed);
  interval_.store(limit == 0 ? 0 : std::max<std::uint64_t>(1, whole / limit),
                  std::memory_order_relaxed);
}

// From 1 on.
std::uint64_t Attempts::ticks(Time now) const noexcept {
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count();
  return 1 + static_cast<std::uint64_t>(std::max<std::int64_t>(0, passed));
}

Attempts::Place Attempts::place_of(std::string_view address) const {
  const std::string digest = auth::sha256(seed_ + http1::quota_key(address));
  std::uint64_t place = 0, tag = 0;
  std::memcpy(&place, digest.data(), sizeof place);
  std::memcpy(&tag, digest.data() + sizeof place, sizeof tag);
  return {table_[place % buckets_], std::max<std::uint64_t>(1, tag & kTag)};
}

std::chrono::milliseconds Attempts::blocked_for(std::string_view address, Time time) const {
  const std::uint64_t now = ticks(time);
  const std::uint64_t interval = interval_.load(std::memory_order_relaxed);
  if (now >= latest_.load(std::memory_order_relaxed) || interval == 0) {
    return std::chrono::milliseconds{0};
  }
  const std::uint64_t free = window_.load(std::memory_order_relaxed) - interval;
  const auto [bucket, tag] = place_of(address);
  std::uint64_t end = 0;
  for (const Slot& slot : bucket) {
    const std::uint64_t value = slot.load(std::memory_order_relaxed);
    if ((value & kTag) == tag) end = std::max(end, end_of(value));
  }
  return std::chrono::milliseconds{end > now + free ? end - free - now : 0};
}

bool Attempts::failed(std::string_view address, Time time) {
  const std::uint64_t interval = interval_.load(std::memory_order_relaxed);
  if (interval == 0) return false;
  const std::uint64_t window = window_.load(std::memory_order_relaxed);
  const std::uint64_t now = ticks(time), free = window - interval;
  const auto [bucket, tag] = place_of(address);
  std::uint64_t old = 0, end = 0;
  // Each failure to write is another's success; that many at once in one bucket there are not.
  for (std::size_t attempt = 0; attempt < 4 * bucket.size(); ++attempt) {
    Slot* mine = nullptr;   // the address' own
    Slot* other = nullptr;  // the one that is missed least
    std::uint64_t least = 0;
    for (Slot& slot : bucket) {
      const std::uint64_t value = slot.load(std::memory_order_relaxed);
      if ((value & kTag) == tag) {
        mine = &slot;
        old = value;
      } else if (other == nullptr || end_of(value) < end_of(least)) {
        other = &slot;
        least = value;
      }
    }
    if (mine == nullptr) old = least;
    const std::uint64_t before = mine == nullptr ? now : std::max(now, end_of(old));
    // Those that were under way when the last free one failed do not make the time longer.
    end = std::min(before + interval, now + window);
    Slot& slot = mine != nullptr ? *mine : *other;
    if (!slot.compare_exchange_strong(old, end << kTagBits | tag, std::memory_order_relaxed)) {
      continue;
    }
    if (end <= now + free) return false;
    std::uint64_t latest = latest_.load(std::memory_order_relaxed);
    while (latest < end - free &&
           !latest_.compare_exchange_weak(latest, end - free, std::memory_order_relaxed)) {
    }
    return before <= now + free;  // else it was already
  }
  return false;
}

}  // namespace bff::runtime
