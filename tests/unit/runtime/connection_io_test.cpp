// SPDX-License-Identifier: Apache-2.0
// Bytes and time of a connection: large answers, slow and rude clients.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "data_segments.hpp"
#include "loopback.hpp"
#include "repeated.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Long waits are for what must not happen: a test that needs one fails instead of hanging.
Loopback::Options with(Timeouts timeouts) { return {.config = {.timeouts = timeouts}}; }

TEST(ConnectionIo, GathersAnswersToPipelinedRequests) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(repeated(kGet, 20));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_EQ(data_segments_received(client.descriptor()), 1u);
}

TEST(ConnectionIo, SendsALargeAnswerWhole) {
  const std::string body = repeated("0123456789abcdef", 512 * 1024);  // 8 MiB
  Loopback loopback({.on_request = [&](auto exchange) { exchange->respond({.body = body}); }});
  Client client(loopback.port());
  client.send(std::string(kGet) + std::string(kGet));
  EXPECT_TRUE(body_of(client.response()) == body);
  EXPECT_TRUE(body_of(client.response()) == body);
}

// Answers are not piled up for a client that sends and does not read.
TEST(ConnectionIo, AnswersNoFasterThanTheClientReads) {
  auto answered = std::make_shared<std::atomic<int>>(0);
  const std::string body(1 << 20, 'b');
  Loopback loopback({.on_request = [&](auto exchange) {
    ++*answered;
    exchange->respond({.body = body});
  }});
  Client client(loopback.port());
  constexpr int kRequests = 200;
  client.send(repeated(kGet, kRequests));
  EXPECT_TRUE(body_of(client.response()) == body);
  EXPECT_LT(answered->load(), kRequests);
  for (int i = 1; i < kRequests; ++i) ASSERT_EQ(client.response().size() > body.size(), true);
  EXPECT_EQ(answered->load(), kRequests);
}

TEST(ConnectionIo, StopsReadingWhileARequestIsAnswered) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  const auto exchange = held.next();
  const std::string more = repeated(kGet, 500);
  client.send(more);
  loopback.run([&] { exchange->respond({.body = "1"}); });
  EXPECT_EQ(body_of(client.response()), "1");
  for (int i = 0; i < 500; ++i) {
    const auto next = held.next();
    loopback.run([&] { next->respond({.body = "2"}); });
    ASSERT_EQ(body_of(client.response()), "2");
  }
}

// Requests that are shorter than the room to read ahead: each answer frees less than the next asks
// for. What is not taken stays in the kernel's buffers, which hold far less than half of this.
TEST(ConnectionIo, TakesNoMoreOfAPipelineThanItAnswers) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  const std::string block = repeated(kGet, 2048);
  constexpr std::size_t kOffered = 64 << 20;
  std::size_t taken = 0;
  for (int answered = 0; answered < 100 && taken < kOffered; ++answered) {
    ssize_t sent = 0;
    while ((sent = ::send(client.descriptor(), block.data() + taken % block.size(),
                          block.size() - taken % block.size(), MSG_DONTWAIT)) > 0 &&
           (taken += static_cast<std::size_t>(sent)) < kOffered) {
    }
    const auto exchange = held.next();
    loopback.run([&] { exchange->respond({.body = "1"}); });
    ASSERT_EQ(body_of(client.response()), "1");
  }
  EXPECT_LT(taken, kOffered / 2);
  // The next request has been handed out: given up on the loop's own thread, while there is one.
  loopback.run([pending = held.next()]() mutable { pending.reset(); });
}

TEST(ConnectionIo, NoticesAResetThoughItReadsNoMore) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  auto exchange = held.next();
  auto told = std::make_shared<std::promise<void>>();
  loopback.run([&] { exchange->on_disconnect([told] { told->set_value(); }); });
  client.send(repeated(kGet, 1000));
  client.reset();
  EXPECT_EQ(told->get_future().wait_for(20s), std::future_status::ready);
  loopback.run([&] { exchange.reset(); });  // which is the loop's to let go
}

TEST(ConnectionIo, SurvivesAResetInTheMiddleOfAnAnswer) {
  const std::string body(32 << 20, 'b');
  Loopback loopback({.on_request = [&](auto exchange) { exchange->respond({.body = body}); }});
  Client rude(loopback.port());
  rude.send(kGet);
  char first;
  ASSERT_EQ(::recv(rude.descriptor(), &first, 1, 0), 1);
  rude.reset();
  Client next(loopback.port());
  next.send(kGet);
  EXPECT_TRUE(body_of(next.response()) == body);
}

// Closing on unread bytes would reset the connection and take the answer along.
TEST(ConnectionIo, LetsAClientThatIsStillSendingSeeTheRefusal) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" +
              std::string(200'000, 'x'));
  const std::string answer = client.response();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
  EXPECT_EQ(client.rest(), "");
}

TEST(ConnectionIo, ReadsAClientThatSendsWithoutEndOnlySoFar) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("BAD\r\n\r\n");
  EXPECT_THAT(client.response(), StartsWith("HTTP/1.1 501"));
  for (int i = 0; i < 1000; ++i) client.send(std::string(16 * 1024, 'x'));
  EXPECT_EQ(loopback.drain().wait_for(20s), std::future_status::ready);
}

TEST(ConnectionIo, AnswersASlowHeadWith408) {
  Loopback loopback(with({.header = 30ms}));
  Client client(loopback.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  const std::string answer = client.rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_THAT(answer, EndsWith("the request's head did not come in time"));
}

// Each byte comes in time, the head does not.
TEST(ConnectionIo, MeasuresAHeadFromItsFirstByte) {
  Loopback loopback(
      {.config = {.limits = {.headers = std::size_t{1} << 30}, .timeouts = {.header = 60ms}}});
  Client client(loopback.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  char first;
  while (::recv(client.descriptor(), &first, 1, MSG_DONTWAIT | MSG_PEEK) != 1) client.send("x");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 408 "));
}

TEST(ConnectionIo, AnswersSlowContentWith408) {
  Loopback loopback(with({.body = 30ms}));
  Client client(loopback.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  EXPECT_THAT(client.rest(), EndsWith("the request's content did not come in time"));
}

TEST(ConnectionIo, ClosesAnIdleConnectionWithoutAWord) {
  Loopback loopback(with({.idle = 30ms}));
  Client client(loopback.port());
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_EQ(client.rest(), "");
}

TEST(ConnectionIo, ClosesAConnectionThatNeverSends) {
  Loopback loopback(with({.header = 30ms}));
  Client client(loopback.port());
  EXPECT_EQ(client.rest(), "");
}

TEST(ConnectionIo, MeasuresTheNextHeadAnew) {
  Loopback loopback(with({.header = 30ms}));
  Client client(loopback.port());
  client.send(std::string(kGet) + "GET /b HTTP/1.1\r\n");
  EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 408 "));
}

TEST(ConnectionIo, DoesNotHurryTheAnswer) {
  Held held;
  Loopback loopback({.config = {.timeouts = {.header = 10ms, .body = 10ms, .idle = 10ms}},
                     .on_request = held.handler()});
  Client patient(loopback.port());
  patient.send(kGet);
  const auto exchange = held.next();
  // All timeouts pass while the request is under way: another client's does.
  Client other(loopback.port());
  EXPECT_EQ(other.rest(), "");
  loopback.run([&] { exchange->respond({.body = "done"}); });
  EXPECT_EQ(body_of(patient.response()), "done");
}

TEST(ConnectionIo, GivesUpAClientThatDoesNotReadItsAnswer) {
  const std::string body(64 << 20, 'b');
  Loopback loopback({.config = {.timeouts = {.write = 30ms}},
                     .on_request = [&](auto exchange) { exchange->respond({.body = body}); }});
  Client client(loopback.port());
  client.send(kGet);
  char first;
  ASSERT_EQ(::recv(client.descriptor(), &first, 1, 0), 1);
  EXPECT_EQ(loopback.drain().wait_for(20s), std::future_status::ready);
}

}  // namespace
}  // namespace bff::runtime::http1
