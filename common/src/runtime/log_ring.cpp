// SPDX-License-Identifier: Apache-2.0
#include "runtime/log_ring.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bff::runtime {

LogRing::LogRing(std::size_t capacity)
    : bytes_(new char[std::bit_ceil(capacity)]), mask_(std::bit_ceil(capacity) - 1) {}

bool LogRing::push(std::string_view line) noexcept {
  const auto written = written_.load(std::memory_order_relaxed);
  const auto used = written - read_.load(std::memory_order_acquire);
  const auto size = static_cast<std::uint32_t>(line.size());
  if (used + sizeof size + line.size() > mask_ + 1) {
    lost_.store(lost_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return false;
  }
  copy_in(written, reinterpret_cast<const char*>(&size), sizeof size);
  copy_in(written + sizeof size, line.data(), line.size());
  written_.store(written + sizeof size + line.size(), std::memory_order_release);
  return true;
}

bool LogRing::pop(std::string& out) {
  const auto read = read_.load(std::memory_order_relaxed);
  if (written_.load(std::memory_order_acquire) == read) return false;
  std::uint32_t size = 0;
  copy_out(read, reinterpret_cast<char*>(&size), sizeof size);
  const auto old = out.size();
  out.resize(old + size);
  copy_out(read + sizeof size, out.data() + old, size);
  read_.store(read + sizeof size + size, std::memory_order_release);
  return true;
}

void LogRing::copy_in(std::uint64_t at, const char* data, std::size_t size) noexcept {
  const std::size_t begin = at & mask_;
  const std::size_t first = std::min(size, mask_ + 1 - begin);
  std::memcpy(bytes_.get() + begin, data, first);
  std::memcpy(bytes_.get(), data + first, size - first);
}

void LogRing::copy_out(std::uint64_t at, char* data, std::size_t size) const noexcept {
  const std::size_t begin = at & mask_;
  const std::size_t first = std::min(size, mask_ + 1 - begin);
  std::memcpy(data, bytes_.get() + begin, first);
  std::memcpy(data + first, bytes_.get(), size - first);
}

}  // namespace bff::runtime
