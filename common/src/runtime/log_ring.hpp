// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bff::runtime {

// Finished log lines on their way from one worker to the one thread that writes them, so that a
// slow disk can never hold up a request: a line that finds no room is counted and dropped.
//
// One producer (the worker), one consumer (the log thread); no lock, no system call.
class LogRing {
 public:
  explicit LogRing(std::size_t capacity = 1 << 20);  // bytes, a power of two

  // Producer. False when the line was lost.
  bool push(std::string_view line) noexcept;

  // Consumer. Appends the oldest line to `out`; false when there is none.
  bool pop(std::string& out);

  // Any thread: lines that found no room so far.
  std::uint64_t lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

 private:
  void copy_in(std::uint64_t at, const char* data, std::size_t size) noexcept;
  void copy_out(std::uint64_t at, char* data, std::size_t size) const noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t mask_;
  // Total bytes ever written and read; their difference is what is in the ring.
  alignas(64) std::atomic<std::uint64_t> written_{0};
  alignas(64) std::atomic<std::uint64_t> read_{0};
  alignas(64) std::atomic<std::uint64_t> lost_{0};
};

}  // namespace bff::runtime
