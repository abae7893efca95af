// SPDX-License-Identifier: Apache-2.0
// Connections that leave HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "one_request.hpp"

namespace bff::runtime::http1 {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kUpgrade =
    "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";

TEST(ConnectionUpgrade, CarriesBareBytesBothWays) {
  OneRequest one(std::string(kUpgrade) + "early");
  one.run([&](Exchange& exchange) {
    EXPECT_TRUE(exchange.request().upgrade);
    exchange.upgrade("upgrade: echo\r\n");
    exchange.on_content(
        [&](std::string_view bytes, bool last) {
          one.exchange->write(bytes);
          if (!last) return;
          one.exchange->write("bye");
          one.exchange->end();
        },
        nullptr);
  });
  EXPECT_THAT(one.client.until("\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\n"),
                    HasSubstr("\r\nconnection: upgrade\r\n"), Not(HasSubstr("content-length"))));
  EXPECT_EQ(one.client.until("early"), "early");
  one.client.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(one.client.until("\r\n\r\n"), "GET / HTTP/1.1\r\n\r\n");
  const std::string large(1 << 20, 'l');
  std::thread sender([&] {
    one.client.send(large);
    one.client.half_close();
  });
  EXPECT_EQ(one.client.rest(), large + "bye");
  sender.join();
}

TEST(ConnectionUpgrade, EndsInOrderOrAtOnce) {
  OneRequest ended(kUpgrade);
  ended.run([](Exchange& exchange) {
    exchange.upgrade("upgrade: echo\r\n");
    exchange.write("all");
    exchange.end();
  });
  EXPECT_THAT(ended.client.rest(), EndsWith("\r\n\r\nall"));
  OneRequest cut(kUpgrade);
  cut.run([](Exchange& exchange) { exchange.upgrade("upgrade: echo\r\n"); });
  cut.client.until("\r\n\r\n");
  cut.run([](Exchange& exchange) { exchange.cut(); });
  EXPECT_EQ(cut.client.rest(), "<reset>");
}

TEST(ConnectionUpgrade, TellsWhenTheClientHasReset) {
  OneRequest one(kUpgrade);
  bool told = false;
  one.run([&](Exchange& exchange) {
    exchange.on_disconnect([&] { told = true; });
    exchange.upgrade("upgrade: echo\r\n");
  });
  one.gather();
  one.client.reset();
  EXPECT_TRUE(one.loopback.eventually([&] { return told; }));
  one.loopback.run([&] { EXPECT_FALSE(one.last); });
}

TEST(ConnectionUpgrade, TellsThatTheClientHasClosedThoughItsBytesAreNotWanted) {
  OneRequest one(kUpgrade);
  bool told = false;
  one.run([&](Exchange& exchange) {
    exchange.pause_content();
    exchange.on_disconnect([&] { told = true; });
    exchange.upgrade("upgrade: echo\r\n");
  });
  one.gather();
  one.client.until("\r\n\r\n");
  one.client.send("unread");
  one.client.half_close();
  EXPECT_TRUE(one.loopback.eventually([&] { return told; }));
  one.run([](Exchange& exchange) { exchange.resume_content(); });
  EXPECT_TRUE(one.is_whole());
  EXPECT_TRUE(one.has("unread"));
}

TEST(ConnectionUpgrade, IsTheDispatchersChoice) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" +
              std::string(kGet));
  EXPECT_EQ(body_of(client.response()), "GET /1 ");
  EXPECT_EQ(body_of(client.response()), "GET /a ");
}

}  // namespace
}  // namespace bff::runtime::http1
