// SPDX-License-Identifier: Apache-2.0
// Streaming RPCs of an H2Client, against real gRPC servers and against one that says what it likes.
#include <gmock/gmock.h>

#include "client_fixture.hpp"
#include "support/echo_server.hpp"
#include "support/scripted_server.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using test::EchoServer;
using test::ScriptedServer;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
namespace h2 = test::h2;

constexpr std::size_t kAll = static_cast<std::size_t>(-1);

// What a stream has told. Calls that come from within a call of its own are counted.
struct Owner final : StreamEvents {
  std::unique_ptr<Stream> stream;
  Metadata headers, trailers;
  std::vector<std::string> messages;  // the first 100
  std::size_t count = 0, bytes = 0;
  int headers_told = 0, ends = 0, writable = 0, too_early = 0;
  bool calling = false;
  std::optional<RpcOutcome> outcome;
  std::function<void()> on_each = [] {};  // after each message

  void on_headers(Metadata metadata) override {
    too_early += calling;
    ++headers_told;
    headers = std::move(metadata);
  }
  void on_message(std::string message) override {
    too_early += calling;
    ++count;
    bytes += message.size();
    if (messages.size() < 100) messages.push_back(std::move(message));
    on_each();
  }
  void on_writable() override {
    too_early += calling;
    ++writable;
  }
  void on_end(RpcOutcome end, Metadata metadata) override {
    too_early += calling;
    ++ends;
    outcome = std::move(end);
    trailers = std::move(metadata);
  }

  template <class Call>
  void call(Call what) {
    calling = true;
    what();
    calling = false;
  }
  void write(std::string_view message) {
    call([&] { stream->write(message); });
  }
  void half_close() {
    call([&] { stream->half_close(); });
  }
  void demand(std::size_t more) {
    call([&] { stream->demand(more); });
  }
  bool ended() const { return outcome.has_value(); }
};

struct StreamClient : ClientTest {
  std::unique_ptr<Owner> open(std::string_view method, std::size_t demand = kAll,
                              Clock::time_point deadline = Clock::time_point::max()) {
    auto owner = std::make_unique<Owner>();
    owner->call([&] {
      owner->stream = client->open(
          {.call = "", .method = method, .deadline = deadline, .metadata = {}}, *owner);
    });
    if (demand > 0) owner->demand(demand);
    return owner;
  }
  // A stream with one message to the service.
  std::unique_ptr<Owner> ask(std::string_view method, std::string_view message,
                             std::size_t demand = kAll,
                             Clock::time_point deadline = Clock::time_point::max()) {
    auto owner = open(method, demand, deadline);
    owner->write(message);
    owner->half_close();
    return owner;
  }
  [[nodiscard]] bool run_until_ended(const Owner& owner) {
    return run_until([&] { return owner.ended(); });
  }
};

TEST_F(StreamClient, BringsMessagesBetweenHeadersAndTrailers) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "3 2 0");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_THAT(owner->messages, ElementsAre("xx", "xx", "xx"));
  EXPECT_THAT(owner->headers, Contains(Pair("x-before", "1")));
  EXPECT_THAT(owner->trailers, Contains(Pair("x-after", "2")));
  EXPECT_EQ(owner->outcome->code, code::kOk);
  EXPECT_EQ(owner->outcome->endpoint, server.address());
  EXPECT_EQ(owner->headers_told, 1);
  EXPECT_EQ(owner->ends, 1);
  EXPECT_EQ(owner->too_early, 0);
}

TEST_F(StreamClient, EndsWithTheServicesErrorAfterWhatCameBefore) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "3 2 9");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->count, 3U);
  EXPECT_EQ(owner->outcome->code, code::kFailedPrecondition);
  EXPECT_EQ(owner->outcome->message, "counted");
  EXPECT_FALSE(owner->outcome->malformed);
}

// The service cannot have written more than the window and what grpc++ has in hand, however long
// the owner takes; and that holds up nobody else.
TEST_F(StreamClient, StopsAServiceThatIsFasterThanItsOwner) {
  constexpr std::size_t kCount = 100'000, kSize = 100;
  constexpr int kAhead = static_cast<int>(2 * Stream::kWindow / kSize);
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "100000 100 0", 10);
  ASSERT_TRUE(run_until([&] { return owner->count == 10 && server.written() > 2000; }));

  const auto other = ask("/stream/Count", "5000 100 0");
  ASSERT_TRUE(run_until_ended(*other));
  EXPECT_EQ(other->count, 5000U);
  EXPECT_EQ(call("/test/Echo", "hello").response, "hello");
  EXPECT_EQ(owner->count, 10U);
  EXPECT_LT(server.written() - 5000, kAhead);

  owner->on_each = [&] {
    ASSERT_LT(server.written() - 5000, static_cast<int>(owner->count) + kAhead);
    owner->stream->demand(1);
  };
  owner->demand(1);
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->count, kCount);
  EXPECT_EQ(owner->bytes, kCount * kSize);
  EXPECT_EQ(owner->outcome->code, code::kOk);
  EXPECT_EQ(owner->too_early, 0);
}

TEST_F(StreamClient, TellsOfTheEndOnceAllBeforeItIsDemanded) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "3 2 0", 0);
  const auto empty = ask("/stream/Count", "0 0 0", 0);
  ASSERT_TRUE(run_until_ended(*empty));
  ASSERT_TRUE(run_until([&] { return server.written() == 3 && owner->headers_told == 1; }));
  for (std::size_t count = 1; count <= 3; ++count) {
    settle();
    EXPECT_FALSE(owner->ended());
    owner->demand(1);
    ASSERT_TRUE(run_until([&] { return owner->count == count; }));
  }
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kOk);
}

TEST_F(StreamClient, CarriesMessagesInBothDirections) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = open("/stream/Chat");
  for (const std::string word : {"one", "", "three"}) {
    const std::size_t before = owner->count;
    owner->write(word);
    ASSERT_TRUE(run_until([&] { return owner->count == before + 1; }));
    EXPECT_EQ(owner->messages.back(), word);
  }
  owner->half_close();
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kOk);
  EXPECT_EQ(owner->count, 3U);
  owner->write("too late");
  owner->demand(1);
  EXPECT_EQ(owner->stream->unsent(), 0U);
  EXPECT_EQ(owner->too_early, 0);
}

TEST_F(StreamClient, TellsWhenMoreMayBeWritten) {
  constexpr std::size_t kCount = 3000, kSize = 1000;
  EchoServer server;
  make_client({server.address()});
  const auto owner = open("/stream/Sum");
  const std::string message(kSize, 'y');
  int waits = 0;
  for (std::size_t written = 0; written < kCount;) {
    for (; written < kCount && owner->stream->unsent() <= Stream::kLowWater; ++written) {
      owner->write(message);
    }
    ASSERT_LE(owner->stream->unsent(), Stream::kLowWater + kSize + 5);
    if (written == kCount) break;
    ++waits;
    ASSERT_TRUE(run_until([&] { return owner->writable == waits; }));
  }
  owner->half_close();
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_THAT(owner->messages, ElementsAre("3000 3000000"));
  EXPECT_GT(waits, 0);
  EXPECT_EQ(owner->too_early, 0);
}

TEST_F(StreamClient, BringsAMessageThatIsLargerThanTheWindow) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "3 4000000 0");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->bytes, 12'000'000U);
}

TEST_F(StreamClient, RefusesAMessageAboveItsLimitAndTellsTheService) {
  EchoServer server;
  config.max_message = 1000;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "1 1001 -1");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kResourceExhausted);
  EXPECT_TRUE(owner->outcome->malformed);
  EXPECT_EQ(owner->outcome->endpoint, server.address());
  EXPECT_TRUE(run_until([&] { return server.cancelled() == 1; }));
}

TEST_F(StreamClient, EndsAtItsDeadlineWhateverIsHeld) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "5 10 -1", 2, Clock::now() + 300ms);
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kDeadlineExceeded);
  EXPECT_LE(owner->count, 2U);
  EXPECT_TRUE(run_until([&] { return server.cancelled() == server.calls(); }));
}

TEST_F(StreamClient, IsCancelledByItsDestruction) {
  EchoServer server;
  make_client({server.address()});
  auto hanging = ask("/stream/Count", "2 1 -1"), at_once = ask("/stream/Count", "2 1 -1");
  at_once->stream.reset();
  ASSERT_TRUE(run_until([&] { return hanging->count == 2 && server.hanging() == 1; }));
  hanging->stream.reset();
  ASSERT_TRUE(run_until([&] { return server.cancelled() == 1; }));
  EXPECT_EQ(hanging->ends + at_once->ends, 0);
  EXPECT_EQ(call("/test/Echo").code, code::kOk);
}

TEST_F(StreamClient, MayBeDestroyedByItsEvents) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "5 1 0");
  owner->on_each = [&] { owner->stream.reset(); };
  ASSERT_TRUE(run_until([&] { return owner->count == 1; }));
  const auto other = ask("/stream/Count", "5 1 0");
  other->on_each = [&] { client.reset(); };
  ASSERT_TRUE(run_until_ended(*other));
  EXPECT_EQ(owner->count, 1U);
  EXPECT_EQ(owner->ends, 0);
  EXPECT_EQ(other->ends, 1);
}

TEST_F(StreamClient, EndsWhenTheServiceGoes) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "1 1 -1");
  ASSERT_TRUE(run_until([&] { return owner->count == 1; }));
  server.shutdown(10ms);
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_THAT(owner->outcome->code, AnyOf(code::kUnavailable, code::kCancelled));
}

TEST_F(StreamClient, EndsWhenTheClientIsClosedButNotWithinClose) {
  EchoServer server;
  make_client({server.address()});
  const auto owner = ask("/stream/Count", "1 1 -1");
  ASSERT_TRUE(run_until([&] { return owner->count == 1; }));
  owner->call([&] { client->close(); });
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kUnavailable);
  EXPECT_EQ(owner->too_early, 0);
  const auto after = ask("/stream/Count", "1 1 0");
  ASSERT_TRUE(run_until_ended(*after));
  EXPECT_EQ(after->outcome->code, code::kUnavailable);
}

TEST_F(StreamClient, RefusesWhatCannotBeSent) {
  EchoServer server;
  make_client({server.address()});
  const auto no_path = ask("stream/Count", "1 1 0");
  const auto too_late = ask("/stream/Count", "1 1 0", kAll, Clock::now() - 1ms);
  ASSERT_TRUE(run_until_ended(*no_path) && run_until_ended(*too_late));
  EXPECT_EQ(no_path->outcome->code, code::kInvalidArgument);
  EXPECT_EQ(too_late->outcome->code, code::kDeadlineExceeded);
  EXPECT_EQ(no_path->too_early + too_late->too_early, 0);
  EXPECT_EQ(server.calls(), 0);
}

TEST_F(StreamClient, FailsWhileNobodyListens) {
  std::string down;
  {
    EchoServer gone;
    down = gone.address();
  }
  make_client({down});
  const auto owner = ask("/stream/Count", "1 1 0");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kUnavailable);
  EXPECT_TRUE(owner->outcome->unprocessed);
}

// Streams take no room of unary RPCs, and have more connections where one is full.
TEST_F(StreamClient, NeedsNoRoomThatTheServiceLimits) {
  EchoServer server{{.max_concurrent_streams = 2}};
  make_client({server.address()});
  std::vector<std::unique_ptr<Owner>> owners;
  for (int i = 0; i < 7; ++i) owners.push_back(ask("/stream/Count", "1 1 -1"));
  ASSERT_TRUE(run_until([&] { return server.hanging() == 7; }));
  EXPECT_EQ(call("/test/Echo", "hello").response, "hello");
  owners.clear();
  ASSERT_TRUE(run_until([&] { return server.cancelled() == 7; }));
}

struct ScriptedStream : StreamClient {
  std::unique_ptr<ScriptedServer> server;

  // Says `answers` to the streams in the order in which they come; each stream is 1 or 3 there.
  void serve(std::vector<std::string> answers) {
    server = std::make_unique<ScriptedServer>(
        loop, h2::settings(),
        [answers, at = std::size_t{0}](ScriptedServer::Connection& peer,
                                       const test::Frame& frame) mutable {
          if (frame.ends_request() && at < answers.size()) peer.send(answers[at++]);
        });
    make_client({server->address()});
  }
  void TearDown() override {
    client.reset();
    settle();
  }
};

TEST_F(ScriptedStream, IsTriedAgainWhereTheServiceDidNotSeeIt) {
  serve({h2::reset(1, 7), h2::grpc_answer(3, "well")});
  const auto owner = ask("/a.B/C", "hello");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kOk);
  EXPECT_THAT(owner->messages, ElementsAre("well"));
  std::vector<std::string> requests;
  for (const auto& frame : server->connections().at(0)->frames()) {
    if (frame.type == h2::kData) requests.push_back(frame.payload);
  }
  EXPECT_THAT(requests, ElementsAre(h2::message("hello"), h2::message("hello")));
}

TEST_F(ScriptedStream, IsNotTriedAgainOnceSomethingWasToldOfIt) {
  serve({h2::grpc_head(1) + h2::reset(1, 7), h2::grpc_answer(3, "well")});
  const auto owner = ask("/a.B/C", "hello");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->outcome->code, code::kUnavailable);
  EXPECT_EQ(owner->headers_told, 1);
  EXPECT_THAT(owner->messages, IsEmpty());
}

TEST_F(ScriptedStream, RefusesOkWithAMessageCutShort) {
  serve({h2::grpc_head(1) + h2::data(1, h2::message("one") + h2::message("two").substr(0, 7)) +
         h2::grpc_trailers(1)});
  const auto owner = ask("/a.B/C", "hello");
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_THAT(owner->messages, ElementsAre("one"));
  EXPECT_EQ(owner->outcome->code, code::kInternal);
  EXPECT_THAT(owner->outcome->message, HasSubstr("cut short"));
  EXPECT_TRUE(owner->outcome->malformed);
}

TEST_F(ScriptedStream, BringsWhatCameBeforeTheConnectionWasLost) {
  serve({h2::grpc_head(1) + h2::data(1, h2::message("one"))});
  const auto owner = ask("/a.B/C", "hello", 0);
  ASSERT_TRUE(run_until([&] { return owner->headers_told == 1; }));
  server->connections().at(0)->close();
  owner->demand(5);
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_THAT(owner->messages, ElementsAre("one"));
  EXPECT_EQ(owner->outcome->code, code::kUnavailable);
}

// What drains keeps its streams, and takes no new ones.
TEST_F(ScriptedStream, StaysOnAConnectionThatDrains) {
  serve({h2::grpc_head(1) + h2::goaway(1, 0, "bye") + h2::data(1, h2::message("one")),
         h2::grpc_answer(1, "elsewhere")});
  const auto owner = ask("/a.B/C", "hello");
  ASSERT_TRUE(run_until([&] { return owner->count == 1; }));
  const auto other = ask("/a.B/C", "hello");
  ASSERT_TRUE(run_until_ended(*other));
  EXPECT_THAT(other->messages, ElementsAre("elsewhere"));
  EXPECT_EQ(server->connections().size(), 2U);
  EXPECT_FALSE(owner->ended());
  server->connections().at(0)->send(h2::data(1, h2::message("two")) + h2::grpc_trailers(1));
  ASSERT_TRUE(run_until_ended(*owner));
  EXPECT_EQ(owner->count, 2U);
  EXPECT_EQ(owner->outcome->code, code::kOk);
}

}  // namespace
}  // namespace bff::upstream
