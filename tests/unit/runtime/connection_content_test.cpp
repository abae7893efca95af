// SPDX-License-Identifier: Apache-2.0
// Content in parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "one_request.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string with_length(std::size_t length, std::string_view more = "") {
  std::string head = "POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: ";
  return head.append(std::to_string(length)).append("\r\n").append(more).append("\r\n");
}

TEST(ConnectionContent, ComesAsItIsSent) {
  OneRequest post(kChunked);
  post.gather();
  post.client.send("3\r\none\r\n");
  EXPECT_TRUE(post.has("one"));
  post.client.send("4\r\n two\r\n");
  EXPECT_TRUE(post.has("one two"));
  post.client.send("0\r\nX-Sum: 1\r\n\r\n" + std::string(kGet));
  EXPECT_TRUE(post.is_whole());
  post.run([](Exchange& exchange) {
    EXPECT_EQ(exchange.request().path, "/up");
    EXPECT_EQ(exchange.request().body, "");
    exchange.respond({.body = "thanks"});
  });
  EXPECT_EQ(body_of(post.client.response()), "thanks");
  const auto next = post.held.next();
  post.loopback.run([&] { next->respond({.body = std::string(next->request().path)}); });
  EXPECT_EQ(body_of(post.client.response()), "/a");
}

TEST(ConnectionContent, ThatHasComeWithTheHeadIsHandedOnToo) {
  OneRequest post(with_length(8) + "all here" + std::string(kGet));
  post.gather();
  EXPECT_TRUE(post.is_whole());
  EXPECT_TRUE(post.has("all here"));
  post.run([](Exchange& exchange) { exchange.respond({}); });
  EXPECT_THAT(post.client.response(), Not(HasSubstr("connection: close")));
  const auto next = post.held.next();
  post.loopback.run([&] { next->respond({}); });
}

// Where nothing is streamed there is one part, which may be empty.
TEST(ConnectionContent, ComesWholeWhereItWasReadBefore) {
  OneRequest post(with_length(5) + "whole", {.stream = false});
  post.gather();
  EXPECT_TRUE(post.is_whole());
  post.run([&](Exchange& exchange) {
    EXPECT_EQ(post.content, "whole");
    EXPECT_EQ(exchange.request().body, "whole");
    exchange.respond({});
  });
  OneRequest get(kGet);
  get.gather();
  EXPECT_TRUE(get.is_whole());
  get.run([&](Exchange& exchange) {
    EXPECT_EQ(get.content, "");
    exchange.respond({});
  });
}

TEST(ConnectionContent, IsLeftToTcpWhileItIsPaused) {
  constexpr std::size_t kSize = 64 << 20;
  OneRequest post(with_length(kSize), {.stream = true, .limit = kSize});
  std::size_t sent = 0, come = 0;
  bool last = false;
  post.run([&](Exchange& exchange) {
    exchange.pause_content();
    exchange.on_content(
        [&](std::string_view bytes, bool is_last) {
          come += bytes.size();
          last = is_last;
        },
        nullptr);
  });
  const std::string block(256 * 1024, 'c');
  while (sent < kSize) {
    const ssize_t size = ::send(post.client.descriptor(), block.data(), block.size(), MSG_DONTWAIT);
    if (size <= 0) break;
    sent += static_cast<std::size_t>(size);
  }
  EXPECT_LT(sent, kSize / 2);
  post.run([&](Exchange& exchange) {
    EXPECT_EQ(come, 0u);
    exchange.resume_content();
  });
  while (sent < kSize) {
    const std::size_t size = std::min(block.size(), kSize - sent);
    post.client.send({block.data(), size});
    sent += size;
  }
  EXPECT_TRUE(post.loopback.eventually([&] { return last; }));
  post.run([&](Exchange& exchange) {
    EXPECT_EQ(come, kSize);
    exchange.respond({});
  });
  EXPECT_THAT(post.client.response(), StartsWith("HTTP/1.1 200 "));
}

TEST(ConnectionContent, IsPausedFromWithinItsHandler) {
  OneRequest post(with_length(6) + "abc");
  int parts = 0;
  post.run([&](Exchange& exchange) {
    exchange.on_content(
        [&](std::string_view bytes, bool last) {
          ++parts;
          post.content += bytes;
          post.last = last;
          post.exchange->pause_content();
        },
        nullptr);
  });
  EXPECT_TRUE(post.has("abc"));
  post.client.send("def");
  post.run([](Exchange& exchange) { exchange.resume_content(); });
  EXPECT_TRUE(post.is_whole());
  post.run([&](Exchange& exchange) {
    EXPECT_EQ(parts, 2);
    exchange.respond({});
  });
}

TEST(ConnectionContent, ThatIsTooLargeFails) {
  OneRequest post(kChunked, {.stream = true, .limit = 4});
  post.gather();
  post.client.send("4\r\nabcd\r\n1\r\ne\r\n0\r\n\r\n");
  EXPECT_EQ(post.failure(), Errc::content_too_large);
  post.run([&](Exchange& exchange) { exchange.respond({.status = 413}); });
  EXPECT_THAT(post.client.rest(),
              AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("connection: close")));
}

TEST(ConnectionContent, ThatIsAnnouncedTooLargeIsRefusedAtOnce) {
  for (const bool stream : {false, true}) {
    Loopback loopback(
        {.on_head = [&](const Request&) { return ContentTerms{.stream = stream, .limit = 4}; }});
    Client client(loopback.port());
    client.send(with_length(5) + "abcde");
    EXPECT_THAT(client.rest(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("x-refused: yes")));
  }
}

TEST(ConnectionContent, MayBeLargerThanOthersMay) {
  Loopback loopback({.config = {.limits = {.body = 4}}, .on_head = [](const Request& request) {
                       EXPECT_EQ(request.path, "/up");
                       return ContentTerms{.limit = 5};
                     }});
  Client client(loopback.port());
  client.send(with_length(5) + "abcde");
  EXPECT_EQ(body_of(client.response()), "POST /up abcde");
}

TEST(ConnectionContent, ThatIsMalformedFailsInTheMiddle) {
  OneRequest post(kChunked);
  post.gather();
  post.client.send("4\r\nabcd\r\nnonsense");
  EXPECT_EQ(post.failure(), Errc::malformed_request);
  post.run([&](Exchange& exchange) {
    EXPECT_EQ(post.content, "abcd");
    exchange.respond({.status = 400});
  });
  EXPECT_THAT(post.client.rest(),
              AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("connection: close")));
}

TEST(ConnectionContent, OfAClientThatLeavesIsGivenUp) {
  OneRequest post(with_length(8) + "abc");
  post.gather();
  bool told = false;
  post.run([&](Exchange& exchange) {
    exchange.on_disconnect([&] {
      told = true;
      post.exchange.reset();
    });
  });
  EXPECT_TRUE(post.has("abc"));
  post.client.close();
  EXPECT_TRUE(post.loopback.eventually([&] { return told; }));
  post.loopback.run([&] { EXPECT_FALSE(post.error || post.last); });
}

TEST(ConnectionContent, ThatEndsEarlyFailsIfNobodyCaresWhetherTheClientIsThere) {
  OneRequest post(with_length(8) + "abc");
  post.gather();
  post.client.half_close();
  EXPECT_EQ(post.failure(), Errc::malformed_request);
  post.run([&](Exchange& exchange) { exchange.respond({.status = 400}); });
  EXPECT_THAT(post.client.rest(), StartsWith("HTTP/1.1 400 "));
}

TEST(ConnectionContent, IsInvitedWhenItIsAskedFor) {
  OneRequest post(with_length(2, "Expect: 100-continue\r\n"));
  char none;
  EXPECT_EQ(::recv(post.client.descriptor(), &none, 1, MSG_DONTWAIT), -1);
  post.gather();
  EXPECT_EQ(post.client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  post.client.send("ok");
  EXPECT_TRUE(post.is_whole());
  post.run([](Exchange& exchange) { exchange.respond({}); });
  EXPECT_THAT(post.client.response(), StartsWith("HTTP/1.1 200 "));
}

TEST(ConnectionContent, IsNotInvitedByAnAnswer) {
  OneRequest post(with_length(2, "Expect: 100-continue\r\n"));
  post.run([](Exchange& exchange) { exchange.respond({.status = 401}); });
  EXPECT_THAT(post.client.rest(),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("connection: close")));
}

TEST(ConnectionContent, MayStillBeOnItsWayWhenTheAnswerComes) {
  OneRequest post(with_length(200'000) + std::string(100'000, 'x'));
  post.run([](Exchange& exchange) { exchange.respond({.status = 403, .body = "no"}); });
  EXPECT_THAT(post.client.response(),
              AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("connection: close"), EndsWith("no")));
  post.client.send(std::string(100'000, 'x'));
  EXPECT_EQ(post.client.rest(), "");
}

TEST(ConnectionContent, AndAnswerMayComeAtTheSameTime) {
  OneRequest post(kChunked);
  post.run([&](Exchange& exchange) {
    exchange.begin({});
    exchange.on_content(
        [&](std::string_view bytes, bool last) {
          post.exchange->write(bytes);
          if (last) post.exchange->end();
        },
        nullptr);
  });
  EXPECT_THAT(post.client.until("\r\n\r\n"), HasSubstr("connection: close"));
  for (int i = 0; i < 20; ++i) {
    post.client.send("4\r\nping\r\n");
    EXPECT_EQ(post.client.until("ping\r\n"), "4\r\nping\r\n");
  }
  post.client.send("0\r\n\r\n");
  EXPECT_EQ(post.client.rest(), "0\r\n\r\n");
}

TEST(ConnectionContent, MustNotStandStill) {
  OneRequest post(with_length(8) + "abc", {.stream = true}, {.timeouts = {.body = 30ms}});
  post.gather();
  EXPECT_EQ(post.failure(), Errc::request_timeout);
  post.run([&](Exchange& exchange) { exchange.respond({.status = 408}); });
  EXPECT_THAT(post.client.rest(), StartsWith("HTTP/1.1 408 "));
}

// Bytes keep coming, but fewer than are wanted.
TEST(ConnectionContent, MustNotTrickle) {
  OneRequest post(kChunked, {.stream = true, .limit = 1 << 30, .least_rate = std::size_t{1} << 40},
                  {.timeouts = {.body = 60ms}});
  post.gather();
  while (post.loopback.run([&] { return !post.error; })) post.client.send("1\r\nx\r\n");
  EXPECT_EQ(post.failure(), Errc::request_timeout);
  post.run([&](Exchange& exchange) { exchange.respond({.status = 408}); });
}

TEST(ConnectionContent, HasNoHurryWhileItIsPaused) {
  OneRequest post(with_length(4) + "ab", {.stream = true},
                  {.timeouts = {.header = 10ms, .body = 10ms}});
  post.run([](Exchange& exchange) { exchange.pause_content(); });
  post.gather();
  // All timeouts pass meanwhile: another client's does.
  Client other(post.loopback.port());
  EXPECT_EQ(other.rest(), "");
  post.client.send("cd");
  post.run([](Exchange& exchange) { exchange.resume_content(); });
  EXPECT_TRUE(post.loopback.eventually([&] { return post.last || post.error; }));
  post.run([&](Exchange& exchange) { exchange.respond({}); });
}

}  // namespace
}  // namespace bff::runtime::http1
