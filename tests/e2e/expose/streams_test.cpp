// SPDX-License-Identifier: Apache-2.0
// Streams of services, as their clients see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "e2e/expose/eventually.hpp"
#include "library.hpp"
#include "support/raw_connection.hpp"

namespace bff::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kBook =
    R"("title":"","pages":"1","genre":"UNSPECIFIED","published":null,"labels":{},"note":null})";

// A route over the same stream, with a shape and an id.
const std::string kRoute =
    "routes:\n  - id: feed\n    http: GET /v1/feed\n    stream: { as: [sse, ndjson], id: "
    "$book.pages }\n"
    "    query: { count: { type: int32, default: 2 }, fail_with: { type: int32, default: 0 } }\n"
    "    calls:\n"
    "      first: { rpc: library.v1.Library/GetBook, with: { name: a } }\n"
    "      book: { rpc: library.v1.Library/Watch,\n"
    "        with: { parent: $first.title, count: $query.count, fail_with: $query.fail_with } }\n"
    "    respond: { headers: { x-first: $first.title } }\n"
    "    shape: { number: $book.pages, of: $first.title }\n";

class Streams : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    running_ = std::make_unique<RunningGateway>(
        exposed_library("", kRoute, "streams: { retry: 100ms, heartbeat: 150ms }\n"), library());
  }
  static void TearDownTestSuite() { running_.reset(); }

  static httplib::Response get(const std::string& path, const httplib::Headers& headers = {}) {
    return running_->get(path, headers);
  }
  static httplib::Response events(const std::string& path, httplib::Headers headers = {}) {
    headers.emplace("accept", "text/event-stream");
    return get(path, headers);
  }
  static int port() { return running_->port(); }

  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<RunningGateway> Streams::running_;

TEST_F(Streams, AreLinesOfJson) {
  const auto response = get("/v1/shelves/1/watch?count=2");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "application/x-ndjson");
  EXPECT_EQ(response.get_header_value("cache-control"), "no-store");
  EXPECT_THAT(response.body, StartsWith(R"({"name":"b1",)" + kBook + "\n" + R"({"name":"b2",)"));
  EXPECT_EQ(get("/v1/shelves/1/watch?count=0").body, "");
}

TEST_F(Streams, AreServerSentEventsWhereAsked) {
  const auto response = events("/v1/shelves/1/watch?count=1");
  EXPECT_EQ(response.get_header_value("content-type"), "text/event-stream");
  EXPECT_EQ(response.body, "retry: 100\n\ndata: {\"name\":\"b1\"," + kBook + "\n\n");
  EXPECT_EQ(get("/v1/shelves/1/watch", {{"accept", "text/html"}}).status, 406);
}

TEST_F(Streams, OfRoutesHaveTheirShapeIdsAndHeaders) {
  const auto response = get("/v1/feed");
  EXPECT_EQ(response.get_header_value("content-type"), "text/event-stream");
  EXPECT_EQ(response.get_header_value("x-first"), "A");
  EXPECT_EQ(response.body,
            "retry: 100\n\n"
            "id: 1\ndata: {\"number\":\"1\",\"of\":\"A\"}\n\n"
            "id: 2\ndata: {\"number\":\"2\",\"of\":\"A\"}\n\n");
  EXPECT_EQ(get("/v1/feed?count=1", {{"accept", "application/x-ndjson"}}).body,
            "{\"number\":\"1\",\"of\":\"A\"}\n");
  // Whoever comes back says where it stopped.
  EXPECT_THAT(events("/v1/feed?count=1", {{"last-event-id", "41"}}).body, HasSubstr("id: 42\n"));
}

TEST_F(Streams, FailWithAStatusBeforeTheirFirstMessage) {
  const auto response = events("/v1/shelves/1/watch?count=0&fail_with=5");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.get_header_value("content-type"), "application/problem+json");
  EXPECT_THAT(response.body, HasSubstr(R"("call":"Watch")"));
  EXPECT_THAT(response.body, Not(HasSubstr("row 7")));
  EXPECT_EQ(get("/v1/feed?count=0&fail_with=7").status, 403);
}

TEST_F(Streams, ShowAnErrorBehindTheirFirstMessage) {
  const auto response = events("/v1/shelves/1/watch?count=1&fail_with=14");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("\n\nevent: error\ndata: {\"type\":\"urn:bff:"
                                       "upstream-unavailable\","));
  EXPECT_THAT(response.body, HasSubstr(R"("call":"Watch")"));
  EXPECT_THAT(response.body, Not(HasSubstr("row 7")));
  const auto lines = get("/v1/shelves/1/watch?count=1&fail_with=13").body;
  EXPECT_THAT(lines, HasSubstr("\n{\"_error\":{\"type\":\"urn:bff:upstream-error\","));
}

TEST_F(Streams, BeginWithAHeartbeatWhereNothingHappens) {
  RawConnection client(port());
  client.send(
      "GET /v1/shelves/1/watch?count=-1 HTTP/1.1\r\nhost: a\r\n"
      "accept: text/event-stream\r\n\r\n");
  const std::string answer = client.read_until("\n:\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("transfer-encoding: chunked\r\n"));
}

TEST_F(Streams, AnswerAHeadRequestWithoutOpeningAnything) {
  const auto response = running_->ask("HEAD", "/v1/shelves/1/watch");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("content-type"), "application/x-ndjson");
}

TEST_F(Streams, AreToldInTheAccessLog) {
  get("/v1/shelves/77/watch?count=3");
  const auto line = running_->gateway().access_line("/v1/shelves/77/watch");
  EXPECT_EQ(line["status"], 200);
  EXPECT_EQ(line["messages"], 3);
  EXPECT_GT(line["bytes"], 200);
  EXPECT_EQ(line["calls"][0]["code"], "OK");
}

// A gateway whose services count the calls that are open.
struct Counted {
  std::atomic<int> open{0}, cancelled{0};
  DynamicServer::Methods methods() {
    auto methods = library();
    methods["library.v1.Library/Watch"] = [this](const DynamicServer::Json& request,
                                                 DynamicServer::Call& call) -> DynamicServer::Json {
      ++open;
      const std::string title(request["size"].get<std::size_t>(), 'x');
      for (int i = 0; request["count"] < 0 || i < request["count"]; ++i) {
        if (!call.write({{"title", title}})) {
          ++cancelled;  // nothing else ends it; the context tells so a little later
          break;
        }
        ++written;
      }
      --open;
      return {};
    };
    return methods;
  }
  std::atomic<std::int64_t> written{0};
};

TEST(StreamsOfASlowReader, StopTheService) {
  Counted counted;
  RunningGateway running(exposed_library(), counted.methods());
  {
    RawConnection client(running.port());
    client.send("GET /v1/shelves/1/watch?count=-1&size=1000 HTTP/1.1\r\nhost: a\r\n\r\n");
    client.read_until("xxxx");
    // It stops when sockets and windows are full, and stays so.
    ASSERT_TRUE(eventually([&, last = std::int64_t{-1}, same = 0]() mutable {
      const std::int64_t now = counted.written;
      same = now == last ? same + 1 : 0;
      last = now;
      return same > 200;
    }));
    // Far below what is sent in that time: the sockets' buffers and a window.
    EXPECT_LT(counted.written, 20'000);
    EXPECT_EQ(counted.open, 1);
  }
  // The client is gone, and the service learns of it.
  EXPECT_TRUE(eventually([&] { return counted.cancelled == 1 && counted.open == 0; }));
}

TEST(StreamsBeyondTheLimit, AreRefused) {
  Counted counted;
  RunningGateway running(exposed_library("", "", "streams: { per_address: 2 }\n"),
                         counted.methods());
  const std::string request = "GET /v1/shelves/1/watch?count=-1 HTTP/1.1\r\nhost: a\r\n\r\n";
  RawConnection one(running.port()), two(running.gateway().port());
  one.send(request);
  two.send(request);
  one.read_until("\"title\"");
  two.read_until("\"title\"");
  EXPECT_EQ(running.get("/v1/shelves/1/watch?count=1").status, 429);
}

TEST(StreamsOfALongLife, EndInOrder) {
  Counted counted;
  RunningGateway running(exposed_library("", "", "streams: { max_life: 300ms }\n"),
                         counted.methods());
  const auto events =
      running.get("/v1/shelves/1/watch?count=-1&size=1", {{"accept", "text/event-stream"}});
  EXPECT_EQ(events.status, 200);
  EXPECT_THAT(events.body, Not(HasSubstr("event: error")));
  EXPECT_THAT(running.get("/v1/shelves/1/watch?count=-1&size=1").body,
              HasSubstr("{\"_error\":{\"type\":\"urn:bff:stream-expired\""));
  EXPECT_TRUE(eventually([&] { return counted.open == 0; }));
}

TEST(StreamsThatAreQuiet, EndAfterTheirIdleTimeWhateverTheHeartbeats) {
  RunningGateway running(exposed_library("", "", "streams: { idle: 300ms, heartbeat: 50ms }\n"),
                         library());
  const auto response =
      running.get("/v1/shelves/1/watch?count=-1", {{"accept", "text/event-stream"}});
  EXPECT_THAT(response.body, HasSubstr(":\n"));
  EXPECT_THAT(response.body,
              HasSubstr("event: error\ndata: {\"type\":\"urn:bff:upstream-timeout\""));
}

}  // namespace
}  // namespace bff::test
