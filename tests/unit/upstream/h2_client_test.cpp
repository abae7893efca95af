// SPDX-License-Identifier: Apache-2.0
// H2Client against real gRPC servers.
#include "upstream/h2_client.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "client_fixture.hpp"
#include "support/echo_server.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using test::EchoServer;
using testing::AnyOf;
using testing::HasSubstr;

struct GrpcClient : ClientTest {};

TEST_F(GrpcClient, CallsAUnaryMethod) {
  EchoServer server;
  make_client({server.address()});
  const auto outcome = call("/test/Echo", "hello");
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, "hello");
  EXPECT_EQ(outcome.endpoint, server.address());
}

TEST_F(GrpcClient, CarriesAnEmptyMessage) {
  EchoServer server;
  make_client({server.address()});
  const auto outcome = call("/test/Echo");
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, "");
}

TEST_F(GrpcClient, ConnectsAtTheFirstCallAndNotBefore) {
  EchoServer server;
  make_client({server.address()});
  settle();
  EXPECT_EQ(server.calls(), 0);
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(GrpcClient, BringsAFailureWithItsMessageAndDetails) {
  EchoServer server;
  make_client({server.address()});
  const auto outcome = call("/test/Fail");
  EXPECT_EQ(outcome.code, code::kNotFound);
  EXPECT_EQ(outcome.message, "no \"thing\" at 100 %: \xc3\xbc\n");
  EXPECT_EQ(outcome.details, std::string("\x08\x05\x12\x00\xff", 5));
  EXPECT_FALSE(outcome.unprocessed);
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(GrpcClient, BringsTheStatusOfAMethodThatTheServiceDoesNotHave) {
  EchoServer server;
  make_client({server.address()});
  EXPECT_EQ(call("/test/Nothing").code, code::kUnimplemented);
}

TEST_F(GrpcClient, SendsMetadataAndWhoItIs) {
  EchoServer server;
  make_client({server.address()});
  const std::pair<std::string_view, std::string_view> metadata[] = {
      {"x-request-id", "01J9"}, {"authorization", " Bearer a.b.c "}, {"x-a-bin", "AAEC"}};
  const auto seen = call("/test/Seen", "", kGuard, metadata).response;
  EXPECT_THAT(seen, HasSubstr("x-request-id=01J9\n"));
  EXPECT_THAT(seen, HasSubstr("authorization=Bearer a.b.c\n"));
  EXPECT_THAT(seen, HasSubstr(std::string("x-a-bin=\0\1\2\n", 12)));
  EXPECT_THAT(seen, HasSubstr("user-agent=grpc-bff/"));
  EXPECT_THAT(seen, HasSubstr(":authority=" + server.address()));
}

TEST_F(GrpcClient, CopiesMetadataBeforeItReturns) {
  EchoServer server;
  make_client({server.address()});
  std::shared_ptr<Call> started;
  {
    std::string name = "x-user", value = "a value that is too long for a small string";
    const std::pair<std::string_view, std::string_view> entry{name, value};
    started = start("/test/Seen", "", kGuard, {&entry, 1});
    name.assign(name.size(), '!');
    value.assign(value.size(), '!');
  }
  ASSERT_TRUE(run_until_done({started}));
  EXPECT_THAT(started->outcome->response, HasSubstr("x-user=a value that is too long"));
}

// A bad entry sent on would cost other calls their connection.
TEST_F(GrpcClient, RefusesABadMetadataEntryAndHarmsNoOtherCall) {
  EchoServer server;
  make_client({server.address()});
  ASSERT_EQ(call("/test/Echo").code, code::kOk);
  const std::pair<std::string_view, std::string_view> bad[] = {
      {"x-user", "a\r\nb"}, {"x-a-bin", "%%%"}, {"X-Upper", "v"}, {"te", "x"}, {":path", "/b"}};
  const auto bystander = start("/test/Hang");
  ASSERT_TRUE(run_until([&] { return server.hanging() == 1; }));
  for (const auto& entry : bad) {
    const auto outcome = call("/test/Echo", "", kGuard, {&entry, 1});
    EXPECT_EQ(outcome.code, code::kInvalidArgument);
    EXPECT_THAT(outcome.message, HasSubstr(std::string{entry.first}));
  }
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
  EXPECT_FALSE(bystander->done());
  EXPECT_EQ(server.calls(), 3);
}

TEST_F(GrpcClient, KeepsToTheServicesLimitOfMetadata) {
  EchoServer server{{.max_metadata = 4096}};
  make_client({server.address()});
  ASSERT_EQ(call("/test/Echo").code, code::kOk);
  const std::string value(5000, 'v');
  const std::pair<std::string_view, std::string_view> entry{"x-big", value};
  const auto outcome = call("/test/Echo", "", kGuard, {&entry, 1});
  EXPECT_EQ(outcome.code, code::kResourceExhausted);
  EXPECT_THAT(outcome.message, HasSubstr("metadata"));
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(GrpcClient, TellsTheServiceHowLongItWillWait) {
  EchoServer server;
  make_client({server.address()});
  const int left = std::stoi(call("/test/Deadline", "", 15s).response);
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 15'000 + 100);  // grpc++ rounds up
}

TEST_F(GrpcClient, EndsACallAtItsDeadlineAndTellsTheService) {
  EchoServer server;
  make_client({server.address()});
  const auto outcome = call("/test/Hang", "", 50ms);
  EXPECT_EQ(outcome.code, code::kDeadlineExceeded);
  EXPECT_TRUE(run_until([&] { return server.cancelled() == server.hanging(); }));
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(GrpcClient, EndsCallsInTheOrderOfTheirDeadlines) {
  EchoServer server;
  make_client({server.address()});
  ASSERT_EQ(call("/test/Echo").code, code::kOk);
  const auto late = start("/test/Hang", "", 60ms), early = start("/test/Hang", "", 20ms);
  ASSERT_TRUE(run_until_done({early}));
  EXPECT_FALSE(late->done());
  ASSERT_TRUE(run_until_done({late}));
  EXPECT_EQ(late->outcome->code, code::kDeadlineExceeded) << late->outcome->message;
}

TEST_F(GrpcClient, SendsNothingWhenTheDeadlineHasPassed) {
  EchoServer server;
  make_client({server.address()});
  const auto outcome = call("/test/Echo", "", -1ms);
  EXPECT_EQ(outcome.code, code::kDeadlineExceeded);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_EQ(server.calls(), 0);
}

TEST_F(GrpcClient, CancelsACallAndTellsTheService) {
  EchoServer server;
  make_client({server.address()});
  const auto hanging = start("/test/Hang");
  ASSERT_TRUE(run_until([&] { return server.hanging() == 1; }));
  hanging->handle.cancel();
  EXPECT_TRUE(run_until([&] { return server.cancelled() == 1; }));
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
  EXPECT_EQ(hanging->answers, 0);
}

TEST_F(GrpcClient, NeverSendsACallThatWasCancelledAtOnce) {
  EchoServer server;
  make_client({server.address()});
  const auto waiting = start("/test/Hang");
  waiting->handle.cancel();
  waiting->handle.cancel();
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
  const auto unsent = start("/test/Hang");
  unsent->handle.cancel();
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
  EXPECT_EQ(server.hanging(), 0);
  EXPECT_EQ(waiting->answers + unsent->answers, 0);
}

TEST_F(GrpcClient, IgnoresTheCancellationOfAFinishedCall) {
  EchoServer server;
  make_client({server.address()});
  const auto finished = start("/test/Echo");
  ASSERT_TRUE(run_until_done({finished}));
  finished->handle.cancel();
  RpcHandle{}.cancel();
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
  EXPECT_EQ(finished->answers, 1);
}

TEST_F(GrpcClient, BringsAMessageAsLargeAsItsLimit) {
  EchoServer server;
  config.max_message = 4 << 20;
  make_client({server.address()});
  const auto outcome = call("/test/Size", std::to_string(4 << 20));
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, std::string(4 << 20, 'x'));
}

TEST_F(GrpcClient, RefusesAMessageAboveItsLimitAndGoesOn) {
  EchoServer server;
  config.max_message = 1000;
  make_client({server.address()});
  const auto outcome = call("/test/Size", "100000");
  EXPECT_EQ(outcome.code, code::kResourceExhausted);
  EXPECT_TRUE(outcome.malformed);
  EXPECT_EQ(call("/test/Size", "1000").code, code::kOk);
}

TEST_F(GrpcClient, SendsAMessageThatIsLargerThanAnyWindow) {
  EchoServer server;
  make_client({server.address()});
  const std::string large(3 << 20, 'y');
  EXPECT_EQ(call("/test/Echo", large).response, large);
}

TEST_F(GrpcClient, DoesNotStallWhenAnswersFillTheConnectionsWindowOverAndOver) {
  EchoServer server;
  make_client({server.address()});
  for (int round = 0; round < 4; ++round) {
    Calls calls;
    for (int i = 0; i < 8; ++i) calls.push_back(start("/test/Size", "2000000"));
    ASSERT_TRUE(run_until_done(calls));
    for (const auto& done : calls) EXPECT_EQ(done->outcome->response.size(), 2'000'000U);
  }
}

TEST_F(GrpcClient, KeepsManyCallsApart) {
  EchoServer server;
  make_client({server.address()});
  Calls calls;
  for (int i = 0; i < 500; ++i) calls.push_back(start("/test/Echo", std::to_string(i)));
  ASSERT_TRUE(run_until_done(calls));
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(calls[static_cast<std::size_t>(i)]->outcome->response, std::to_string(i));
  }
}

TEST_F(GrpcClient, LetsCallsWaitForRoomThatTheServiceLimits) {
  EchoServer server{{.max_concurrent_streams = 3}};
  make_client({server.address()});
  Calls hanging;
  for (int i = 0; i < 5; ++i) hanging.push_back(start("/test/Hang"));
  const auto last = start("/test/Echo", "last");
  ASSERT_TRUE(run_until([&] { return server.hanging() == 3; }));
  settle();
  EXPECT_EQ(server.hanging(), 3);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_FALSE(last->done() && i < 3);
    hanging[i]->handle.cancel();
  }
  ASSERT_TRUE(run_until_done({last}));
  EXPECT_EQ(last->outcome->response, "last");
}

TEST_F(GrpcClient, ServesAsManyCallsAsItGetsThroughALittleRoom) {
  EchoServer server{{.max_concurrent_streams = 3}};
  make_client({server.address()});
  Calls calls;
  for (int i = 0; i < 100; ++i) calls.push_back(start("/test/Echo", std::to_string(i)));
  ASSERT_TRUE(run_until_done(calls));
  for (const auto& done : calls) EXPECT_EQ(done->outcome->code, code::kOk);
}

TEST_F(GrpcClient, EndsACallThatWaitsForRoomAtItsDeadline) {
  EchoServer server{{.max_concurrent_streams = 1}};
  make_client({server.address()});
  const auto hanging = start("/test/Hang");
  ASSERT_TRUE(run_until([&] { return server.hanging() == 1; }));
  const auto outcome = call("/test/Echo", "", 20ms);
  EXPECT_EQ(outcome.code, code::kDeadlineExceeded);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_FALSE(hanging->done());
  hanging->handle.cancel();
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(GrpcClient, GoesRoundItsEndpoints) {
  EchoServer first, second;
  make_client({first.address(), second.address()});
  // Both are connected once each has answered.
  ASSERT_TRUE(run_until([&] {
    call("/test/Echo");
    return first.calls() > 0 && second.calls() > 0;
  }));
  const int before[] = {first.calls(), second.calls()};
  for (int i = 0; i < 10; ++i) ASSERT_EQ(call("/test/Echo").code, code::kOk);
  EXPECT_EQ(first.calls() - before[0], 5);
  EXPECT_EQ(second.calls() - before[1], 5);
}

TEST_F(GrpcClient, WorksWhileOneOfItsEndpointsIsDown) {
  EchoServer up;
  std::string down;
  {
    EchoServer gone;
    down = gone.address();
  }
  make_client({down, up.address()});
  for (int i = 0; i < 10; ++i) EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(GrpcClient, FailsAtOnceWhileNobodyListens) {
  std::string down;
  {
    EchoServer gone;
    down = gone.address();
  }
  make_client({down});
  const auto outcome = call("/test/Echo");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_THAT(outcome.message, HasSubstr(down));
  EXPECT_EQ(call("/test/Echo").code, code::kUnavailable);
}

TEST_F(GrpcClient, ReturnsWhenTheServiceReturns) {
  auto server = std::make_unique<EchoServer>();
  const int port = server->port();
  config.max_backoff = 50ms;
  make_client({server->address()});
  ASSERT_EQ(call("/test/Echo").code, code::kOk);
  server.reset();
  ASSERT_TRUE(run_until([&] { return call("/test/Echo").code == code::kUnavailable; }));
  server = std::make_unique<EchoServer>(EchoServer::Options{.port = port});
  EXPECT_TRUE(run_until([&] { return call("/test/Echo").code == code::kOk; }));
}

TEST_F(GrpcClient, FinishesWhatIsOpenWhenTheServiceGoesAway) {
  auto server = std::make_unique<EchoServer>();
  make_client({server->address()});
  const auto hanging = start("/test/Hang");
  ASSERT_TRUE(run_until([&] { return server->hanging() == 1; }));
  server->shutdown(10ms);
  ASSERT_TRUE(run_until_done({hanging}));
  EXPECT_THAT(hanging->outcome->code, AnyOf(code::kUnavailable, code::kCancelled));
  EXPECT_FALSE(hanging->outcome->unprocessed);
}

TEST_F(GrpcClient, SendsNewCallsElsewhereWhileAServiceGoesAwayInOrder) {
  EchoServer staying, leaving;
  make_client({leaving.address(), staying.address()});
  Calls hanging;
  ASSERT_TRUE(run_until([&] {
    hanging.push_back(start("/test/Hang"));
    settle();
    return leaving.hanging() > 0 && staying.hanging() > 0;
  }));
  ASSERT_TRUE(run_until(
      [&] { return leaving.hanging() + staying.hanging() == static_cast<int>(hanging.size()); }));
  std::thread shutdown{[&] { leaving.shutdown(kGuard); }};
  // Once the GOAWAY is here, every call goes to the other service.
  int in_a_row = 0;
  EXPECT_TRUE(run_until([&] {
    const auto outcome = call("/test/Echo");
    const bool elsewhere = outcome.code == code::kOk && outcome.endpoint == staying.address();
    in_a_row = elsewhere ? in_a_row + 1 : 0;
    return in_a_row == 10;
  }));
  for (const auto& open : hanging) {
    EXPECT_FALSE(open->done());
    open->handle.cancel();
  }
  bool gone = false;
  std::thread wait{[&] {
    shutdown.join();
    loop.get_executor().post([&] { gone = true; }, std::allocator<void>{});
  }};
  EXPECT_TRUE(run_until([&] { return gone; }));
  wait.join();
}

TEST_F(GrpcClient, EndsOpenCallsWhenItIsClosedButNotWithinClose) {
  EchoServer server;
  make_client({server.address()});
  const auto waiting = start("/test/Hang");
  const auto hanging = start("/test/Hang");
  ASSERT_TRUE(run_until([&] { return server.hanging() == 2; }));
  client->close();
  EXPECT_FALSE(hanging->done());
  ASSERT_TRUE(run_until_done({waiting, hanging}));
  EXPECT_EQ(hanging->outcome->code, code::kUnavailable);
  EXPECT_FALSE(hanging->outcome->unprocessed);
  EXPECT_TRUE(run_until([&] { return server.cancelled() == 2; }));

  const auto after = call("/test/Echo");
  EXPECT_EQ(after.code, code::kUnavailable);
  EXPECT_TRUE(after.unprocessed);
  client->close();
}

TEST_F(GrpcClient, EndsOpenCallsWhenItIsDestroyed) {
  EchoServer server;
  make_client({server.address()});
  const auto connecting = start("/test/Echo");
  client.reset();
  EXPECT_FALSE(connecting->done());
  ASSERT_TRUE(run_until_done({connecting}));
  EXPECT_EQ(connecting->outcome->code, code::kUnavailable);
  EXPECT_EQ(connecting->answers, 1);
}

TEST_F(GrpcClient, MayBeDestroyedByTheHandlerThatItRuns) {
  EchoServer server;
  make_client({server.address()});
  Calls others;
  bool destroyed = false;
  for (int i = 0; i < 3; ++i) others.push_back(start("/test/Hang"));
  client->start({.method = "/test/Echo", .message = "", .deadline = Clock::now() + kGuard},
                [&](const RpcOutcome&) {
                  client.reset();
                  destroyed = true;
                });
  ASSERT_TRUE(run_until([&] { return destroyed; }));
  ASSERT_TRUE(run_until_done(others));
}

TEST_F(GrpcClient, MayBeUsedByTheHandlersThatItRuns) {
  EchoServer server;
  make_client({server.address()});
  const auto hanging = start("/test/Hang");
  std::shared_ptr<Call> next;
  client->start({.method = "/test/Echo", .message = "", .deadline = Clock::now() + kGuard},
                [&](const RpcOutcome&) {
                  hanging->handle.cancel();
                  next = start("/test/Echo", "next");
                });
  ASSERT_TRUE(run_until([&] { return next && next->done(); }));
  EXPECT_EQ(next->outcome->response, "next");
  EXPECT_EQ(hanging->answers, 0);
}

TEST_F(GrpcClient, RefusesAMethodThatIsNoPath) {
  EchoServer server;
  make_client({server.address()});
  EXPECT_EQ(call("test/Echo").code, code::kInvalidArgument);
}

TEST_F(GrpcClient, SaysWhatIsWrongWithItsConfiguration) {
  make_client({"no port here"});
  EXPECT_THAT(call("/test/Echo").message, HasSubstr("'no port here' is not host:port"));
  make_client({});
  EXPECT_THAT(call("/test/Echo").message, HasSubstr("no endpoint"));
}

}  // namespace
}  // namespace bff::upstream
