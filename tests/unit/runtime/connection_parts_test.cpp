// SPDX-License-Identifier: Apache-2.0
// Answers in parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "data_segments.hpp"
#include "one_request.hpp"

namespace bff::runtime::http1 {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kOldGet = "GET /a HTTP/1.0\r\n\r\n";

TEST(ConnectionParts, SendsEachPartWhenItIsWritten) {
  OneRequest one;
  one.run([](Exchange& exchange) { exchange.begin({.headers = "x-a: b\r\n"}); });
  EXPECT_THAT(one.client.until("\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\nx-a: b\r\n"), HasSubstr("\r\ndate: "),
                    HasSubstr("\r\ntransfer-encoding: chunked\r\n"),
                    Not(HasSubstr("content-length")), Not(HasSubstr("connection:"))));
  one.run([](Exchange& exchange) { EXPECT_TRUE(exchange.write("first")); });
  EXPECT_EQ(one.client.until("first\r\n"), "5\r\nfirst\r\n");
  one.run([](Exchange& exchange) { EXPECT_TRUE(exchange.write("second")); });
  EXPECT_EQ(one.client.until("second\r\n"), "6\r\nsecond\r\n");
  one.run([](Exchange& exchange) { exchange.end(); });
  EXPECT_EQ(one.client.until("\r\n\r\n"), "0\r\n\r\n");
}

TEST(ConnectionParts, SharesASystemCallAmongThePartsOfATurn) {
  OneRequest one;
  one.run([](Exchange& exchange) {
    exchange.begin({});
    for (int i = 0; i < 50; ++i) exchange.write("part ");
    EXPECT_GT(exchange.unsent(), 250u);
    exchange.end();
  });
  EXPECT_EQ(unchunked(body_of(one.client.until("0\r\n\r\n"))).size(), 250u);
  EXPECT_EQ(data_segments_received(one.client.descriptor()), 1u);
}

TEST(ConnectionParts, GoesOnWithTheRequestBehind) {
  OneRequest one(std::string(kGet) + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
  one.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("streamed");
    exchange.end();
  });
  const auto behind = one.held.next();
  one.loopback.run([&] {
    EXPECT_EQ(behind->request().path, "/b");
    behind->respond({.body = "whole"});
  });
  EXPECT_EQ(unchunked(body_of(one.client.until("0\r\n\r\n"))), "streamed");
  EXPECT_EQ(body_of(one.client.response()), "whole");
}

TEST(ConnectionParts, EndsWithTheConnectionForAnOldClient) {
  OneRequest one("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  one.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("one ");
    exchange.write("two");
    exchange.end();
  });
  EXPECT_THAT(one.client.rest(),
              AllOf(HasSubstr("\r\nconnection: close\r\n"), Not(HasSubstr("transfer-encoding")),
                    EndsWith("\r\n\r\none two")));
}

TEST(ConnectionParts, SendsTheHeadAloneWhereThereIsNoContent) {
  OneRequest one("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kGet));
  one.run([](Exchange& exchange) {
    exchange.begin({});
    EXPECT_TRUE(exchange.write("dropped"));
    exchange.end();
  });
  EXPECT_THAT(one.client.until("\r\n\r\n"),
              AllOf(Not(HasSubstr("content-length")), Not(HasSubstr("transfer-encoding"))));
  const auto next = one.held.next();
  one.loopback.run([&] {
    next->begin({.status = 204});
    next->write("dropped");
    next->end();
  });
  one.client.half_close();
  EXPECT_THAT(one.client.rest(), AllOf(StartsWith("HTTP/1.1 204 "), EndsWith("\r\n\r\n")));
}

TEST(ConnectionParts, ClosesAfterwardsIfTheClientAsksForIt) {
  OneRequest one("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  one.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("all");
    exchange.end();
  });
  const std::string answer = one.client.rest();
  EXPECT_THAT(answer, HasSubstr("\r\nconnection: close\r\n"));
  EXPECT_EQ(unchunked(body_of(answer)), "all");
}

TEST(ConnectionParts, ShowsThatAnAnswerWasCut) {
  OneRequest one;
  one.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("some");
    exchange.cut();
  });
  EXPECT_EQ(unchunked(body_of(one.client.rest())), "some<unfinished>");

  OneRequest dropped;
  dropped.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("some");
  });
  dropped.loopback.run([&] { dropped.exchange.reset(); });
  EXPECT_EQ(unchunked(body_of(dropped.client.rest())), "some<unfinished>");

  OneRequest old(kOldGet);
  old.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.write("some");
    exchange.cut();
  });
  EXPECT_THAT(old.client.rest(), EndsWith("<reset>"));

  OneRequest unanswered;
  unanswered.run([](Exchange& exchange) { exchange.cut(); });
  EXPECT_EQ(unanswered.client.rest(), "");
}

TEST(ConnectionParts, IgnoresWhatComesAfterTheEnd) {
  OneRequest one;
  one.run([](Exchange& exchange) {
    exchange.begin({});
    exchange.respond({.body = "never"});
    exchange.begin({.status = 500});
    exchange.end();
    EXPECT_FALSE(exchange.write("never"));
    exchange.end();
    exchange.cut();
    EXPECT_EQ(exchange.unsent(), 0u);
  });
  EXPECT_EQ(unchunked(body_of(one.client.until("0\r\n\r\n"))), "");
  one.client.half_close();
  EXPECT_EQ(one.client.rest(), "");
}

// Nothing is written meanwhile: what tells is that the connection reads on.
TEST(ConnectionParts, TellsWhenTheClientHasGone) {
  for (const bool resets : {false, true}) {
    OneRequest one;
    bool told = false;
    one.run([&](Exchange& exchange) {
      exchange.on_disconnect([&] { told = true; });
      exchange.begin({});
      exchange.write("first");
    });
    one.client.until("first\r\n");
    if (resets) {
      one.client.reset();
    } else {
      one.client.close();
    }
    EXPECT_TRUE(one.loopback.eventually([&] { return told; })) << resets;
    one.run([](Exchange& exchange) {
      exchange.write("late");
      exchange.end();
    });
  }
}

TEST(ConnectionParts, StillSendsTheRestToAClientThatSendsNoMore) {
  OneRequest one;
  bool told = false;
  one.run([&](Exchange& exchange) {
    exchange.on_disconnect([&] { told = true; });
    exchange.begin({});
  });
  one.client.half_close();
  EXPECT_TRUE(one.loopback.eventually([&] { return told; }));
  one.run([](Exchange& exchange) {
    exchange.write("rest");
    exchange.end();
  });
  EXPECT_EQ(unchunked(body_of(one.client.rest())), "rest");
}

// 100 MiB, written as fast as they are taken to a client that begins to read late.
TEST(ConnectionParts, BoundsWhatASlowReaderHasNotTaken) {
  constexpr std::size_t kParts = 100 * 1024;
  const std::string part = std::string(1023, 'p') + "\n";
  OneRequest one;
  std::size_t written = 0, most = 0;
  bool stopped = false;
  const std::function<void()> pump = [&] {
    Exchange& exchange = *one.exchange;
    bool more = true;
    while (more && written < kParts) {
      more = exchange.write(part);
      ++written;
      most = std::max(most, exchange.unsent());
    }
    stopped = stopped || !more;
    if (written == kParts) exchange.end();
  };
  one.run([&](Exchange& exchange) {
    exchange.begin({});
    exchange.on_writable(pump);
    pump();
  });
  EXPECT_TRUE(one.loopback.eventually([&] { return stopped; }));
  EXPECT_THAT(one.client.until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));

  const std::string chunk = "400\r\n" + part + "\r\n";
  const std::size_t size = kParts * chunk.size() + 5;
  std::size_t received = 0, wrong = 0;
  while (received < size) {
    const std::string bytes = one.client.some();
    if (bytes.empty()) break;
    for (std::size_t i = 0; i < bytes.size() && received + i < size - 5;) {
      const std::size_t at = (received + i) % chunk.size();
      const std::size_t same =
          std::min({chunk.size() - at, bytes.size() - i, size - 5 - received - i});
      if (bytes.compare(i, same, chunk, at, same) != 0) ++wrong;
      i += same;
    }
    received += bytes.size();
  }
  EXPECT_EQ(received, size);
  EXPECT_EQ(wrong, 0u);
  one.loopback.run([&] {
    EXPECT_EQ(written, kParts);
    EXPECT_LE(most, kHighWater + chunk.size());
  });
}

TEST(ConnectionParts, GivesUpAClientThatDoesNotReadOn) {
  OneRequest one(kGet, {}, {.timeouts = {.write = 30ms}});
  bool told = false;
  one.run([&](Exchange& exchange) {
    exchange.on_disconnect([&] { told = true; });
    exchange.on_writable([&] {
      while (one.exchange->write(std::string(10'000, 'x'))) {
      }
    });
    exchange.begin({});
    exchange.write(std::string(kHighWater, 'x'));
  });
  EXPECT_TRUE(one.loopback.eventually([&] { return told; }));
  one.run([](Exchange& exchange) { EXPECT_FALSE(exchange.write("late")); });
}

TEST(ConnectionParts, DoesNotHurryAnAnswerThatHasNothingToSay) {
  OneRequest one(kGet, {},
                 {.timeouts = {.header = 10ms, .body = 10ms, .idle = 10ms, .write = 10ms}});
  one.run([](Exchange& exchange) { exchange.begin({}); });
  one.client.until("\r\n\r\n");
  // All timeouts pass meanwhile: another client's does.
  Client other(one.loopback.port());
  EXPECT_EQ(other.rest(), "");
  one.run([](Exchange& exchange) {
    exchange.write("done");
    exchange.end();
  });
  EXPECT_EQ(one.client.until("0\r\n\r\n"), "4\r\ndone\r\n0\r\n\r\n");
}

TEST(ConnectionParts, TellsThatTheServerDrains) {
  OneRequest one;
  int told = 0;
  one.run([&](Exchange& exchange) {
    exchange.on_drain([&] {
      ++told;
      one.exchange->write("bye");
      one.exchange->end();
    });
    exchange.begin({});
    exchange.write("hello ");
  });
  one.client.until("hello \r\n");
  auto drained = one.loopback.drain();
  EXPECT_EQ(one.client.rest(), "3\r\nbye\r\n0\r\n\r\n");
  one.client.close();
  EXPECT_EQ(drained.wait_for(20s), std::future_status::ready);
  one.loopback.run([&] { EXPECT_EQ(told, 1); });
}

TEST(ConnectionParts, TellsWhoAsksAfterTheDrainHasBegun) {
  OneRequest one;
  auto drained = one.loopback.drain();
  one.run([&](Exchange& exchange) {
    exchange.begin({});
    exchange.on_drain([&] { one.exchange->end(); });
  });
  EXPECT_THAT(one.client.rest(), HasSubstr("\r\nconnection: close\r\n"));
  one.client.close();
  EXPECT_EQ(drained.wait_for(20s), std::future_status::ready);
}

// Answers that come while those before them are still being sent: every second one is held until
// the loop has turned, for a client that reads slowly.
TEST(ConnectionParts, KeepsTheOrderBehindASlowReader) {
  constexpr int kPairs = 200;
  Held held;
  const std::string body(15'000, 'b');
  Loopback loopback({.on_request = [&, wait = held.handler()](auto exchange) {
    if (exchange->request().path == "/held") {
      wait(exchange);
    } else {
      exchange->respond({.body = body});
    }
  }});
  Client client(loopback.port());
  const int small = 256 * 1024;
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  std::thread reader([&] {
    for (int i = 0; i < kPairs; ++i) {
      std::this_thread::sleep_for(1ms);
      ASSERT_EQ(body_of(client.response()), body);
      ASSERT_EQ(unchunked(body_of(client.until("\r\n0\r\n\r\n"))), std::to_string(i) + body);
    }
  });
  std::string pairs;
  for (int i = 0; i < kPairs; ++i) {
    pairs += std::string(kGet) + "GET /held HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  client.send(pairs);
  for (int i = 0; i < kPairs; ++i) {
    auto exchange = held.next();
    loopback.run([&] {
      exchange->begin({});
      exchange->write(std::to_string(i));
      exchange->write(body);
      exchange->end();
      exchange.reset();
    });
  }
  reader.join();
}

}  // namespace
}  // namespace bff::runtime::http1
