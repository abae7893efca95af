// SPDX-License-Identifier: Apache-2.0
// Timestamps, Durations and paths of FieldMasks out of their JSON text.
#include <chrono>

#include "base/ascii.hpp"
#include "proto/well_known.hpp"

namespace bff::proto {
namespace {

// Reads a text from its front; a step that fails reads nothing.
class Steps {
 public:
  explicit Steps(std::string_view text) noexcept : text_(text) {}

  bool done() const noexcept { return text_.empty(); }
  bool take(char c) noexcept {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Just so many digits.
  bool digits(std::size_t count, int& out) noexcept {
    if (text_.size() < count) return false;
    int value = 0;
    for (const char c : text_.substr(0, count)) {
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(count);
    out = value;
    return true;
  }
  // Any number of digits, at least one, which may mean up to `max`.
  bool number(std::int64_t max, std::int64_t& out) noexcept {
    std::size_t count = 0;
    std::int64_t value = 0;
    for (; count < text_.size() && is_digit(text_[count]); ++count) {
      value = value * 10 + (text_[count] - '0');
      if (value > max) return false;
    }
    text_.remove_prefix(count);
    out = value;
    return count > 0;
  }
  // Nothing, or a point and 1 to 9 digits.
  bool fraction(std::int32_t& nanos) noexcept {
    nanos = 0;
    if (!take('.')) return true;
    std::int32_t place = kNanosPerSecond;
    std::size_t count = 0;
    for (; count < text_.size() && is_digit(text_[count]); ++count) {
      if (place == 1) return false;
      place /= 10;
      nanos += (text_[count] - '0') * place;
    }
    text_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view text_;
};

// "Z", "+01:30": what is to be added to local time for UTC.
bool read_offset(Steps& in, std::int64_t& seconds) noexcept {
  seconds = 0;
  if (in.take('Z')) return true;
  const bool east = in.take('+');
  int hours, minutes;
  if (!east && !in.take('-')) return false;
  if (!in.digits(2, hours) || !in.take(':') || !in.digits(2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * (east ? -60 : 60);
  return true;
}

}  // namespace

bool parse_timestamp(std::string_view text, std::int64_t& seconds, std::int32_t& nanos) noexcept {
  Steps in(text);
  int year, month, day, hour, minute, second;
  std::int64_t offset;
  if (!in.digits(4, year) || !in.take('-') || !in.digits(2, month) || !in.take('-') ||
      !in.digits(2, day) || !in.take('T') || !in.digits(2, hour) || !in.take(':') ||
      !in.digits(2, minute) || !in.take(':') || !in.digits(2, second) || !in.fraction(nanos) ||
      !read_offset(in, offset) || !in.done()) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // Unix time has no leap seconds.
  if (year < 1 || !date.ok() || hour > 23 || minute > 59 || second > 59) return false;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  seconds = days * 86'400 + hour * 3'600 + minute * 60 + second + offset;
  return seconds >= kMinTimestamp && seconds <= kMaxTimestamp;
}

bool parse_duration(std::string_view text, std::int64_t& seconds, std::int32_t& nanos) noexcept {
  Steps in(text);
  const bool negative = in.take('-');
  if (!in.number(kMaxDuration, seconds) || !in.fraction(nanos) || !in.take('s') || !in.done()) {
    return false;
  }
  if (seconds == kMaxDuration && nanos != 0) return false;
  if (negative) {
    seconds = -seconds;
    nanos = -nanos;
  }
  return true;
}

bool append_snake_path(json::Appender& out, std::string_view path) {
  for (const char c : path) {
    if (c >= 'A' && c <= 'Z') {
      out += '_';
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || is_digit(c) || c == '.') {
      out += c;
    } else {
      return false;
    }
  }
  return !path.empty();
}

}  // namespace bff::proto
