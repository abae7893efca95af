// SPDX-License-Identifier: Apache-2.0
// What services put beside a failure, for each kind of client of an exposed method.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library.hpp"
#include "support/error_details.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;
using testing::HasSubstr;
using testing::Not;

constexpr int kResourceExhausted = 8;

DynamicServer::Methods exhausted() {
  auto methods = library();
  const RpcError error{
      kResourceExhausted, "secret: shard 7",
      rpc_status(kResourceExhausted, "secret: shard 7",
                 {rpc_any("DebugInfo", wire_field(2, "secret")),
                  rpc_any("ErrorInfo", wire_field(1, "TOO_MANY") + wire_field(2, "secret.com")),
                  retry_info(3, 0)})};
  methods["library.v1.Library/GetBook"] = [error](const Json&) -> Json { throw error; };
  methods["library.v1.Library/Watch"] = [error](const Json& request,
                                                DynamicServer::Call& call) -> Json {
    for (int i = 0; i < request["count"]; ++i) call.write({{"name", "b"}});
    throw error;
  };
  return methods;
}

class FailureDetails : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningGateway>(
        exposed_library("    protocols: [grpc_web, connect]\n"), exhausted());
  }
  static void TearDownTestSuite() { running_.reset(); }

  static httplib::Response rpc(const std::string& method, const std::string& type,
                               const std::string& body) {
    return request(running_->port(), "POST", "/library.v1.Library/" + method,
                   {{"content-type", type}, {"connect-protocol-version", "1"}}, body);
  }

  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<RunningGateway> FailureDetails::running_;

const std::string kMembers = R"("reason":"TOO_MANY","retry_after":3)";

TEST_F(FailureDetails, AreMembersOfProblems) {
  const auto answer = running_->get("/v1/shelves/1/books/2");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.get_header_value("retry-after"), "3");
  EXPECT_THAT(answer.body, HasSubstr(kMembers));
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
}

TEST_F(FailureDetails, AreInTheProblemThatEndsAStream) {
  const auto refused = running_->get("/v1/shelves/1/watch?count=0");
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr(kMembers));
  for (const std::string form : {"text/event-stream", "application/x-ndjson"}) {
    const auto broken = running_->get("/v1/shelves/1/watch?count=1", {{"accept", form}});
    EXPECT_EQ(broken.status, 200);
    EXPECT_THAT(broken.body, HasSubstr(kMembers)) << form;
    EXPECT_THAT(broken.body, Not(HasSubstr("secret")));
  }
}

// google.rpc.Status in base64: its code is written, and of ErrorInfo only the reason.
TEST_F(FailureDetails, AreMessagesForGrpcWebAndConnect) {
  const std::string empty(5, '\0');
  const auto web = rpc("GetBook", "application/grpc-web", empty);
  EXPECT_THAT(web.body, HasSubstr("grpc-status: 8\r\n"));
  EXPECT_THAT(web.body, HasSubstr("grpc-status-details-bin: CAg"));
  const auto connect = Json::parse(rpc("GetBook", "application/json", "{}").body);
  EXPECT_EQ(connect["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(connect["details"][1]["type"], "google.rpc.RetryInfo");
  EXPECT_EQ(connect["details"][1]["value"], "CgIIAw");
  EXPECT_EQ(connect["details"].size(), 2U);
  const auto stream = rpc("Watch", "application/connect+proto", empty);
  EXPECT_THAT(stream.body, HasSubstr(R"("type":"google.rpc.RetryInfo","value":"CgIIAw")"));
}

TEST(FailureDetailsOfAService, MayBeNone) {
  const RunningGateway running(
      exposed_library("    error_details: none\n"
                      "    methods: { GetBook: { error_details: [retry_info] } }\n"),
      exhausted());
  const auto book = running.get("/v1/shelves/1/books/2");
  EXPECT_THAT(book.body, HasSubstr(R"("retry_after":3)"));
  EXPECT_THAT(book.body, Not(HasSubstr("reason")));
  EXPECT_THAT(running.get("/v1/shelves/1/watch?count=0").body, Not(HasSubstr("retry_after")));
}

}  // namespace
}  // namespace bff::test
