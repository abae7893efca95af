// SPDX-License-Identifier: Apache-2.0
#include "runtime/audit.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;

TEST(AuditLog, TellsWhoWasRefusedAndWhy) {
  std::string line;
  append_audit_line(line, {.action = AuditAction::refused,
                           .time = std::chrono::system_clock::time_point{1769860800001ms},
                           .client = "web",
                           .request_id = "01",
                           .address = "192.0.2.1",
                           .route = "home",
                           .issuer = "https://id.example",
                           .subject = "a\nb\xff",
                           .reason = "insufficient-scope",
                           .left_out = 7});
  EXPECT_EQ(line.find('\n'), std::string::npos) << "one line an event";
  EXPECT_EQ(nlohmann::json::parse(line), nlohmann::json::parse(R"({
    "time": "2026-01-31T12:00:00.001Z", "level": "warn", "event": "refused", "log": "audit", "client": "web",
    "reason": "insufficient-scope", "issuer": "https://id.example",
    "subject": "a\nb\uFFFD", "address": "192.0.2.1", "route": "home", "request_id": "01",
    "left_out": 7 })"));
}

TEST(AuditLog, LeavesOutWhatIsNotKnown) {
  std::string line;
  append_audit_line(line, {.action = AuditAction::login, .client = "web"});
  EXPECT_EQ(line, R"({"time":"1970-01-01T00:00:00.000Z","level":"info","event":"login",)"
                  R"("log":"audit","client":"web"})");
}

TEST(AuditLimit, KeepsAFloodShort) {
  AuditLimit limit;
  std::chrono::steady_clock::time_point now{1000s};
  for (int i = 0; i < AuditLimit::kMostASecond; ++i) EXPECT_EQ(limit.admit(now), 0U);
  for (int i = 0; i < 5'000; ++i) EXPECT_EQ(limit.admit(now + 999ms), std::nullopt);
  EXPECT_EQ(limit.admit(now + 1s), 5'000U) << "the next one says how many there were";
  EXPECT_EQ(limit.admit(now + 1s), 0U);
}

}  // namespace
}  // namespace bff::runtime
