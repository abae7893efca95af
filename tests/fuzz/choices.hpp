// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bff::fuzz {

// The fuzzer's bytes as a row of decisions. Behind their end every decision is 0, so whoever
// builds something of them lets 0 mean "no more".
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  bool left() const { return at_ < bytes_.size(); }
  std::uint8_t byte() { return left() ? static_cast<std::uint8_t>(bytes_[at_++]) : 0; }
  // Below `bound`, which is at most 256.
  std::size_t below(std::size_t bound) { return bound < 2 ? 0 : byte() % bound; }
  bool flag() { return (byte() & 1) != 0; }
  // True once in `times`, and never when no bytes are left.
  bool rarely(std::size_t times) { return below(times) == times - 1; }

  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    while (bytes-- > 0) value = value << 8 | byte();
    return value;
  }
  std::string text(std::size_t size) {
    const std::string_view taken = bytes_.substr(at_, size);
    at_ += taken.size();
    return std::string(taken);
  }
  std::string_view rest() const { return bytes_.substr(at_); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace bff::fuzz
