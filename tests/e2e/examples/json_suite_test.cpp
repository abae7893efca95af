// SPDX-License-Identifier: Apache-2.0
// JSONTestSuite (RFC 8259) as bodies of requests: from a client over a gateway to a service and
// back. tests/conformance/json judges the reader alone.
#include <gtest/gtest.h>

#include <map>

#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;

constexpr std::string_view kProto = R"(syntax = "proto3";
package anything.v1;
import "google/protobuf/struct.proto";
message Anything { google.protobuf.Value value = 1; }
service AnythingService { rpc Echo(Anything) returns (Anything); }
)";

constexpr std::string_view kRoutes = R"(version: bff/v1
routes:
  - id: echo
    http: POST /v1/echo
    body: anything.v1.Anything
    calls: { echo: { rpc: anything.v1.AnythingService/Echo, with: $body } }
    shape: { value: $echo.value }
)";

TEST(JsonSuiteOverHttp, IsJudgedAsItSays) {
  if (std::string(BFF_CONFORMANCE_DATA).empty()) GTEST_SKIP() << "BFF_CONFORMANCE_DATA is not set";
  TempFolder protos;
  protos.write("anything.proto", kProto);
  RunningGateway running{{.folders = {protos.path().string()},
                          .protos = {"anything.proto"},
                          .services = {"anything.v1.AnythingService"},
                          .routes = {{"a.yaml", std::string(kRoutes)}}},
                         {{"anything.v1.AnythingService/Echo", [](const Json& in) { return in; }}}};

  std::map<char, int> judged;
  for (const auto& file :
       std::filesystem::directory_iterator(BFF_CONFORMANCE_DATA "/JSONTestSuite/test_parsing")) {
    const std::string name = file.path().filename();
    const std::string text = read_file(file.path());
    const auto answer = running.ask("POST", "/v1/echo", {}, "{\"value\":" + text + "}");
    ++judged[name[0]];
    if (answer.status == 200) {
      EXPECT_NE(name[0], 'n') << name;
      EXPECT_EQ(Json::parse(answer.body).at("value"), Json::parse(text)) << name;
    } else {
      EXPECT_NE(name[0], 'y') << name << ": " << answer.body;
      EXPECT_EQ(answer.status, 400) << name << ": " << answer.body;
      EXPECT_EQ(answer.get_header_value("content-type"), "application/problem+json") << name;
    }
  }
  EXPECT_EQ(judged, (std::map<char, int>{{'y', 95}, {'n', 188}, {'i', 35}}));
}

}  // namespace
}  // namespace bff::test
