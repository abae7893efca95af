// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace bff::json {

// Appends to a string without its bookkeeping at every step: between an Appender's begin and end
// the string's bytes are this object's alone. An answer is some four hundred small pieces, and
// std::string::append would be a third of the time that it takes to write them.
class Appender {
 public:
  // `out` keeps what it holds, and must neither be read nor changed while this object lives.
  explicit Appender(std::string& out) : out_(out), at_(out.data() + out.size()), end_(at_) {}
  ~Appender() { out_.resize(size()); }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - out_.data()); }
  char& operator[](std::size_t i) noexcept { return out_[i]; }

  // Room for `bytes` more, to be written by the caller; then advance() to behind the last one.
  char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]] {
      grow(bytes);
    }
    return at_;
  }
  void advance(char* to) noexcept { at_ = to; }
  // Drops what was appended since size() was this.
  void cut(std::size_t size) noexcept { at_ = out_.data() + size; }

  void operator+=(char c) {
    *room(1) = c;
    ++at_;
  }
  void operator+=(std::string_view text) { at_ = copy(room(text.size()), text); }

 private:
  // Of 4 to 32 bytes, two moves that overlap: a call of memcpy costs more than it copies.
  [[gnu::always_inline]] static char* copy(char* to, std::string_view text) noexcept {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size > 32) {
      std::memcpy(to, from, size);
    } else if (size >= 16) {
      move_ends<16>(to, from, size);
    } else if (size >= 8) {
      move_ends<8>(to, from, size);
    } else if (size >= 4) {
      move_ends<4>(to, from, size);
    } else {
      for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
    }
    return to + size;
  }

  template <std::size_t kBytes>
  static void move_ends(char* to, const char* from, std::size_t size) noexcept {
    char first[kBytes], last[kBytes];
    std::memcpy(first, from, kBytes);
    std::memcpy(last, from + size - kBytes, kBytes);
    std::memcpy(to, first, kBytes);
    std::memcpy(to + size - kBytes, last, kBytes);
  }

  void grow(std::size_t bytes);

  std::string& out_;
  char* at_;
  char* end_;
};

}  // namespace bff::json
