// SPDX-License-Identifier: Apache-2.0
#include "streams/leavers.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "streams/reader.hpp"

namespace bff::streams {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatience = 30s;

struct Way {
  const char* name;
  const char* path;
  Reader::Leave leave;
};
constexpr Way kWays[] = {
    {"FIN, stream quiet", "/v1/wait", Reader::Leave::orderly},
    {"RST, stream quiet", "/v1/wait", Reader::Leave::reset},
    {"RST, stream held back", "/v1/watch", Reader::Leave::reset},
};

std::optional<Clock::duration> leave_once(FeedGateway& gateway, Source& source, const Way& way) {
  Reader reader{gateway.port(), way.path, "application/x-ndjson"};
  reader.expect("{\"number\":\"1\",");
  if (way.leave == Reader::Leave::orderly) reader.skip_line();
  source.await_standstill(50ms);
  const auto left = Clock::now();
  reader.leave(way.leave);
  const auto told = source.cancellation(kPatience);
  if (!told) return std::nullopt;
  return *told - left;
}

}  // namespace

bool leave_streams(FeedGateway& gateway, Source& source, int count,
                   std::optional<std::chrono::milliseconds> limit) {
  bool good = true;
  for (const Way& way : kWays) {
    std::vector<double> times;  // ms
    for (int i = 0; i < count; ++i) {
      const auto time = leave_once(gateway, source, way);
      if (!time) {
        std::cout << "wrong: " << way.name << ": the call was not cancelled within 30 s"
                  << std::endl;
        return false;
      }
      times.push_back(std::chrono::duration<double, std::milli>(*time).count());
    }
    std::ranges::sort(times);
    std::printf(
        "%s: %d clients left, the service knew it after %.2f ms (median), %.2f ms at most\n",
        way.name, count, times[times.size() / 2], times.back());
    std::fflush(stdout);
    if (limit && times.back() > static_cast<double>(limit->count())) {
      std::cout << "wrong: that is above " << limit->count() << " ms" << std::endl;
      good = false;
    }
  }
  return good;
}

}  // namespace bff::streams
