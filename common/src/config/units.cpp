// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

#include "config/gateway.hpp"

namespace bff::config {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr Unit kDurations[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
constexpr Unit kSizes[] = {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};

// A whole number and one of the units, with nothing between; false also when the product does not
// fit an int64.
template <std::size_t N>
bool parse(std::string_view text, const Unit (&units)[N], std::uint64_t& out) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  for (const Unit& unit : units) {
    if (text != unit.name) continue;
    if (number > kMax / unit.factor) return false;
    out = number * unit.factor;
    return true;
  }
  return false;
}

}  // namespace

bool parse_duration(std::string_view text, Milliseconds& out) {
  std::uint64_t count = 0;
  if (!parse(text, kDurations, count)) return false;
  out = Milliseconds(static_cast<std::int64_t>(count));
  return true;
}

bool parse_size(std::string_view text, std::size_t& out) {
  std::uint64_t count = 0;
  if (!parse(text, kSizes, count)) return false;
  out = static_cast<std::size_t>(count);
  return true;
}

}  // namespace bff::config
