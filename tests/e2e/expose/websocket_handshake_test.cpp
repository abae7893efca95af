// SPDX-License-Identifier: Apache-2.0
// Which requests open a WebSocket, and how the others are answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "chat.hpp"
#include "support/websocket_client.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kTalk = "/v1/rooms/7/talk";

class WebSocketHandshakes : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    chat_ = std::make_unique<Chat>();
    running_ = std::make_unique<RunningGateway>(
        exposed_chat(
            "    methods: { Collect: { auth: { required: true } } }\n",
            "streams: { origins: ['https://app.example.com', 'capacitor://localhost'] }\n"),
        chat_->methods());
  }
  static void TearDownTestSuite() {
    running_.reset();
    chat_.reset();
  }

  static WebSocketClient opened(const std::string& path, const std::string& lines = "") {
    return {running_->port(), path, lines};
  }
  static int status(const std::string& path, const std::string& lines = "") {
    return opened(path, lines).status();
  }
  // A request of its own, which is answered by HTTP.
  static std::string ask(const std::string& lines) {
    const WebSocketClient client(running_->port(), WebSocketClient::Request{lines});
    return client.head();
  }

  static std::unique_ptr<Chat> chat_;
  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<Chat> WebSocketHandshakes::chat_;
std::unique_ptr<RunningGateway> WebSocketHandshakes::running_;

TEST_F(WebSocketHandshakes, AreAcceptedAtTheRulesPathsAndAtTheMethodsName) {
  const auto client = opened(kTalk);
  EXPECT_THAT(client.head(),
              AllOf(HasSubstr("HTTP/1.1 101 Switching Protocols\r\n"),
                    HasSubstr("\r\nupgrade: websocket\r\n"),
                    HasSubstr("\r\nsec-websocket-accept: " + std::string(WebSocketClient::kAccept)),
                    HasSubstr("\r\nx-request-id: "), Not(HasSubstr("sec-websocket-protocol"))));
  const auto first = client.head().find("connection: upgrade\r\n");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(client.head().find("connection:", first + 1), std::string::npos);
  for (const char* path : {"/v1/talk", "/chat.v1.Chat/Talk", "/v1/rooms/7/count",
                           "/v1/rooms/7/watch", "/v1/rooms/7/search", "/chat.v1.Chat/Watch"}) {
    EXPECT_EQ(status(path), 101) << path;
  }
}

TEST_F(WebSocketHandshakes, AreOrdinaryRequestsElsewhere) {
  EXPECT_EQ(status("/v1/rooms/7"), 405);  // unary
  EXPECT_EQ(status("/chat.v1.Chat/Say"), 404);
  EXPECT_EQ(status("/nowhere"), 404);
  EXPECT_THAT(ask("GET /v1/rooms/7/watch?count=1 HTTP/1.1\r\nHost: a\r\n"
                  "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n"),
              AllOf(HasSubstr("200 OK"), HasSubstr("application/x-ndjson")));
}

TEST_F(WebSocketHandshakes, AreAskedForWhereThereIsNothingElse) {
  for (const std::string path : {kTalk, std::string("/v1/rooms/7/search")}) {
    const auto answer = running_->get(path);
    EXPECT_EQ(answer.status, 426) << path;
    EXPECT_EQ(answer.get_header_value("upgrade"), "websocket");
    EXPECT_EQ(answer.get_header_value("sec-websocket-version"), "13");
    EXPECT_EQ(answer.get_header_value("content-type"), "application/problem+json");
    EXPECT_EQ(json_of(answer)["type"], "urn:bff:upgrade-required");
  }
  EXPECT_EQ(running_->ask("HEAD", kTalk).status, 426);
  EXPECT_EQ(running_->ask("POST", kTalk, {}, "{}").status, 404);
  EXPECT_EQ(running_->ask("DELETE", "/v1/rooms/7/watch").status, 405);
  // Both ways at one path.
  EXPECT_EQ(running_->get("/v1/rooms/7/watch?count=1").status, 200);
  EXPECT_EQ(running_->ask("POST", "/v1/rooms/7/search", {}, R"({"count":1})").status, 200);
}

TEST_F(WebSocketHandshakes, AreRefusedWhenTheyDoNotHold) {
  const std::string begin = "GET " + kTalk +
                            " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
                            "Upgrade: websocket\r\n";
  EXPECT_THAT(ask(begin + "Sec-WebSocket-Version: 13\r\n\r\n"), HasSubstr(" 400 "));
  EXPECT_THAT(ask(begin + "Sec-WebSocket-Version: 8\r\n\r\n"),
              AllOf(HasSubstr(" 426 Upgrade Required"), HasSubstr("sec-websocket-version: 13\r\n"),
                    HasSubstr("upgrade: websocket\r\n")));
  // What path and query say, before anything is opened.
  EXPECT_EQ(status("/v1/rooms/7/watch?count=many"), 400);
  EXPECT_EQ(status(kTalk + "?colour=red"), 400);
  EXPECT_EQ(chat_->open, 0);
}

TEST_F(WebSocketHandshakes, AreForPagesOfTheGatewayItselfAndOfTheOriginsListed) {
  const std::pair<const char*, int> rows[] = {
      {"http://gateway.test", 101},       {"https://gateway.test", 101},
      {"https://app.example.com", 101},   {"capacitor://localhost", 101},
      {"https://gateway.test:8443", 403}, {"https://app.example.com.evil.test", 403},
      {"http://app.example.com", 403},    {"null", 403},
      {"https://evil.test", 403},         {"", 403},
  };
  for (const auto& [origin, wanted] : rows) {
    EXPECT_EQ(status(kTalk, "Origin: " + std::string(origin) + "\r\n"), wanted) << origin;
  }
  // Only a handshake is judged so.
  EXPECT_EQ(running_->get("/v1/rooms/7/watch?count=1", {{"origin", "https://evil.test"}}).status,
            200);
}

TEST_F(WebSocketHandshakes, TakeATokenFromAHeaderOrASubprotocol) {
  const std::string path = "/v1/rooms/9/lines", mine = token(1);
  const std::string header = "Authorization: Bearer " + mine + "\r\n";
  const auto protocols = [](const std::string& list) {
    return "Sec-WebSocket-Protocol: " + list + "\r\n";
  };
  EXPECT_EQ(status(path), 401);
  EXPECT_EQ(status(path, header), 101);
  EXPECT_EQ(status(path, protocols("bff.json, bff.bearer.e30.e30.e30")), 401);
  EXPECT_EQ(status(path, header + protocols("bff.json, bff.bearer." + mine)), 400);
  EXPECT_EQ(status(path, protocols("bff.bearer." + mine + ", bff.bearer." + mine)), 400);
  const auto browser = opened(path, protocols("bff.bearer." + mine + ", bff.json"));
  EXPECT_EQ(browser.status(), 101);
  EXPECT_THAT(browser.head(), HasSubstr("\r\nsec-websocket-protocol: bff.json\r\n"));
  const auto careless = opened(path, protocols("bff.bearer." + mine));
  EXPECT_EQ(careless.status(), 101);
  EXPECT_THAT(careless.head(), Not(HasSubstr("sec-websocket-protocol")));
  // Nowhere else.
  EXPECT_EQ(
      running_->ask("POST", "/v1/rooms/7", {{"sec-websocket-protocol", "bff.bearer." + mine}}, "{}")
          .status,
      200);
}

TEST_F(WebSocketHandshakes, LeaveNoTokenInTheLog) {
  const std::string path = "/v1/rooms/secret/lines", mine = token(1);
  {
    auto client = opened(path, "Sec-WebSocket-Protocol: bff.json, bff.bearer." + mine + "\r\n");
    client.close(1000);
    client.next();
  }
  opened(path, "Sec-WebSocket-Protocol: bff.bearer." + mine + "x\r\n");
  EXPECT_EQ(running_->gateway().access_line(path)["status"], 101);
  EXPECT_EQ(running_->gateway().access_line(path)["status"], 401);
  EXPECT_THAT(running_->gateway().process().output(), Not(HasSubstr(mine.substr(0, 40))));
}

TEST(WebSocketsBeyondTheLimit, AreRefusedAndTheOthersAreToldThatTheGatewayStops) {
  Chat chat;
  RunningGateway running(exposed_chat("", "streams: { per_address: 2 }\n"), chat.methods());
  WebSocketClient one(running.port(), kTalk), two(running.port(), "/v1/rooms/7/count");
  EXPECT_EQ(one.status(), 101);
  EXPECT_EQ(two.status(), 101);
  EXPECT_EQ(WebSocketClient(running.port(), kTalk).status(), 429);
  EXPECT_EQ(running.get("/v1/rooms/7/watch?count=1").status, 429);
  EXPECT_THAT(get(running.gateway().admin_port(), "/metrics").body, HasSubstr("bff_streams 2\n"));
  running.gateway().process().signal(SIGTERM);
  EXPECT_EQ(one.next(), "<close 1001 the gateway stops: open it again>");
  EXPECT_EQ(one.next(), "<end>");
  EXPECT_EQ(two.next(), "<close 1001 the gateway stops: open it again>");
  one.leave();
  two.leave();
  EXPECT_EQ(running.gateway().process().wait(), 0);
}

}  // namespace
}  // namespace bff::test
