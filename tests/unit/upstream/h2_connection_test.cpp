// SPDX-License-Identifier: Apache-2.0
// Connections to a server that says what the test has it say.
#include "upstream/h2_connection.hpp"

#include <gmock/gmock.h>

#include "answer_hello.hpp"
#include "client_fixture.hpp"
#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::ScriptedServer;
using testing::HasSubstr;
namespace h2 = test::h2;

using Peer = ScriptedServer::Connection;

struct Connection : ClientTest {
  std::unique_ptr<ScriptedServer> server;

  void serve(ScriptedServer::Script script, std::string greeting = h2::settings()) {
    server = std::make_unique<ScriptedServer>(loop, std::move(greeting), std::move(script));
    make_client({server->address()});
  }
  // Says `bytes` to every request, where the stream is 1.
  void serve_bytes(const std::string& bytes) {
    serve([bytes](Peer& peer, const test::Frame& frame) {
      if (frame.ends_request()) peer.send(bytes);
    });
  }
  void TearDown() override {
    client.reset();
    settle();
  }
};

TEST_F(Connection, CarriesACall) {
  serve(answer_hello);
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.response, "hello");
  EXPECT_EQ(outcome.endpoint, server->address());
}

TEST_F(Connection, SendsTheCallsOfOneTurnTogether) {
  serve(answer_hello);
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  Calls calls;
  for (int i = 0; i < 20; ++i) calls.push_back(start("/a.B/C"));
  ASSERT_TRUE(run_until_done(calls));
  EXPECT_EQ(server->connections().size(), 1U);
}

TEST_F(Connection, SendsNoCallBeforeTheServiceHasShownThatItSpeaksHttp2) {
  serve(answer_hello, "");
  const auto waiting = start("/a.B/C");
  ASSERT_TRUE(run_until([&] {
    return !server->connections().empty() && server->connections()[0]->count(h2::kSettings) == 1;
  }));
  settle();
  EXPECT_EQ(server->connections()[0]->count(h2::kHeaders), 0);
  server->connections()[0]->send(h2::settings());
  ASSERT_TRUE(run_until_done({waiting}));
  EXPECT_EQ(waiting->outcome->code, code::kOk);
}

TEST_F(Connection, GivesUpAServiceThatAcceptsAndSaysNothing) {
  config.connect_timeout = 20ms;
  serve({}, "");
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_THAT(outcome.message, HasSubstr("no HTTP/2 within 20 ms"));
}

TEST_F(Connection, LetsACallWaitForTheConnectionNoLongerThanItsDeadline) {
  serve({}, "");
  const auto outcome = call("/a.B/C", "", 20ms);
  EXPECT_EQ(outcome.code, code::kDeadlineExceeded);
  EXPECT_TRUE(outcome.unprocessed);
}

TEST_F(Connection, DropsAServiceThatSpeaksAnotherProtocol) {
  serve({}, "SSH-2.0-OpenSSH_9.2\r\n");
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
}

TEST_F(Connection, TellsAServiceThatItBrokeHttp2) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request()) peer.send(h2::frame(h2::kPing, 0, 0, "1234"));
  });
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.malformed);
  EXPECT_THAT(outcome.message, HasSubstr("PING of a wrong size"));
  const auto& first = *server->connections()[0];
  ASSERT_TRUE(run_until([&] { return first.closed_by_peer(); }));
  EXPECT_EQ(first.count(h2::kGoaway), 1);
}

TEST_F(Connection, PingsAServiceThatIsSilentWhileACallIsOpen) {
  config.keepalive = 20ms;
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.type == h2::kPing) {
      peer.send(h2::ping_ack(frame.payload));
      if (peer.count(h2::kPing) == 3) peer.send(h2::grpc_answer(1, "after three pings"));
    }
  });
  EXPECT_EQ(call("/a.B/C").response, "after three pings");
}

TEST_F(Connection, DropsAServiceThatDoesNotAnswerPings) {
  config.keepalive = 10ms;
  config.keepalive_timeout = 10ms;
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request() && frame.stream == 1) peer.send(h2::grpc_answer(1, "first"));
  });
  ASSERT_EQ(call("/a.B/C").code, code::kOk);
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_FALSE(outcome.unprocessed);
  EXPECT_THAT(outcome.message, HasSubstr("no answer to PING within 10 ms"));
  EXPECT_EQ(server->connections()[0]->count(h2::kPing), 1);
  EXPECT_EQ(call("/a.B/C").response, "first");  // on a new connection
}

TEST_F(Connection, CallsAreUnavailableWhenItBreaks) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request()) peer.close();
  });
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_FALSE(outcome.unprocessed);
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(Connection, TriesACallAgainThatTheServiceRefusedUnprocessed) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (!frame.ends_request()) return;
    peer.send(frame.stream == 1 ? h2::reset(1, 7) : h2::grpc_answer(frame.stream, "second time"));
  });
  EXPECT_EQ(call("/a.B/C").response, "second time");
}

TEST_F(Connection, TriesSuchACallAgainOnlyOnce) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request()) peer.send(h2::reset(frame.stream, 7));
  });
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
  EXPECT_EQ(server->connections()[0]->count(h2::kHeaders), 2);
}

TEST_F(Connection, MovesCallsAboveTheLastStreamOfAGoawayToANewConnection) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (!frame.ends_request()) return;
    if (frame.payload == h2::message("first")) {
      return peer.send(h2::grpc_answer(frame.stream, "moved"));
    }
    if (peer.count(h2::kData) == 2) {
      peer.send(h2::goaway(1, 0));
      peer.send(h2::grpc_answer(1, "finished"));
    }
  });
  const auto low = start("/a.B/C", "zeroth"), high = start("/a.B/C", "zeroth");
  // The one that moves says the same on its new connection: answer it there.
  ASSERT_TRUE(run_until([&] { return server->connections().size() == 2; }));
  server->set_script([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request()) peer.send(h2::grpc_answer(frame.stream, "moved"));
  });
  ASSERT_TRUE(run_until_done({low, high}));
  EXPECT_EQ(low->outcome->response, "finished");
  EXPECT_EQ(high->outcome->response, "moved");
  EXPECT_TRUE(run_until([&] { return server->connections()[0]->closed_by_peer(); }));
}

TEST_F(Connection, StartsNoCallOnAConnectionThatGoesAway) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request() && frame.stream == 1) peer.send(h2::goaway(1, 0));
    if (frame.ends_request() && frame.stream != 1) peer.send(h2::grpc_answer(frame.stream, ""));
  });
  const auto open = start("/a.B/C");
  ASSERT_TRUE(run_until([&] { return server->connections().size() == 2; }));
  server->set_script(answer_hello);
  EXPECT_EQ(call("/a.B/C").code, code::kOk);
  EXPECT_EQ(server->connections()[0]->count(h2::kHeaders), 1);
  EXPECT_EQ(server->connections()[1]->count(h2::kHeaders), 1);
  EXPECT_FALSE(open->done());
  server->connections()[0]->send(h2::grpc_answer(1, "late but whole"));
  ASSERT_TRUE(run_until_done({open}));
  EXPECT_EQ(open->outcome->response, "late but whole");
}

TEST_F(Connection, LetsCallsGoWhenThePeerRaisesItsLimitOfStreams) {
  serve(answer_hello, h2::settings({{3, 0}}));
  const auto waiting = start("/a.B/C");
  ASSERT_TRUE(run_until([&] {
    return !server->connections().empty() && server->connections()[0]->count(h2::kSettings) == 2;
  }));
  settle();
  EXPECT_FALSE(waiting->done());
  server->connections()[0]->send(h2::settings({{3, 1}}));
  ASSERT_TRUE(run_until_done({waiting}));
  EXPECT_EQ(waiting->outcome->code, code::kOk);
}

TEST_F(Connection, ResetsACancelledCallAndPassesOverItsLateAnswer) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.type == h2::kReset) peer.send(h2::grpc_answer(frame.stream, "late"));
    if (frame.ends_request() && frame.stream > 1) answer_hello(peer, frame);
  });
  const auto cancelled = start("/a.B/C");
  ASSERT_TRUE(run_until([&] {
    return !server->connections().empty() && server->connections()[0]->count(h2::kData) == 1;
  }));
  cancelled->handle.cancel();
  ASSERT_TRUE(run_until([&] { return server->connections()[0]->count(h2::kReset) == 1; }));
  EXPECT_EQ(call("/a.B/C").response, "hello");
  EXPECT_EQ(server->connections().size(), 1U);
  EXPECT_EQ(cancelled->answers, 0);
}

TEST_F(Connection, IsDroppedWhenAnAnswerGoesOnAfterItsEndAndTheNextCallIsClean) {
  serve([](Peer& peer, const test::Frame& frame) {
    if (!frame.ends_request()) return;
    peer.send(h2::grpc_answer(frame.stream, "hello") +
              (peer.count(h2::kHeaders) == 1 ? h2::data(frame.stream, "smuggled") : ""));
  });
  EXPECT_EQ(call("/a.B/C").response, "hello");
  EXPECT_TRUE(run_until([&] { return server->connections()[0]->closed_by_peer(); }));
  server->set_script(answer_hello);
  EXPECT_EQ(call("/a.B/C").response, "hello");
  EXPECT_EQ(server->connections().size(), 2U);
}

TEST_F(Connection, IsDroppedAtAFaultOfHttp2AndItsCallsAreInvalid) {
  serve_bytes(h2::frame(h2::kData, 0, 0, "x") + h2::frame(h2::kPing, 0, 0, "1234"));
  const auto outcome = call("/a.B/C");
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.malformed);
  EXPECT_EQ(error_of(outcome).code, Errc::upstream_invalid);
  EXPECT_TRUE(run_until([&] { return server->connections()[0]->closed_by_peer(); }));
}

TEST_F(Connection, CutsOffAnAnswerThatIsTooLarge) {
  config.max_message = 100;
  serve([](Peer& peer, const test::Frame& frame) {
    if (frame.ends_request() && frame.stream == 1) {
      peer.send(h2::grpc_head(1) + h2::data(1, h2::message(std::string(101, 'x'))));
    } else {
      answer_hello(peer, frame);
    }
  });
  EXPECT_EQ(call("/a.B/C").code, code::kResourceExhausted);
  EXPECT_EQ(call("/a.B/C").response, "hello");
  EXPECT_EQ(server->connections()[0]->count(h2::kReset), 1);
}

// What a service may get wrong in one answer: the call fails, the connection stays.
TEST_F(Connection, SurvivesBadAnswers) {
  const auto head = h2::grpc_head(1);
  const std::tuple<const char*, std::string, int> answers[] = {
      {"two messages", head + h2::data(1, h2::message("a") + h2::message("b")), code::kInternal},
      {"a wrong length", head + h2::data(1, "\0\0\0\0\x09hello"s) + h2::grpc_trailers(1),
       code::kInternal},
      {"a compressed message", head + h2::data(1, h2::message("a", 1)), code::kInternal},
      {"no grpc-status", head + h2::data(1, h2::message("a"), h2::kEndStream), code::kUnknown},
      {"OK without message", head + h2::grpc_trailers(1), code::kInternal},
      {"HTML",
       h2::headers(1, {{":status", "502"}, {"content-type", "text/html"}}) +
           h2::data(1, "<h1>Bad Gateway</h1>", h2::kEndStream),
       code::kUnavailable},
      {"trailers only",
       h2::headers(1,
                   {{":status", "200"},
                    {"content-type", "application/grpc"},
                    {"grpc-status", "5"},
                    {"grpc-message", "none"}},
                   h2::kEndStream),
       code::kNotFound},
      {"headers above the limit",
       h2::headers(1, {{":status", "200"},
                       {"x-a", std::string(40000, 'a')},
                       {"x-b", std::string(40000, 'b')}}),
       code::kResourceExhausted},
      {"a reset", h2::reset(1, 8), code::kCancelled},
      {"a reset amid the answer", head + h2::data(1, "\0\0"s) + h2::reset(1, 2), code::kInternal},
  };
  for (const auto& [name, bytes, code] : answers) {
    SCOPED_TRACE(name);
    serve([bytes = bytes](Peer& peer, const test::Frame& frame) {
      if (frame.ends_request() && frame.stream == 1) return peer.send(bytes);
      answer_hello(peer, frame);
    });
    EXPECT_EQ(call("/a.B/C").code, code);
    EXPECT_EQ(call("/a.B/C").response, "hello");
    EXPECT_EQ(server->connections().size(), 1U);
  }
}

TEST_F(Connection, GoesOnWhenAServiceReadsSlowly) {
  // Nothing is read of the first megabytes until they fill the socket.
  std::string large(2 << 20, 'x');
  serve(answer_hello,
        h2::settings({{4, 0x7fffffff}}) + h2::frame(8, 0, 0, h2::number32(0x7fffffff - 65535)));
  Calls calls;
  for (int i = 0; i < 8; ++i) calls.push_back(start("/a.B/C", large));
  calls[3]->handle.cancel();
  calls.erase(calls.begin() + 3);
  ASSERT_TRUE(run_until_done(calls));
  for (const auto& done : calls) EXPECT_EQ(done->outcome->code, code::kOk);
}

}  // namespace
}  // namespace bff::upstream
