// SPDX-License-Identifier: Apache-2.0
#include "framing/rpc_timeout.hpp"

#include <algorithm>
#include <cstdint>

namespace bff::framing {
namespace {

using std::chrono::nanoseconds;

// One to `most` digits; -1 for anything else.
std::int64_t parse_digits(std::string_view text, std::size_t most) noexcept {
  if (text.empty() || text.size() > most) return -1;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// 0 for what is no unit.
std::int64_t nanoseconds_of(char unit) noexcept {
  switch (unit) {
    case 'H':
      return 3'600'000'000'000;
    case 'M':
      return 60'000'000'000;
    case 'S':
      return 1'000'000'000;
    case 'm':
      return 1'000'000;
    case 'u':
      return 1'000;
    case 'n':
      return 1;
    default:
      return 0;
  }
}

// Compared before it is multiplied: 99,999,999 hours are more than nanoseconds can count.
nanoseconds bounded(std::int64_t count, std::int64_t unit) noexcept {
  return nanoseconds(std::min(count, kMostTimeout.count() / unit) * unit);
}

}  // namespace

std::optional<nanoseconds> parse_grpc_timeout(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  const std::int64_t unit = nanoseconds_of(text.back());
  const std::int64_t count = parse_digits(text.substr(0, text.size() - 1), 8);
  if (unit == 0 || count < 0) return std::nullopt;
  return bounded(count, unit);
}

std::optional<nanoseconds> parse_connect_timeout(std::string_view text) noexcept {
  const std::int64_t count = parse_digits(text, 10);
  if (count < 0) return std::nullopt;
  return bounded(count, 1'000'000);
}

}  // namespace bff::framing
