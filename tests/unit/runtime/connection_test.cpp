// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "loopback.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Connection, AnswersARequestAndStays) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(kGet);
  EXPECT_THAT(client.response(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\ndate: "),
                                       HasSubstr("\r\ncontent-length: 7\r\n"),
                                       Not(HasSubstr("connection:")), EndsWith("\r\n\r\nGET /a ")));
  client.send("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(body_of(client.response()), "POST /b hello");
}

TEST(Connection, ClosesWhenTheClientAsksForIt) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n");
  EXPECT_THAT(client.rest(), AllOf(HasSubstr("\r\nconnection: close\r\n"), EndsWith("GET /a ")));
}

TEST(Connection, ClosesWhenTheAnswerAsksForIt) {
  Loopback loopback({.on_request = [](auto exchange) { exchange->respond({.close = true}); }});
  Client client(loopback.port());
  client.send(kGet);
  EXPECT_THAT(client.rest(), HasSubstr("\r\nconnection: close\r\n"));
}

TEST(Connection, KeepsAnOldClientOnlyIfItAsksForIt) {
  Loopback loopback;
  Client staying(loopback.port());
  staying.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(staying.response(), HasSubstr("\r\nconnection: keep-alive\r\n"));
  staying.send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_THAT(staying.rest(), AllOf(HasSubstr("\r\nconnection: close\r\n"), EndsWith("GET /b ")));
}

TEST(Connection, AnswersHeadWithTheLengthAlone) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.response(true),
              AllOf(HasSubstr("\r\ncontent-length: 8\r\n"), EndsWith("\r\n\r\n")));
  client.send(kGet);
  EXPECT_EQ(body_of(client.response()), "GET /a ");
}

TEST(Connection, SendsNeitherLengthNorContentWith204) {
  Loopback loopback(
      {.on_request = [](auto exchange) { exchange->respond({.status = 204, .body = "dropped"}); }});
  Client client(loopback.port());
  client.send(kGet);
  EXPECT_THAT(client.response(), AllOf(StartsWith("HTTP/1.1 204 No Content\r\n"),
                                       Not(HasSubstr("content-length")), EndsWith("\r\n\r\n")));
}

TEST(Connection, DecodesChunkedContent) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n");
  client.send("2;last\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), "POST /a hello");
}

TEST(Connection, InvitesContentThatWaitsForIt) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_EQ(body_of(client.response()), "POST /a ok");
}

TEST(Connection, RefusesAnUnknownExpectation) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 417 Expectation Failed\r\n"));
}

TEST(Connection, AnswersPipelinedRequestsInOrder) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  for (const std::string number : {"1", "2"}) {
    const auto exchange = held.next();
    EXPECT_EQ(loopback.run([&] { return std::string(exchange->request().path); }), "/" + number);
    EXPECT_EQ(exchange->peer(), "127.0.0.1");
    loopback.run([&] { exchange->respond({.body = number}); });
  }
  EXPECT_EQ(body_of(client.response()), "1");
  EXPECT_EQ(body_of(client.response()), "2");
}

TEST(Connection, RefusesABadRequestBehindGoodOnesAfterTheirAnswers) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(std::string(kGet) + std::string(kGet) + "GET /x HTTP/1.1\r\nHost : a\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_THAT(client.rest(),
              AllOf(StartsWith("HTTP/1.1 400 Bad Request\r\n"), HasSubstr("\r\nx-refused: yes\r\n"),
                    HasSubstr("\r\nconnection: close\r\n"), HasSubstr("before the ':'")));
}

TEST(Connection, RefusesAHalfClosedClientsUnfinishedRequest) {
  Loopback loopback;
  Client client(loopback.port());
  client.send("GET / HTTP/1.1\r\nHost");
  client.half_close();
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST(Connection, EndsQuietlyWithAClientThatLeavesBetweenRequests) {
  Loopback loopback;
  Client client(loopback.port());
  client.send(kGet);
  client.half_close();
  EXPECT_EQ(body_of(client.response()), "GET /a ");
  EXPECT_EQ(client.rest(), "");
}

TEST(Connection, ClosesWhenARequestIsDroppedUnanswered) {
  Loopback loopback({.on_request = [](auto) {}});
  Client client(loopback.port());
  client.send(kGet);
  EXPECT_EQ(client.rest(), "");
}

TEST(Connection, IgnoresASecondAnswer) {
  Loopback loopback({.on_request = [](auto exchange) {
    exchange->respond({.body = "first"});
    exchange->respond({.body = "second"});
  }});
  Client client(loopback.port());
  client.send(std::string(kGet) + std::string(kGet));
  EXPECT_EQ(body_of(client.response()), "first");
  EXPECT_EQ(body_of(client.response()), "first");
}

// What is told when a client goes while its request is under way.
struct Disconnect {
  std::shared_ptr<std::promise<void>> told = std::make_shared<std::promise<void>>();

  void watch(Loopback& loopback, Exchange& exchange) const {
    loopback.run([&] { exchange.on_disconnect([told = told] { told->set_value(); }); });
  }
  bool came() const {
    return told->get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready;
  }
};

TEST(Connection, TellsWhenTheClientHasClosed) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  const auto exchange = held.next();
  Disconnect disconnect;
  disconnect.watch(loopback, *exchange);
  client.close();
  EXPECT_TRUE(disconnect.came());
  loopback.run([&] { exchange->respond({.body = "too late"}); });
}

TEST(Connection, TellsWhenTheClientHasReset) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  auto exchange = held.next();
  Disconnect disconnect;
  disconnect.watch(loopback, *exchange);
  client.reset();
  EXPECT_TRUE(disconnect.came());
  loopback.run([&] { exchange.reset(); });  // which is the loop's to let go
}

TEST(Connection, TellsWhoAsksAfterTheClientHasGone) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  auto exchange = held.next();
  Disconnect first;
  first.watch(loopback, *exchange);
  client.close();
  EXPECT_TRUE(first.came());
  Disconnect second;
  second.watch(loopback, *exchange);
  EXPECT_TRUE(second.came());
  loopback.run([&] { exchange.reset(); });
}

TEST(Connection, StillAnswersAClientThatHasClosedItsSendingSideOnly) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  const auto exchange = held.next();
  Disconnect disconnect;
  disconnect.watch(loopback, *exchange);
  client.half_close();
  EXPECT_TRUE(disconnect.came());
  loopback.run([&] { exchange->respond({.body = "late"}); });
  EXPECT_EQ(body_of(client.rest()), "late");
}

TEST(Connection, DoesNotTellAfterTheAnswer) {
  Held held;
  Loopback loopback({.on_request = held.handler()});
  Client client(loopback.port());
  client.send(kGet);
  auto told = std::make_shared<bool>(false);
  const auto exchange = held.next();
  loopback.run([&] {
    exchange->on_disconnect([told] { *told = true; });
    exchange->respond({});
  });
  client.response();
  client.close();
  loopback.drain().wait();
  EXPECT_FALSE(*told);
}

}  // namespace
}  // namespace bff::runtime::http1
