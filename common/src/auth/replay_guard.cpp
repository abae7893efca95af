// SPDX-License-Identifier: Apache-2.0
#include "auth/replay_guard.hpp"

#include <cstring>
#include <string>

#include "auth/digest.hpp"
#include "base/unix_time.hpp"

namespace bff::auth {
namespace {

using std::chrono::system_clock;

// A slot: 24 bits of the second in which it ends, then 40 of the hash; 0 is empty.
constexpr int kHashBits = 40;
constexpr std::uint64_t kHash = (std::uint64_t{1} << kHashBits) - 1;
constexpr std::uint64_t kTime = (std::uint64_t{1} << 24) - 1;

std::uint64_t second(system_clock::time_point time) {
  return static_cast<std::uint64_t>(unix_seconds(time)) & kTime;
}

// Times are compared around the end of their 24 bits, which is 194 days away at most.
bool is_live(std::uint64_t slot, std::uint64_t now) {
  return slot != 0 && (((slot >> kHashBits) - now) & kTime) <= kTime / 2;
}

}  // namespace

ReplayGuard::ReplayGuard(std::size_t buckets)
    : buckets_(buckets), table_(std::make_unique<Bucket[]>(buckets)) {}

ReplayGuard::Verdict ReplayGuard::use(std::string_view key, std::string_view id,
                                      system_clock::time_point until,
                                      system_clock::time_point now) {
  const std::string digest = sha256(std::string{key} + '\n' + std::string{id});
  std::uint64_t place = 0, hash = 0;
  std::memcpy(&place, digest.data(), sizeof place);
  std::memcpy(&hash, digest.data() + sizeof place, sizeof hash);
  hash &= kHash;
  if (hash == 0) hash = 1;
  const std::uint64_t current = second(now);
  const std::uint64_t mine = second(until + std::chrono::seconds{1}) << kHashBits | hash;
  Bucket& bucket = table_[place % buckets_];
  const auto same = [&](std::uint64_t slot) {
    return (slot & kHash) == hash && is_live(slot, current);
  };
  // Each failure is another's success: after as many as there are slots the bucket is full.
  for (std::size_t attempt = 0; attempt <= bucket.size(); ++attempt) {
    std::atomic<std::uint64_t>* free = nullptr;
    std::uint64_t old = 0;
    for (auto& slot : bucket) {
      const std::uint64_t value = slot.load();
      if (same(value)) return Verdict::replayed;
      if (free != nullptr || is_live(value, current)) continue;
      free = &slot;
      old = value;
    }
    if (free == nullptr) break;
    if (!free->compare_exchange_strong(old, mine)) continue;
    // Another may have put the same into another slot meanwhile. Each of the two has written before
    // it reads here, so that one of them sees it at least.
    int copies = 0;
    for (auto& slot : bucket) copies += same(slot.load()) ? 1 : 0;
    return copies == 1 ? Verdict::first : Verdict::replayed;
  }
  return Verdict::full;
}

}  // namespace bff::auth
