// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace bff::upstream {

// The value of a grpc-timeout header: at most eight digits and a unit (PROTOCOL-HTTP2.md), in
// microseconds while those fit, rounded down so that the service never believes it has longer
// than the caller waits, but at least 1. What is above 99,999,999 hours is that many.
class GrpcTimeout {
 public:
  GrpcTimeout() = default;
  explicit GrpcTimeout(std::chrono::nanoseconds remaining) noexcept;
  // Valid as long as this object.
  std::string_view text() const noexcept { return {text_.data(), size_}; }

 private:
  std::array<char, 9> text_{};
  std::uint8_t size_ = 0;
};

}  // namespace bff::upstream
