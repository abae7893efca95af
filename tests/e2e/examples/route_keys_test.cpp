// SPDX-License-Identifier: Apache-2.0
// Keys of routes whose effect shows between clients and services only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using Call = DynamicServer::Call;

TEST(RouteKeys, AnIdempotencyKeyIsPassedOnToWritesAndToNothingElse) {
  std::mutex mutex;
  std::map<std::string, std::string> keys;  // by id
  RunningGateway running{of_kinds(R"(
  - id: write
    http: POST /v1/write
    calls:
      read: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 1 }, effect: read }
      write: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 2 }, after: [read] }
    shape: { text: $read.text }
  - id: read
    http: GET /v1/read
    calls: { read: { rpc: kinds.v1.KindsService/GetKinds, with: { id: 3 } } }
    shape: { text: $read.text }
)"),
                         {{"kinds.v1.KindsService/GetKinds", [&](const Json& in, Call& call) {
                             const auto key = call.metadata.find("idempotency-key");
                             const std::lock_guard lock(mutex);
                             keys[in.at("id")] = key == call.metadata.end() ? "none" : key->second;
                             return Json::object();
                           }}}};
  const httplib::Headers headers{{"idempotency-key", "k-1"}};
  EXPECT_EQ(running.ask("POST", "/v1/write", headers).status, 200);
  EXPECT_EQ(running.get("/v1/read", headers).status, 200);
  const std::lock_guard lock(mutex);
  EXPECT_EQ(keys, (std::map<std::string, std::string>{{"1", "none"}, {"2", "k-1"}, {"3", "none"}}));
}

TEST(RouteKeys, ADeprecatedRouteSaysSoInEveryGoodAnswer) {
  RunningGateway running{of_kinds(R"(
  - id: old
    http: GET /v1/old
    deprecated: true
    sunset: 2027-01-31
    shape: { x: 1 }
  - id: new
    http: GET /v1/new
    shape: { x: 1 }
)"),
                         {}};
  const auto old = running.get("/v1/old");
  EXPECT_EQ(old.get_header_value("deprecation"), "@0");
  EXPECT_EQ(old.get_header_value("sunset"), "Sun, 31 Jan 2027 00:00:00 GMT");
  const auto fresh = running.get("/v1/new");
  EXPECT_FALSE(fresh.has_header("deprecation"));
  EXPECT_FALSE(fresh.has_header("sunset"));
  EXPECT_EQ(running.gateway().access_line("/v1/old")["route"], "old") << "who still asks for it";
}

}  // namespace
}  // namespace bff::test
