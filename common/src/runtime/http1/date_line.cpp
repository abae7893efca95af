// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/date_line.hpp"

#include <cstdio>

namespace bff::runtime::http1 {
namespace {

// Not strftime(): names must be English whatever the locale.
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string_view DateLine::at(std::time_t now) {
  if (now != written_for_) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    const int size =
        std::snprintf(line_.data(), line_.size(), "date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                      kDays[utc.tm_wday], utc.tm_mday, kMonths[utc.tm_mon], utc.tm_year + 1900,
                      utc.tm_hour, utc.tm_min, utc.tm_sec);
    size_ = static_cast<std::size_t>(size);
    written_for_ = now;
  }
  return {line_.data(), size_};
}

}  // namespace bff::runtime::http1
