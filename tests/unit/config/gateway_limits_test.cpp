// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using LimitsAndTimes = test::GatewayTest;

TEST_F(LimitsAndTimes, HaveDefaults) {
  const Gateway gateway = loaded(with("limits: {}\ntimeouts: {}\nlog: {}\n"));
  EXPECT_EQ(gateway.limits.request_line, 8u * 1024);
  EXPECT_EQ(gateway.limits.headers, 32u * 1024);
  EXPECT_EQ(gateway.limits.fields, 100u);
  EXPECT_EQ(gateway.limits.body, 1u << 20);
  EXPECT_EQ(gateway.limits.upload, 1u << 30);
  EXPECT_EQ(gateway.limits.connections, 10'000u);
  EXPECT_EQ(gateway.limits.connections_per_address, 1'000u);
  EXPECT_EQ(gateway.limits.header_timeout, 10s);
  EXPECT_EQ(gateway.limits.body_timeout, 30s);
  EXPECT_EQ(gateway.limits.idle_timeout, 75s);
  EXPECT_EQ(gateway.limits.write_timeout, 30s);
  EXPECT_EQ(gateway.drain_timeout, 30s);
}

TEST_F(LimitsAndTimes, CanEachBeSet) {
  const Gateway gateway = loaded(with(R"(limits:
  request_line: 4KiB
  headers: 16KiB
  header_fields: 50
  body: 2MiB
  upload: 3GiB
  connections: 500
  connections_per_address: 20
timeouts: { header: 1s, body: 2s, idle: 3m, write: 400ms, drain: 0s }
log: { level: warn, access: false, audit: false }
)"));
  EXPECT_EQ(gateway.limits.request_line, 4096u);
  EXPECT_EQ(gateway.limits.headers, 16384u);
  EXPECT_EQ(gateway.limits.fields, 50u);
  EXPECT_EQ(gateway.limits.body, 2u << 20);
  EXPECT_EQ(gateway.limits.upload, std::size_t{3} << 30);
  EXPECT_EQ(gateway.limits.connections, 500u);
  EXPECT_EQ(gateway.limits.connections_per_address, 20u);
  EXPECT_EQ(gateway.limits.header_timeout, 1s);
  EXPECT_EQ(gateway.limits.body_timeout, 2s);
  EXPECT_EQ(gateway.limits.idle_timeout, 3min);
  EXPECT_EQ(gateway.limits.write_timeout, 400ms);
  EXPECT_EQ(gateway.drain_timeout, 0s);
  EXPECT_EQ(gateway.log_level, "warn");
  EXPECT_FALSE(gateway.access_log);
  EXPECT_FALSE(gateway.audit_log);
}

TEST_F(LimitsAndTimes, HaveBounds) {
  EXPECT_EQ(
      refused(with(R"(limits:
  request_line: 100B
  headers: 2MiB
  header_fields: 0
  body: 2GiB
  upload: 2048GiB
  connections: 0
  connections_per_address: 2000000
)")),
      "8:17+4 BFF119 'limits.request_line' must be between 256B and 64KiB, not 100B\n"
      "9:12+4 BFF119 'limits.headers' must be between 1KiB and 1MiB, not 2MiB\n"
      "10:18+1 BFF119 'limits.header_fields' must be between 8 and 1000, not 0\n"
      "11:9+4 BFF119 'limits.body' must be between 0B and 1GiB, not 2GiB\n"
      "12:11+7 BFF119 'limits.upload' must be between 0B and 1024GiB, not 2048GiB\n"
      "13:16+1 BFF119 'limits.connections' must be between 1 and 1000000, not 0\n"
      "14:28+7 BFF119 'limits.connections_per_address' must be between 1 and 1000000, not 2000000");
  EXPECT_EQ(
      refused(with("timeouts: { header: 0s, body: 0ms, idle: 25h, write: 2h, drain: 61m }\n")),
      "7:21+2 BFF119 'timeouts.header' must be between 1ms and 1h, not 0s\n"
      "7:31+3 BFF119 'timeouts.body' must be between 1ms and 1h, not 0ms\n"
      "7:42+3 BFF119 'timeouts.idle' must be between 1ms and 24h, not 25h\n"
      "7:54+2 BFF119 'timeouts.write' must be between 1ms and 1h, not 2h\n"
      "7:65+3 BFF119 'timeouts.drain' must be between 0s and 1h, not 61m");
}

TEST_F(LimitsAndTimes, RefuseUnknownKeys) {
  EXPECT_EQ(
      refused(with("limits: { bodys: 1MiB }\ntimeouts: { headers: 1s }\nlog: { acess: true }\n")),
      "7:11+5 BFF115 unknown key 'bodys' in 'limits' | did you mean 'body'?\n"
      "8:13+7 BFF115 unknown key 'headers' in 'timeouts' | did you mean 'header'?\n"
      "9:8+5 BFF115 unknown key 'acess' in 'log' | did you mean 'access'?");
  EXPECT_EQ(refused(with("limits: { streams: 1 }\n")),
            "7:11+7 BFF115 unknown key 'streams' in 'limits' | known are: request_line, headers, "
            "header_fields, body, upload, connections, connections_per_address");
}

TEST_F(LimitsAndTimes, RefuseOtherKinds) {
  EXPECT_EQ(refused(with("limits: 5\ntimeouts: []\nlog: debug\n")),
            "7:9+1 BFF116 'limits' must be a map, not a number\n"
            "8:11+1 BFF116 'timeouts' must be a map, not a list\n"
            "9:6+5 BFF116 'log' must be a map, not a text");
}

TEST_F(LimitsAndTimes, StandBesideTheOriginsThatMayOpenWebSockets) {
  EXPECT_THAT(
      loaded(with("streams: { origins: ['https://a.example', 'app://x:81'] }\n")).streams.origins,
      testing::ElementsAre("https://a.example", "app://x:81"));
  EXPECT_EQ(
      refused(with("streams: { origins: ['*', 'https://a.example/'] }\n")),
      "7:23+1 BFF119 the origin '*' has no scheme | write it as browsers do: "
      "https://app.example.com\n"
      "7:28+18 BFF119 the origin 'https://a.example/' has more than host and port | write it as "
      "browsers do: https://app.example.com");
}

TEST_F(LimitsAndTimes, StandBesideTheErrorDetailsThatGoOut) {
  EXPECT_EQ(loaded(with("")).error_details, kDefaultDetails);
  EXPECT_EQ(loaded(with("error_details: none\n")).error_details, DetailKinds{});
  DetailKinds one;
  one.add(DetailKind::quota_failure);
  EXPECT_EQ(loaded(with("error_details: [quota_failure]\n")).error_details, one);
  EXPECT_EQ(refused(with("error_details: [debug_info, hepl, reason, reason]\n")),
            "7:17+10 BFF119 'debug_info' is no kind of error details | known are: "
            "localized_message, bad_request, retry_info, reason, error_info, "
            "precondition_failure, quota_failure, resource_info, help\n"
            "7:29+4 BFF119 'hepl' is no kind of error details | did you mean 'help'?\n"
            "7:43+6 BFF122 'reason' is named twice | remove one");
  EXPECT_EQ(refused(with("error_details: all\nlanguages: [en]\n")),
            "7:16+3 BFF119 'error_details' cannot be 'all' | write none, or a list as in "
            "[bad_request, retry_info]");
}

TEST_F(LimitsAndTimes, KnowTheLogLevels) {
  for (const char* level : {"info", "warn", "error"}) {
    EXPECT_EQ(loaded(with("log: { level: " + std::string(level) + " }\n")).log_level, level);
  }
  EXPECT_EQ(refused(with("log: { level: warning }\n")),
            "7:15+7 BFF119 'warning' is no log level | write info, warn or error");
  EXPECT_EQ(refused(with("log: { level: eror }\n")),
            "7:15+4 BFF119 'eror' is no log level | did you mean 'error'?");
  EXPECT_EQ(refused(with("log: { access: yes }\n")),
            "7:16+3 BFF116 'log.access' must be true or false, not a text");
}

}  // namespace
}  // namespace bff::config
