// SPDX-License-Identifier: Apache-2.0
// Exposed methods for clients that speak gRPC-Web or Connect.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "library.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kPath = "/library.v1.Library/";

// A message behind its flags and its length.
std::string envelope(const std::string& message, char flags = 0) {
  const auto size = message.size();
  return std::string{flags, 0, 0, static_cast<char>(size >> 8), static_cast<char>(size)} + message;
}
// library.v1.BookName, or any other whose first field is a text.
std::string named(const std::string& text) {
  return std::string{'\x0A', static_cast<char>(text.size())} + text;
}

class Rpc : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningGateway>(
        exposed_library("    protocols: [grpc_web, connect]\n"
                        "    methods: { Move: { auth: { required: true } } }\n"),
        library());
  }
  static void TearDownTestSuite() { running_.reset(); }

  static httplib::Response post(const std::string& method, const std::string& type,
                                const std::string& body, httplib::Headers headers = {}) {
    headers.emplace("content-type", type);
    return request(running_->port(), "POST", kPath + method, headers, body);
  }
  static httplib::Response connect(const std::string& method, const std::string& body,
                                   httplib::Headers headers = {}) {
    headers.emplace("connect-protocol-version", "1");
    return post(method, "application/json", body, headers);
  }

  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<RunningGateway> Rpc::running_;

TEST_F(Rpc, AnswersGrpcWeb) {
  const auto response = post("GetBook", "application/grpc-web+proto", envelope(named("b")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "application/grpc-web+proto");
  EXPECT_THAT(response.body.substr(5), StartsWith(named("b")));
  EXPECT_THAT(response.body, HasSubstr("\x80"));
  EXPECT_THAT(response.body, HasSubstr("grpc-status: 0\r\n"));
}

TEST_F(Rpc, AnswersGrpcWebAsText) {
  const auto response = post("GetBook", "application/grpc-web-text", "AAAAAAMKAWI=");
  EXPECT_EQ(response.get_header_value("content-type"), "application/grpc-web-text+proto");
  EXPECT_THAT(response.body, StartsWith("AAAAA"));
}

TEST_F(Rpc, TellsGrpcWebOfFailuresInTrailers) {
  auto response = post("GetBook", "application/grpc-web", envelope(named("shelves/1/books/none")));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("grpc-status: 5\r\n"));
  EXPECT_THAT(response.body, Not(HasSubstr("row 7")));
  EXPECT_THAT(post("Move", "application/grpc-web", envelope("")).body,
              HasSubstr("grpc-status: 16\r\n"));
  for (const std::string body :
       {std::string("\0\0\0\0\x05"
                    "ab",
                    7),
        envelope("a") + "b", envelope("") + envelope(""), std::string(), envelope("\x0A")}) {
    EXPECT_THAT(post("GetBook", "application/grpc-web", body).body,
                HasSubstr("grpc-status: 3\r\n"));
  }
}

TEST_F(Rpc, StreamsGrpcWeb) {
  const auto response = post("Watch", "application/grpc-web+proto", envelope("\x10\x02"));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr(named("b1")));
  EXPECT_THAT(response.body, HasSubstr(named("b2")));
  EXPECT_THAT(response.body, HasSubstr("grpc-status: 0\r\n"));
  const auto failed = post("Watch", "application/grpc-web+proto", envelope("\x10\x01\x20\x0E"));
  EXPECT_THAT(failed.body, HasSubstr(named("b1")));
  EXPECT_THAT(failed.body, HasSubstr("grpc-status: 14\r\n"));
}

TEST_F(Rpc, AnswersConnect) {
  const auto json = connect("GetBook", R"({"name":"b"})");
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.get_header_value("content-type"), "application/json");
  EXPECT_EQ(json.body,
            R"({"name":"b","title":"A","pages":"9007199254740993","genre":"GENRE_POETRY"})");
  const auto proto = post("GetBook", "application/proto", named("b"));
  EXPECT_EQ(proto.get_header_value("content-type"), "application/proto");
  EXPECT_THAT(proto.body, StartsWith(named("b")));
}

TEST_F(Rpc, TellsConnectOfFailures) {
  auto response = connect("GetBook", R"({"name":"shelves/1/books/none"})");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.get_header_value("content-type"), "application/json");
  EXPECT_THAT(response.body, StartsWith(R"({"code":"not_found")"));
  EXPECT_EQ(connect("Move", "{}").status, 401);
  EXPECT_EQ(connect("GetBook", R"({"nme":"b"})").status, 400);
  EXPECT_EQ(connect("GetBook", "{}", {{"connect-timeout-ms", "x"}}).status, 400);
  EXPECT_EQ(connect("GetBook", "{}", {{"connect-timeout-ms", "0"}}).status, 504);
  EXPECT_EQ(connect("Watch", "{}").status, 415);
}

TEST_F(Rpc, TakesConnectsGetWhereAMethodHasNoSideEffects) {
  const auto get = [](const std::string& method, const std::string& query) {
    return running_->get(kPath + method + "?" + query);
  };
  const auto response =
      get("GetBook", "connect=v1&encoding=json&message=%7B%22name%22%3A%22b%22%7D");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.body, StartsWith(R"({"name":"b")"));
  EXPECT_EQ(get("GetBook", "connect=v1&encoding=proto&base64=1&message=CgFi").body.substr(0, 3),
            named("b"));
  EXPECT_EQ(get("GetBook", "connect=v1&encoding=json&message=x").status, 400);
  EXPECT_EQ(get("Create", "connect=v1&encoding=json&message=%7B%7D").status, 405);
}

TEST_F(Rpc, StreamsConnect) {
  const auto response =
      post("Watch", "application/connect+json", envelope(R"({"count":2,"parent":"p"})"));
  EXPECT_EQ(response.get_header_value("content-type"), "application/connect+json");
  EXPECT_THAT(response.body, HasSubstr(R"({"name":"b1","pages":"1"})"));
  EXPECT_THAT(response.body, testing::EndsWith(envelope("{}", 2)));
  const auto failed =
      post("Watch", "application/connect+json", envelope(R"({"count":0,"failWith":7})"));
  EXPECT_EQ(failed.status, 200);
  EXPECT_THAT(failed.body, HasSubstr(R"({"error":{"code":"permission_denied")"));
}

TEST_F(Rpc, LeavesPlainHttpAsItIs) {
  EXPECT_EQ(running_->get("/v1/shelves/1/books/2").status, 200);
  // No plain mapping was asked for.
  EXPECT_EQ(post("GetBook", "application/x-protobuf", named("b")).status, 415);
}

TEST(RpcBesidePlainHttp, IsToldByTheContentType) {
  const RunningGateway running(
      exposed_library("    protocols: [connect]\n    unannotated: post\n    include: [Count]\n"),
      library());
  const auto plain = running.ask("POST", kPath + "Count", {}, R"({"pagesize":1})");
  EXPECT_EQ(plain.status, 400);
  EXPECT_EQ(plain.get_header_value("content-type"), "application/problem+json");
  const auto rpc = running.ask("POST", kPath + "Count", {{"connect-protocol-version", "1"}},
                               R"({"pagesize":1})");
  EXPECT_EQ(rpc.status, 400);
  EXPECT_THAT(rpc.body, StartsWith(R"({"code":"invalid_argument")"));
  EXPECT_EQ(request(running.port(), "POST", kPath + "Count",
                    {{"content-type", "application/grpc-web"}}, envelope(""))
                .status,
            415);
}

}  // namespace
}  // namespace bff::test
