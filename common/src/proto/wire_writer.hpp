// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

#include "json/appender.hpp"
#include "proto/wire.hpp"

namespace bff::proto::wire {

// Appends protobuf's wire format (protobuf.dev/programming-guides/encoding).
class Writer {
 public:
  explicit Writer(json::Appender& out) : out_(out) {}

  std::size_t size() const noexcept { return out_.size(); }
  // Drops what was appended since size() was this.
  void cut(std::size_t size) noexcept { out_.cut(size); }

  void varint(std::uint64_t value) {
    char* const at = out_.room(kMaxVarint);
    out_.advance(put(at, value));
  }
  void tag(std::uint32_t number, Type type) {
    varint(std::uint64_t{number} << 3 | static_cast<std::uint32_t>(type));
  }
  // Of the lowest `sizeof(Number)` bytes.
  void fixed32(std::uint64_t bits) { fixed<std::uint32_t>(bits); }
  void fixed64(std::uint64_t bits) { fixed<std::uint64_t>(bits); }
  // One number, as its wire type wants it.
  void number(Type type, std::uint64_t bits) {
    if (type == Type::varint) return varint(bits);
    return type == Type::fixed32 ? fixed32(bits) : fixed64(bits);
  }
  // Length and bytes.
  void bytes(std::string_view bytes) {
    char* const at = out_.room(kMaxVarint + bytes.size());
    out_.advance(put(at, bytes.size()));
    out_ += bytes;
  }

  // A length that is known when all is written: begin(), what it counts, end(). One byte is kept
  // free for it; a longer one moves what it counts, and so each byte at most once a level.
  std::size_t begin() {
    out_ += '\0';
    return out_.size();
  }
  void end(std::size_t begin) {
    const std::size_t length = out_.size() - begin;
    if (length < 0x80) [[likely]] {
      out_[begin - 1] = static_cast<char>(length);
    } else {
      long_end(length);
    }
  }

 private:
  static constexpr std::size_t kMaxVarint = 10;

  static char* put(char* to, std::uint64_t value) noexcept {
    for (; value >= 0x80; value >>= 7) *to++ = static_cast<char>(value | 0x80);
    *to++ = static_cast<char>(value);
    return to;
  }

  template <class Number>
  void fixed(std::uint64_t bits) {
    const auto value = static_cast<Number>(bits);
    char* const at = out_.room(sizeof value);
    std::memcpy(at, &value, sizeof value);
    out_.advance(at + sizeof value);
  }

  [[gnu::noinline]] void long_end(std::size_t length) {
    char encoded[kMaxVarint];
    const auto size = static_cast<std::size_t>(put(encoded, length) - encoded);
    char* const at = out_.room(size - 1);
    char* const first = at - length;
    std::memmove(first + size - 1, first, length);
    std::memcpy(first - 1, encoded, size);
    out_.advance(at + size - 1);
  }

  json::Appender& out_;
};

}  // namespace bff::proto::wire
