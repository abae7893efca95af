// SPDX-License-Identifier: Apache-2.0
// Losing connections and getting others.
#include "upstream/peer.hpp"

#include <gmock/gmock.h>

#include "answer_hello.hpp"
#include "client_fixture.hpp"
#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;
using testing::HasSubstr;
namespace h2 = test::h2;

struct Reconnect : ClientTest {
  std::unique_ptr<ScriptedServer> server =
      std::make_unique<ScriptedServer>(loop, h2::settings(), answer_hello);

  void SetUp() override {
    config.max_backoff = 40ms;
    make_client({server->address()});
  }
  void TearDown() override {
    client.reset();
    settle();
  }
};

TEST_F(Reconnect, ReplacesAConnectionThatIsLost) {
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  server->connections()[0]->close();
  ASSERT_TRUE(run_until([&] { return server->connections().size() == 2; }));
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
}

// Right after a loss the service is believed to be well: a call waits for the new connection.
TEST_F(Reconnect, LetsACallWaitForTheFirstNewConnection) {
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  server->connections()[0]->send(h2::goaway(1, 0));
  server->connections()[0]->close();
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
}

TEST_F(Reconnect, FailsCallsAtOnceWhenTheNewConnectionFails) {
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  server->stop_listening();
  server->connections()[0]->close();
  std::optional<RpcOutcome> failed;
  ASSERT_TRUE(run_until([&] {
    auto outcome = call("/a.B/C");
    if (outcome.code == code::kOk) return false;
    failed = std::move(outcome);
    return true;
  }));
  EXPECT_EQ(failed->code, code::kUnavailable);
  EXPECT_THAT(failed->message, HasSubstr(server->address()));
}

TEST_F(Reconnect, FindsTheServiceAgainWithoutBeingAsked) {
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  server->stop_listening();
  server->connections()[0]->close();
  ASSERT_TRUE(run_until([&] { return call("/a.B/C").code == code::kUnavailable; }));
  server->listen();
  ASSERT_TRUE(run_until([&] { return server->connections().size() == 2; }));
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
}

TEST_F(Reconnect, StopsWhenTheClientIsClosed) {
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  server->connections()[0]->close();
  client->close();
  work.reset();
  server->stop_listening();
  EXPECT_TRUE(run_until([&] { return loop.stopped(); }));  // nothing is left to wait for
  EXPECT_EQ(server->connections().size(), 1U);
}

TEST_F(Reconnect, DoesNotStormAServiceThatHangsUpAtOnce) {
  config.max_backoff = 10s;
  server = std::make_unique<ScriptedServer>(
      loop, h2::settings(), [](ScriptedServer::Connection& peer, const test::Frame& frame) {
        if (frame.type == h2::kSettings && (frame.flags & h2::kAck) != 0) peer.close();
      });
  make_client({server->address()});
  Calls calls;
  ASSERT_TRUE(run_until([&] {
    calls.push_back(start("/a.B/C"));
    EXPECT_TRUE(run_until_done(calls));
    return server->connections().size() >= 3;
  }));
  // One quick attempt, then pauses that grow; without them there would be hundreds by now.
  EXPECT_LE(server->connections().size(), 4U);
}

}  // namespace
}  // namespace bff::upstream
