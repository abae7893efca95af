// SPDX-License-Identifier: Apache-2.0
// Exposed streams in every direction, by WebSocket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "chat.hpp"
#include "support/websocket_client.hpp"

namespace bff::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::size_t kLimit = 2 << 20;

class WebSockets : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    chat_ = std::make_unique<Chat>();
    running_ = std::make_unique<RunningGateway>(exposed_chat("", "limits: { body: 2MiB }\n"),
                                                chat_->methods());
  }
  static void TearDownTestSuite() {
    running_.reset();
    chat_.reset();
  }
  void SetUp() override {
    ASSERT_TRUE(eventually([] { return chat_->open == 0; }));
  }

  static WebSocketClient opened(const std::string& path) { return {running_->port(), path}; }
  static WebSocketClient talking() { return opened("/v1/rooms/7/talk"); }

  static std::unique_ptr<Chat> chat_;
  static std::unique_ptr<RunningGateway> running_;
};
std::unique_ptr<Chat> WebSockets::chat_;
std::unique_ptr<RunningGateway> WebSockets::running_;

std::string line(const std::string& text, int count = 0, const std::string& room = "7") {
  return R"({"room":")" + room + R"(","text":")" + text + R"(","count":)" + std::to_string(count) +
         "}";
}

TEST_F(WebSockets, TalkBothWays) {
  auto client = talking();
  client.text(R"({"text":"a"})");
  EXPECT_EQ(client.next(), line("a"));
  client.text(R"({"text":"wait"})");
  client.text(R"({"text":"b","room":"another"})");  // the path stands above it
  EXPECT_EQ(client.next(), line("b"));
  client.text("");
  EXPECT_EQ(client.next(), "<close 1000>");
  EXPECT_EQ(client.next(), "<end>");
}

TEST_F(WebSockets, TakeAllOfEachMessageFromPathAndQueryWhereThereIsNoBody) {
  auto client = opened("/v1/talk?text=again&count=3");
  client.text("{" + std::string(500, ' ') + "}");  // overwrites where the request's head was
  client.text(" { } ");
  EXPECT_EQ(client.next(), line("again", 3, ""));
  EXPECT_EQ(client.next(), line("again", 3, ""));
  client.text(R"({"text":"b"})");
  EXPECT_EQ(client.next(), "<close 1007 body: path and query are the whole message: send {}>");
}

TEST_F(WebSockets, GatherAClientsStream) {
  auto client = opened("/v1/rooms/7/lines");
  client.text(R"({"text":"a"})");
  client.text(R"({"text":"b"})");
  client.text("");
  EXPECT_EQ(client.next(), R"({"lines":2,"last":"7: b"})");
  EXPECT_EQ(client.next(), "<close 1000>");
  auto count = opened("/v1/rooms/9/count");
  count.text("{}");
  count.text("");
  EXPECT_EQ(count.next(), R"({"lines":1,"last":"9: "})");
  EXPECT_EQ(count.next(), "<close 1000>");
}

TEST_F(WebSockets, CarryAServersStream) {
  auto client = opened("/v1/rooms/7/watch?count=2");
  EXPECT_EQ(client.next(), line("", 0));
  EXPECT_EQ(client.next(), line("", 1));
  EXPECT_EQ(client.next(), "<close 1000>");
  auto search = opened("/v1/rooms/7/search");
  search.text(R"({"text":"x","count":1})");
  EXPECT_EQ(search.next(), line("x", 0));
  EXPECT_EQ(search.next(), "<close 1000>");
}

TEST_F(WebSockets, TakeNoMoreMessagesThanTheMethod) {
  auto none = opened("/v1/rooms/7/watch?text=stay");
  none.text("{}");
  EXPECT_EQ(none.next(), "<close 1003 path and query are the request: send no message>");
  auto one = opened("/v1/rooms/7/search");
  one.text(R"({"text":"stay"})");
  one.text("");  // says no more than is known
  one.text("{}");
  EXPECT_EQ(one.next(), "<close 1003 a message behind the end of the messages>");
  auto two = opened("/v1/rooms/7/search");
  two.text(R"({"text":"stay"})");
  two.text(R"({"text":"stay"})");
  EXPECT_EQ(two.next(), "<close 1003 a second message, and this method takes one>");
  auto missing = opened("/v1/rooms/7/search");
  missing.text("");
  EXPECT_EQ(missing.next(), "<close 1003 the end of the messages, and this method takes one>");
  chat_->reads = false;
  auto ended = opened("/v1/rooms/7/lines");
  ended.text(R"({"text":"a"})");
  ended.text("");
  ended.text(R"({"text":"b"})");
  EXPECT_EQ(ended.next(), "<close 1003 a message behind the end of the messages>");
  chat_->reads = true;
}

TEST_F(WebSockets, TellHowACallFailed) {
  auto client = talking();
  client.text(R"({"text":"fail","count":5})");
  EXPECT_EQ(client.next(), "<close 4005 There is nothing here>");
  auto internal = talking();
  internal.text(R"({"text":"fail","count":13})");
  EXPECT_EQ(internal.next(), "<close 4013 An upstream service failed>");
  auto bye = talking();
  bye.text(R"({"text":"bye"})");
  EXPECT_EQ(bye.next(), "<close 1000>");
}

TEST_F(WebSockets, TellWhatIsWrongWithAMessage) {
  const std::pair<std::string, std::string> rows[] = {
      {R"({"count":"many"})", "<close 1007 body/count: "},
      {R"({"colour":"red"})", "<close 1007 body/colour: "},
      {R"({"text":)", "<close 1007 body/text: this is not JSON"},
      {"[]", "<close 1007 body: "},
  };
  for (const auto& [text, wanted] : rows) {
    auto client = talking();
    client.text(text);
    EXPECT_THAT(client.next(), StartsWith(wanted)) << text;
    EXPECT_EQ(client.next(), "<end>");
  }
}

TEST_F(WebSockets, EndWhenTheirProtocolIsBroken) {
  const std::pair<ClientFrame, std::string> rows[] = {
      {{.opcode = 2, .payload = "{}"}, "<close 1003 a binary message where JSON is spoken>"},
      {{.payload = "{}", .masked = false}, "<close 1002 an unmasked frame>"},
      {{.payload = "{}", .reserved = 4}, "<close 1002 a reserved bit is set>"},
      {{.opcode = 3, .payload = "{}"}, "<close 1002 an unknown opcode>"},
      {{.opcode = 0, .payload = "{}"}, "<close 1002 a continuation of nothing>"},
      {{.opcode = 9, .payload = "", .fin = false}, "<close 1002 a fragmented control frame>"},
      {{.payload = "\xC3("}, "<close 1007 a text that is not UTF-8>"},
      {{.opcode = 8, .payload = "\x03\xED"}, "<close 1002 a close code that may not be sent>"},
  };
  for (const auto& [frame, wanted] : rows) {
    auto client = talking();
    client.send(frame);
    EXPECT_EQ(client.next(), wanted);
    EXPECT_EQ(client.next(), "<end>");
  }
  // Told by the head, before the message has come.
  auto client = talking();
  const std::string large = bytes_of({.payload = std::string(kLimit + 1, ' ')});
  client.send(std::string_view{large}.substr(0, 100));
  EXPECT_EQ(client.next(), "<close 1009 a message above the limit>");
}

TEST_F(WebSockets, PutFragmentsTogetherAndAnswerPingsBetweenThem) {
  auto client = talking();
  client.send({.payload = R"({"te)", .fin = false});
  client.send({.opcode = 9, .payload = "here?"});
  client.send({.opcode = 0, .payload = R"(xt":)", .fin = false});
  client.send({.opcode = 10, .payload = "unasked"});
  client.send({.opcode = 0, .payload = R"("a"})"});
  EXPECT_EQ(client.next(), "<pong here?>");
  EXPECT_EQ(client.next(), line("a"));
  // Byte by byte, and several in one piece.
  for (const char byte : bytes_of({.payload = R"({"text":"b"})"})) {
    client.send(std::string_view{&byte, 1});
  }
  EXPECT_EQ(client.next(), line("b"));
  const std::string message = bytes_of({.payload = R"({"text":"c"})"});
  client.send(message + message + bytes_of({.opcode = 8, .payload = close_payload(1000)}));
  for (std::string told; (told = client.next()) != "<close 1000>";) ASSERT_EQ(told, line("c"));
  EXPECT_EQ(client.next(), "<end>");
}

TEST_F(WebSockets, CarryLargeMessages) {
  auto client = talking();
  const std::string text(1'500'000, 'x');
  std::thread sender([&] {
    for (int i = 0; i < 4; ++i) client.text(R"({"text":")" + text + R"("})");
    client.text("");
  });
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(client.next() == line(text)) << i;
  EXPECT_EQ(client.next(), "<close 1000>");
  sender.join();
}

TEST_F(WebSockets, AreLeftInOrderOrNot) {
  auto client = opened("/v1/rooms/8/watch?text=stay");
  ASSERT_TRUE(eventually([] { return chat_->open == 1; }));
  client.close(4321, "enough");
  EXPECT_EQ(client.next(), "<close 4321>");
  EXPECT_EQ(client.next(), "<end>");
  // The service learns of it, in either case.
  ASSERT_TRUE(eventually([] { return chat_->open == 0; }));
  {
    const auto vanishing = opened("/v1/rooms/8/watch?text=stay");
    ASSERT_TRUE(eventually([] { return chat_->open == 1; }));
    vanishing.leave();
  }
  ASSERT_TRUE(eventually([] { return chat_->open == 0; }));
  auto& gateway = running_->gateway();
  const auto ordered = gateway.access_line("/v1/rooms/8/watch");
  EXPECT_EQ(ordered["close"], 4321);
  EXPECT_FALSE(ordered.contains("problem"));
  const auto broken = gateway.access_line("/v1/rooms/8/watch");
  EXPECT_EQ(broken["close"], 1006);
  EXPECT_EQ(broken["problem"], "client-closed-request");
  EXPECT_EQ(broken["calls"][0]["code"], "CANCELLED");
}

TEST_F(WebSockets, AreToldInTheAccessLog) {
  auto client = opened("/v1/rooms/77/talk");
  for (int i = 0; i < 3; ++i) client.text(R"({"text":"a"})");
  client.text(R"({"text":"fail","count":9})");
  while (!client.next().starts_with("<")) {
  }
  const auto line = running_->gateway().access_line("/v1/rooms/77/talk");
  EXPECT_EQ(line["status"], 101);
  EXPECT_EQ(line["route"], "chat.v1.Chat/Talk#websocket");
  EXPECT_EQ(line["messages"], 3);
  EXPECT_EQ(line["messages_received"], 4);
  EXPECT_EQ(line["close"], 4009);
  EXPECT_EQ(line["calls"][0]["code"], "FAILED_PRECONDITION");
  EXPECT_THAT(line["cause"], HasSubstr("row 7 is broken"));
}

// Until it stays the same for long.
template <class Count>
auto settled(Count count) {
  auto last = count();
  for (int same = 0, turns = 0; same < 300 && turns < 60'000; ++turns) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    same = count() == last ? same + 1 : 0;
    last = count();
  }
  return last;
}

TEST_F(WebSockets, ThatAreNotReadStopTheService) {
  chat_->written = 0;
  const auto client = opened("/v1/rooms/7/watch?count=-1&text=" + std::string(4000, 'x'));
  ASSERT_TRUE(eventually([] { return chat_->written > 0; }));
  // The sockets' buffers and a window: far below what is sent in that time.
  EXPECT_LT(settled([] { return chat_->written.load(); }), 6'000);
  EXPECT_EQ(chat_->open, 1);
  client.leave();
  EXPECT_TRUE(eventually([] { return chat_->open == 0; }));
}

TEST_F(WebSockets, AreStoppedByAServiceThatDoesNotRead) {
  chat_->reads = false;
  const auto client = opened("/v1/rooms/7/lines");
  std::atomic<int> sent{0};
  std::thread sender([&] {
    const std::string message = R"({"text":")" + std::string(200'000, 'x') + R"("})";
    while (client.text(message)) ++sent;
  });
  ASSERT_TRUE(eventually([] { return chat_->open == 1; }));
  const int held = settled([&] { return sent.load(); });
  EXPECT_LT(held, 200);  // 40 MB
  // It goes on where the service does.
  chat_->reads = true;
  EXPECT_TRUE(eventually([&] { return sent > held + 20; }));
  client.leave();
  sender.join();
  EXPECT_TRUE(eventually([] { return chat_->open == 0; }));
}

TEST(WebSocketsOfAMock, AreAnsweredOnceTheClientHasSaidAll) {
  TempFolder folder;
  Gateway gateway(
      {.config = write_gateway(folder, exposed_chat(), "127.0.0.1:1"), .options = {"--mock"}});
  WebSocketClient client(gateway.port(), "/v1/rooms/7/talk");
  client.text(R"({"text":"a"})");
  client.text("");
  EXPECT_THAT(client.next(), StartsWith(R"({"room":)"));
  EXPECT_EQ(client.next(), "<close 1000>");
}

}  // namespace
}  // namespace bff::test
