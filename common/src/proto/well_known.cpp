// SPDX-License-Identifier: Apache-2.0
#include "proto/well_known.hpp"

#include <chrono>
#include <cstddef>
#include <cstring>

#include "base/ascii.hpp"
#include "json/writer.hpp"

namespace bff::proto {
namespace {

// `value` with leading zeros, at `to`.
void put_digits(char* to, std::size_t count, std::uint32_t value) {
  for (std::size_t i = count; i-- > 0; value /= 10) to[i] = static_cast<char>('0' + value % 10);
}

// ".500" for half a second: 3, 6 or 9 digits, or nothing for a whole one. Returns its end; there
// must be room for 10.
char* put_fraction(char* to, std::uint32_t nanos) {
  if (nanos == 0) return to;
  *to = '.';
  if (nanos % 1'000'000 == 0) {
    put_digits(to + 1, 3, nanos / 1'000'000);
    return to + 4;
  }
  put_digits(to + 1, 9, nanos);
  return to + (nanos % 1'000 == 0 ? 7 : 10);
}

}  // namespace

bool append_timestamp(json::Appender& out, std::int64_t seconds, std::int32_t nanos) {
  if (seconds < kMinTimestamp || seconds > kMaxTimestamp) return false;
  if (nanos < 0 || nanos >= kNanosPerSecond) return false;
  const std::chrono::sys_seconds instant{std::chrono::seconds{seconds}};
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{midnight};
  const auto second = static_cast<std::uint32_t>((instant - midnight).count());
  constexpr std::string_view kForm = "\"0000-00-00T00:00:00.000000000Z\"";
  char* const text = out.room(kForm.size());
  std::memcpy(text, kForm.data(), kForm.size());
  put_digits(text + 1, 4, static_cast<std::uint32_t>(static_cast<int>(date.year())));
  put_digits(text + 6, 2, static_cast<unsigned>(date.month()));
  put_digits(text + 9, 2, static_cast<unsigned>(date.day()));
  put_digits(text + 12, 2, second / 3600);
  put_digits(text + 15, 2, second / 60 % 60);
  put_digits(text + 18, 2, second % 60);
  char* end = put_fraction(text + 20, static_cast<std::uint32_t>(nanos));
  *end++ = 'Z';
  *end++ = '"';
  out.advance(end);
  return true;
}

bool append_duration(json::Appender& out, std::int64_t seconds, std::int32_t nanos) {
  if (seconds < -kMaxDuration || seconds > kMaxDuration) return false;
  if (nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond) return false;
  if ((seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0)) return false;
  const bool negative = seconds < 0 || nanos < 0;
  out += std::string_view{negative ? "\"-" : "\""};
  json::append_int(out, negative ? -seconds : seconds);
  char* end = put_fraction(out.room(12), static_cast<std::uint32_t>(negative ? -nanos : nanos));
  *end++ = 's';
  *end++ = '"';
  out.advance(end);
  return true;
}

bool append_mask_path(json::Appender& out, std::string_view path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '_') {
      if (i + 1 == path.size() || !is_lower(path[i + 1])) return false;
      out += static_cast<char>(path[++i] - 'a' + 'A');
    } else if (is_lower(c) || is_digit(c) || c == '.') {
      out += c;
    } else {
      return false;
    }
  }
  return !path.empty();
}

}  // namespace bff::proto
