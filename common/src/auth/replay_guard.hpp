// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

namespace bff::auth {

// Which proofs have been used, in a table of fixed size that all workers share without a lock.
// A proof is known by 104 bits of a hash of its key and id, and forgotten once its age refuses it.
// Where a part of the table is full, proofs are refused rather than forgotten.
class ReplayGuard {
 public:
  enum class Verdict { first, replayed, full };

  // 8 slots each, of 8 bytes. With the usual 65,536, 4 MiB, some 2,000 proofs a second find room.
  explicit ReplayGuard(std::size_t buckets = std::size_t{1} << 16);

  // Thread-safe. Of two that come with the same at the same time, at most one is the first.
  Verdict use(std::string_view key, std::string_view id,
              std::chrono::system_clock::time_point until,
              std::chrono::system_clock::time_point now);

 private:
  using Bucket = std::array<std::atomic<std::uint64_t>, 8>;

  std::size_t buckets_;
  std::unique_ptr<Bucket[]> table_;
};

}  // namespace bff::auth
