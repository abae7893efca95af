// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace bff::faults {

// What docs/problems.md says that a client sees when a service fails; a set is an OR of them.
enum Problem : std::uint16_t {
  kNothing = 0,
  kUnavailable = 1 << 0,
  kTimeout = 1 << 1,
  kInvalid = 1 << 2,  // not gRPC, or not the protobuf of its type
  kError = 1 << 3,
  kAbsent = 1 << 4,
  kTooMany = 1 << 5,
  kCancelled = 1 << 6,
};
using Problems = std::uint16_t;

struct ProblemText {
  std::string_view slug;
  int status;
  std::string_view title;
};
inline constexpr std::array<ProblemText, 7> kProblemTexts{{
    {"upstream-unavailable", 503, "An upstream service is not available"},
    {"upstream-timeout", 504, "An upstream service did not answer in time"},
    {"upstream-invalid", 502, "An upstream service sent a broken answer"},
    {"upstream-error", 502, "An upstream service failed"},
    {"upstream-absent", 502, "An upstream service left out what it must send"},
    {"too-many-requests", 429, "Too many requests"},
    {"client-closed-request", 499, "The client went away"},
}};

constexpr const ProblemText& text_of(Problem problem) {
  return kProblemTexts[static_cast<std::size_t>(std::countr_zero(static_cast<Problems>(problem)))];
}

}  // namespace bff::faults
