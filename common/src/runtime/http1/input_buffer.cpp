// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/input_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace bff::runtime::http1 {
namespace {

// Holds a browser's request. Many connections do nothing for most of their life, so that a larger
// start would be paid for by thousands of them.
constexpr std::size_t kInitialCapacity = 2 * 1024;
// What an empty connection may keep of the storage that a large request has needed.
constexpr std::size_t kKeptCapacity = 64 * 1024;

}  // namespace

void InputBuffer::erase(std::size_t from, std::size_t to) noexcept {
  std::memmove(data() + from, data() + to, size() - to);
  end_ -= to - from;
}

std::unique_ptr<char[]> InputBuffer::make_room(std::size_t size) {
  if (empty()) {
    begin_ = end_ = 0;
    if (capacity_ > kKeptCapacity && size <= kInitialCapacity) {
      return replace_storage(kInitialCapacity);
    }
  }
  if (capacity_ - end_ >= size) return nullptr;
  const std::size_t needed = this->size() + size;
  if (needed <= capacity_) {
    std::memmove(storage_.get(), data(), this->size());
    end_ -= begin_;
    begin_ = 0;
    return nullptr;
  }
  return replace_storage(std::max({needed, capacity_ * 2, kInitialCapacity}));
}

std::unique_ptr<char[]> InputBuffer::replace_storage(std::size_t capacity) {
  auto fresh = std::make_unique_for_overwrite<char[]>(capacity);
  if (!empty()) std::memcpy(fresh.get(), data(), size());
  fresh.swap(storage_);
  end_ -= begin_;
  begin_ = 0;
  capacity_ = capacity;
  return fresh;
}

}  // namespace bff::runtime::http1
