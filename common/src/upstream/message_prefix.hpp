// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::upstream {

// What comes before each message (gRPC's Length-Prefixed-Message): one byte of flags, four of
// length, most significant first.
class MessagePrefix {
 public:
  static constexpr std::size_t kSize = 5;

  // Takes what is missing of it off the front of `bytes`; true once it is whole.
  bool read(std::string_view& bytes) noexcept {
    while (read_ < kSize && !bytes.empty()) {
      bytes_[read_++] = static_cast<unsigned char>(bytes.front());
      bytes.remove_prefix(1);
    }
    return whole();
  }
  bool begun() const noexcept { return read_ > 0; }
  bool whole() const noexcept { return read_ == kSize; }
  void clear() noexcept { read_ = 0; }

  // These need it whole. Of the message, in bytes.
  std::size_t length() const noexcept {
    std::size_t length = 0;
    for (std::size_t i = 1; i < kSize; ++i) length = length << 8 | bytes_[i];
    return length;
  }
  // Neither compressed, which nobody asked for, nor above the limit.
  bool admits(std::size_t max_message) const noexcept {
    return bytes_[0] == 0 && length() <= max_message;
  }

  struct Refusal {
    int code = 0;
    std::string message;
  };
  // Precondition: not admits(max_message).
  Refusal refusal(std::size_t max_message) const;

 private:
  std::array<unsigned char, kSize> bytes_{};
  std::uint8_t read_ = 0;
};

// The prefix of a message that is sent. Precondition: `length` is below 4 GiB.
constexpr std::array<char, MessagePrefix::kSize> prefix_of(std::size_t length) noexcept {
  return {0, static_cast<char>(length >> 24), static_cast<char>(length >> 16),
          static_cast<char>(length >> 8), static_cast<char>(length)};
}

}  // namespace bff::upstream
