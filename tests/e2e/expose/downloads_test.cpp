// SPDX-License-Identifier: Apache-2.0
// Streams of google.api.HttpBody, as files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Downloads : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningGateway>(
        exposed_files("streams: { heartbeat: 20ms }\n", "    protocols: [grpc_web]\n"),
        files_.methods());
  }
  static void TearDownTestSuite() { running_.reset(); }

  static httplib::Response get(const std::string& path, const httplib::Headers& headers = {}) {
    return running_->get("/v1/files/" + path, headers);
  }
  // The bytes of the answer as they came.
  static std::string raw(const std::string& path) {
    const RawConnection client(running_->port());
    client.send("GET /v1/files/" + path + " HTTP/1.1\r\nhost: a\r\n\r\n");
    bool closed = false;
    std::string answer = client.read_to_end(closed);
    EXPECT_TRUE(closed);
    return answer;
  }

  static inline Files files_;
  static inline std::unique_ptr<RunningGateway> running_;
};

TEST_F(Downloads, AreTheDataOfAllMessages) {
  const auto response = get("a?pieces=96&size=50000&type=image/png", {{"accept", "image/*"}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "image/png");
  EXPECT_EQ(response.get_header_value("transfer-encoding"), "chunked");
  EXPECT_TRUE(response.body == file_of(std::size_t{96} * 50'000)) << response.body.size();
}

TEST_F(Downloads, MayBeAFieldOfEachMessage) {
  const auto response = get("a/pieces?pieces=3&size=1000&type=text/csv");
  EXPECT_EQ(response.get_header_value("content-type"), "text/csv");
  EXPECT_TRUE(response.body == file_of(3000));
}

TEST_F(Downloads, MayBeEmpty) {
  const auto nothing = get("a");
  EXPECT_EQ(nothing.status, 200);
  EXPECT_EQ(nothing.body, "");
  const auto one = get("a?pieces=1");
  EXPECT_EQ(one.get_header_value("content-type"), "application/octet-stream");
  EXPECT_EQ(one.body, "");
}

TEST_F(Downloads, FailWithAStatusBeforeTheirFirstByte) {
  const auto response = get("a?fail_with=5");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.get_header_value("content-type"), "application/problem+json");
  EXPECT_THAT(response.body, HasSubstr(R"("call":"Get")"));
  EXPECT_THAT(response.body, Not(HasSubstr("row 7")));
  EXPECT_EQ(get("a?pieces=1&type=a%0D%0Ab").status, 502);
  EXPECT_EQ(get("a?piece=1").status, 400);
}

TEST_F(Downloads, StayUnfinishedWhereTheyFailLater) {
  const std::string answer = raw("a?pieces=2&size=4&fail_with=13");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, EndsWith("\r\n4\r\n" + file_of(8).substr(0, 4) + "\r\n4\r\n" +
                               file_of(8).substr(4) + "\r\n"));
  const auto line = running_->gateway().access_line("/v1/files/a");
  EXPECT_EQ(line["status"], 200);
}

TEST_F(Downloads, AnswerAHeadRequestWithoutACall) {
  const int before = files_.calls;
  const auto response = running_->ask("HEAD", "/v1/files/a?pieces=3&size=5");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(files_.calls, before);
}

TEST_F(Downloads, AreMessagesForGrpcWeb) {
  // name: "a", pieces: 1, size: 1
  const std::string request(
      "\0\0\0\0\x07\x0A\x01"
      "a\x10\x01\x18\x01",
      12);
  const auto ask = [&](const std::string& method) {
    return test::request(running_->port(), "POST", "/files.v1.Files/" + method,
                         {{"content-type", "application/grpc-web+proto"}}, request);
  };
  const auto response = ask("Get");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("grpc-status: 0"));
  EXPECT_EQ(ask("Put").status, 404);
}

// Heartbeats have no place between bytes, so that a quiet service still gets a status.
TEST(DownloadsOfAQuietService, EndAfterTheirIdleTime) {
  Files files;
  RunningGateway running(exposed_files("streams: { idle: 200ms, heartbeat: 20ms }\n"),
                         files.methods());
  EXPECT_EQ(running.get("/v1/files/a?stay=true").status, 504);
  const RawConnection client(running.port());
  client.send("GET /v1/files/a?pieces=1&size=1&stay=true HTTP/1.1\r\nhost: a\r\n\r\n");
  bool closed = false;
  EXPECT_THAT(client.read_to_end(closed), EndsWith("\r\n1\r\n" + file_of(1) + "\r\n"));
  EXPECT_TRUE(closed);
  EXPECT_TRUE(eventually([&] { return files.open == 0; }));
}

TEST(DownloadsOfALongLife, StayUnfinished) {
  Files files;
  RunningGateway running(exposed_files("streams: { max_life: 300ms }\n"), files.methods());
  const RawConnection client(running.port());
  client.send("GET /v1/files/a?pieces=-1&size=100 HTTP/1.1\r\nhost: a\r\n\r\n");
  bool closed = false;
  EXPECT_THAT(client.read_to_end(closed), Not(EndsWith("\r\n0\r\n\r\n")));
  EXPECT_TRUE(closed);
  EXPECT_TRUE(eventually([&] { return files.open == 0; }));
}

TEST(DownloadsOfASlowReader, StopTheService) {
  Files files;
  RunningGateway running(exposed_files(), files.methods());
  {
    const RawConnection client(running.port());
    client.send("GET /v1/files/a?pieces=-1&size=10000 HTTP/1.1\r\nhost: a\r\n\r\n");
    client.read_until("HTTP/1.1 200");
    // It stops when sockets and windows are full, and stays so.
    ASSERT_TRUE(eventually([&, last = -1, same = 0]() mutable {
      const int now = files.written;
      same = now == last ? same + 1 : 0;
      last = now;
      return same > 200;
    }));
    EXPECT_LT(files.written, 2000);  // 20 MB, of which the sockets hold the most
    EXPECT_EQ(files.open, 1);
  }
  EXPECT_TRUE(eventually([&] { return files.open == 0; }));
}

// The gateway waits for what will end.
TEST(DownloadsOfAGatewayThatStops, AreFinished) {
  Files files;
  RunningGateway running(exposed_files(), files.methods());
  const RawConnection client(running.port());
  client.send("GET /v1/files/a?pieces=400&size=30000 HTTP/1.1\r\nhost: a\r\n\r\n");
  const std::string begin = client.read_until("\r\n\r\n");
  running.gateway().process().signal(SIGTERM);
  running.gateway().event("draining");
  bool closed = false;
  const std::string rest = client.read_to_end(closed);
  EXPECT_TRUE(closed);
  EXPECT_THAT(rest, EndsWith("\r\n0\r\n\r\n"));
  EXPECT_GT(begin.size() + rest.size(), 400u * 30'000);
}

}  // namespace
}  // namespace bff::test
