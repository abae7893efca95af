// SPDX-License-Identifier: Apache-2.0
#include "runtime/access_log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;

nlohmann::json line_of(const AccessRecord& record) {
  std::string line;
  append_access_line(line, record);
  EXPECT_EQ(line.find('\n'), std::string::npos) << "one line a request";
  return nlohmann::json::parse(line);
}

TEST(AccessLog, HoldsTheRequestAndItsCalls) {
  const CallRecord call{.name = "orders",
                        .upstream = "orders",
                        .endpoint = "127.0.0.1:1",
                        .code = 4,
                        .attempts = 2,
                        .duration = 1500us,
                        .message = "too slow"};
  const auto line = line_of({.time = std::chrono::system_clock::time_point{1769860800001ms},
                             .client = "web",
                             .request_id = "01",
                             .method = "GET",
                             .path = "/v1/home",
                             .route = "home",
                             .status = 200,
                             .bytes = 5,
                             .duration = 2ms,
                             .calls = {&call, 1}});
  EXPECT_EQ(line["time"], "2026-01-31T12:00:00.001Z");
  EXPECT_EQ(line["event"], "request");
  EXPECT_EQ(line["status"], 200);
  EXPECT_EQ(line["duration_ms"], 2.0);
  EXPECT_EQ(line["calls"][0]["code"], "DEADLINE_EXCEEDED");
  EXPECT_EQ(line["calls"][0]["attempts"], 2);
  EXPECT_EQ(line["calls"][0]["duration_ms"], 1.5);
  EXPECT_EQ(line["calls"][0]["message"], "too slow");
}

TEST(AccessLog, TellsOperatorsTheCauseOfAProblem) {
  const Error error{
      .code = Errc::upstream_error, .internal = "boom at 10.0.0.1", .call = "profile"};
  const auto line = line_of({.status = 502, .error = &error});
  EXPECT_EQ(line["problem"], "upstream-error");
  EXPECT_EQ(line["cause"], "boom at 10.0.0.1");
  EXPECT_EQ(line["failed_call"], "profile");
}

TEST(AccessLog, CannotBeForgedByAClient) {
  const auto line = line_of({.path = "/a\r\n{\"event\":\"request\"}\x1b[31m\xff", .status = 404});
  EXPECT_EQ(line["path"], "/a\r\n{\"event\":\"request\"}\x1b[31m\xEF\xBF\xBD");
}

}  // namespace
}  // namespace bff::runtime
