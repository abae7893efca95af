// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <memory>
#include <span>

namespace bff::runtime::http1 {

// The bytes that a connection has received and not yet consumed, contiguous, with room behind
// them. Bytes move only in make_room(), so that a read under way and views stay valid otherwise.
class InputBuffer {
 public:
  char* data() noexcept { return storage_.get() + begin_; }
  const char* data() const noexcept { return storage_.get() + begin_; }
  std::size_t size() const noexcept { return end_ - begin_; }
  bool empty() const noexcept { return begin_ == end_; }

  // Room behind the bytes.
  std::span<char> spare() noexcept { return {storage_.get() + end_, capacity_ - end_}; }
  // Precondition: size <= spare().size().
  void commit(std::size_t size) noexcept { end_ += size; }
  // Forgets the first bytes.
  void drop(std::size_t size) noexcept { begin_ += size; }
  // Forgets [from, to) and moves what follows down.
  void erase(std::size_t from, std::size_t to) noexcept;

  // Makes spare() at least `size` bytes. Returns the storage that the bytes were copied from, if
  // they were, so that the caller can turn views into it to data().
  std::unique_ptr<char[]> make_room(std::size_t size);

 private:
  std::unique_ptr<char[]> replace_storage(std::size_t capacity);

  std::unique_ptr<char[]> storage_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace bff::runtime::http1
