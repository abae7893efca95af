// SPDX-License-Identifier: Apache-2.0
// What services put beside a failure, and what of it a client gets.
#include "support/error_details.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/examples/status_codes.hpp"
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using testing::HasSubstr;
using testing::Not;

// Every detail there is; what is not to go out says `secret`.
std::string details_of(int code) {
  return rpc_status(
      code, "secret: select * from users",
      {rpc_any("DebugInfo", wire_field(1, "secret.cc:7") + wire_field(2, "secret")),
       rpc_any("RequestInfo", wire_field(1, "secret") + wire_field(2, "secret")),
       rpc_any("BadRequest",
               wire_field(1, wire_field(1, "item.quantity") + wire_field(2, "at least 1"))),
       rpc_any("ErrorInfo", wire_field(1, "TOO_FEW") + wire_field(2, "secret.internal") +
                                wire_field(3, wire_field(1, "pod") + wire_field(2, "secret-7"))),
       rpc_any("ResourceInfo", wire_field(1, "item") + wire_field(3, "user:secret")),
       rpc_any("LocalizedMessage", wire_field(1, "de") + wire_field(2, "Mindestens eins")),
       retry_info(1, 500'000'000)});
}

// Fails with the code that the id says; 100 more: with details that are none.
DynamicServer::Methods failing() {
  return {{"kinds.v1.KindsService/GetKinds", [](const Json& in) -> Json {
             const int code = std::stoi(in.at("id").get<std::string>());
             if (code >= 100) throw RpcError{code - 100, "secret", "\x08\x03\x1a\xff"};
             throw RpcError{code, "secret at db-7.internal", details_of(code)};
           }}};
}

const std::string kCall = R"(
    path: { id: { type: int64 } }
    shape: { text: $kinds.text }
    calls: { kinds: { rpc: kinds.v1.KindsService/GetKinds, with: { id: $path.id })";

ServedRoutes routes(const std::string& more = "") {
  auto served = of_kinds(
      "  - id: plain\n    http: GET /plain/{id}" + kCall + " } }\n" +
      "  - id: quiet\n    http: GET /quiet/{id}\n    error_details: none" + kCall + " } }\n" +
      "  - id: open\n    http: GET /open/{id}\n    error_details: [error_info, resource_info]" +
      kCall + " } }\n" + "  - id: partial\n    http: GET /partial/{id}" + kCall +
      ", on_error: as_null } }\n" + "  - id: own\n    http: GET /own/{id}" + kCall +
      ", on_error: { status: 422, title: No } } }\n");
  served.more += more;
  return served;
}

TEST(ErrorDetails, AreMembersOfTheProblem) {
  RunningGateway running{routes(), failing()};
  const auto answer = running.get("/plain/" + std::to_string(kInvalidArgument));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.get_header_value("retry-after"), "2");
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  auto problem = json_of(answer);
  problem.erase("request_id");
  EXPECT_EQ(problem.dump(),
            R"({"type":"urn:bff:invalid-argument","title":"A service refused what it was asked",)"
            R"("status":400,"detail":"Mindestens eins","instance":"/plain/3","call":"kinds",)"
            R"("reason":"TOO_FEW",)"
            R"("violations":[{"field":"item.quantity","description":"at least 1"}],)"
            R"("retry_after":2})");
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST(ErrorDetails, AreThoseThatTheRouteNames) {
  RunningGateway running{routes(), failing()};
  const auto quiet = running.get("/quiet/" + std::to_string(kResourceExhausted));
  EXPECT_EQ(quiet.status, 429);
  EXPECT_FALSE(quiet.has_header("retry-after"));
  EXPECT_EQ(json_of(quiet).size(), 6U) << quiet.body;

  const auto open = json_of(running.get("/open/" + std::to_string(kResourceExhausted)));
  EXPECT_EQ(open["domain"], "secret.internal") << "the route says so";
  EXPECT_EQ(open["metadata"]["pod"], "secret-7");
  EXPECT_EQ(open["resource"].dump(), R"({"type":"item"})") << "never the owner";
  EXPECT_FALSE(open.contains("violations"));
}

TEST(ErrorDetails, AreThoseThatTheGatewayNamesWhereTheRouteDoesNot) {
  RunningGateway running{routes("error_details: [retry_info]\n"), failing()};
  const auto plain = running.get("/plain/" + std::to_string(kResourceExhausted));
  EXPECT_EQ(json_of(plain)["retry_after"], 2);
  EXPECT_FALSE(json_of(plain).contains("violations"));
  EXPECT_TRUE(json_of(running.get("/open/8")).contains("resource"));
}

TEST(ErrorDetails, StayInsideWhenTheServiceIsAtFault) {
  RunningGateway running{routes(), failing()};
  for (const std::string path : {"/plain/", "/open/", "/partial/"}) {
    const auto answer = running.get(path + std::to_string(kInternal));
    EXPECT_THAT(answer.body, HasSubstr("502"));
    for (const auto* part : {"secret", "violations", "TOO_FEW", "Mindestens"}) {
      EXPECT_THAT(answer.body, Not(HasSubstr(part))) << path;
    }
    EXPECT_FALSE(answer.has_header("retry-after"));
  }
}

TEST(ErrorDetails, StandInPartialAnswers) {
  RunningGateway running{routes(), failing()};
  const auto answer = running.get("/partial/" + std::to_string(kResourceExhausted));
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.has_header("retry-after")) << "the answer is there";
  const auto problem = json_of(answer)["_errors"][0];
  EXPECT_EQ(problem["retry_after"], 2);
  EXPECT_EQ(problem["reason"], "TOO_FEW");
  EXPECT_EQ(problem["detail"], "Mindestens eins");
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST(ErrorDetails, GiveWayToAProblemThatTheRouteDeclares) {
  RunningGateway running{routes(), failing()};
  const auto answer = running.get("/own/" + std::to_string(kInvalidArgument));
  EXPECT_EQ(answer.status, 422);
  EXPECT_FALSE(answer.has_header("retry-after"));
  for (const auto* part : {"secret", "violations", "TOO_FEW", "Mindestens"}) {
    EXPECT_THAT(answer.body, Not(HasSubstr(part)));
  }
}

TEST(ErrorDetails, ThatCannotBeReadAreToldToTheLogOnly) {
  RunningGateway running{routes(), failing()};
  const auto answer = running.get("/plain/" + std::to_string(100 + kInvalidArgument));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(json_of(answer).size(), 6U) << answer.body;
  const auto line = running.gateway().access_line("/plain/103");
  EXPECT_EQ(line["calls"][0]["message"], "secret (its grpc-status-details-bin cannot be read)");
}

}  // namespace
}  // namespace bff::test
