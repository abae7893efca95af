// SPDX-License-Identifier: Apache-2.0
// WebSockets on which nothing happens, or for too long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chat.hpp"
#include "support/websocket_client.hpp"

namespace bff::test {
namespace {

TEST(QuietWebSockets, ArePinged) {
  Chat chat;
  RunningGateway running(exposed_chat("", "streams: { heartbeat: 700ms }\n"), chat.methods());
  WebSocketClient client(running.port(), "/v1/rooms/7/watch?text=stay");
  client.tell_pings = true;
  ASSERT_TRUE(eventually([&] { return chat.open == 1; }));
  EXPECT_EQ(client.next(), "<ping>");
  client.send({.opcode = 10});
  // Who gives no answer is gone.
  EXPECT_EQ(client.next(), "<ping>");
  EXPECT_EQ(client.next(), "<reset>");
  EXPECT_TRUE(eventually([&] { return chat.open == 0; }));
  const auto line = running.gateway().access_line("/v1/rooms/7/watch");
  EXPECT_EQ(line["close"], 1006);
  EXPECT_EQ(line["detail"], "no answer to a ping");
}

TEST(QuietWebSockets, EndAfterTheirIdleTimeWhateverThePings) {
  Chat chat;
  RunningGateway running(exposed_chat("", "streams: { heartbeat: 600ms, idle: 1s }\n"),
                         chat.methods());
  WebSocketClient client(running.port(), "/v1/rooms/7/talk");
  client.text(R"({"text":"wait"})");
  EXPECT_EQ(client.next(), "<close 4004 no message for too long>");
  EXPECT_TRUE(eventually([&] { return chat.open == 0; }));
}

TEST(WebSocketsOfALongLife, EndInOrder) {
  Chat chat;
  RunningGateway running(exposed_chat("", "streams: { max_life: 300ms }\n"), chat.methods());
  WebSocketClient client(running.port(), "/v1/rooms/7/talk");
  client.text(R"({"text":"wait"})");
  EXPECT_EQ(client.next(), "<close 1001 its time is over: open it again>");
  EXPECT_EQ(client.next(), "<end>");
  EXPECT_TRUE(eventually([&] { return chat.open == 0; }));
}

}  // namespace
}  // namespace bff::test
