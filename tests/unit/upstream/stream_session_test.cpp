// SPDX-License-Identifier: Apache-2.0
// Streaming RPCs as an H2Session carries them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "h2_numbers.hpp"
#include "support/nghttp2_peers.hpp"
#include "support/scripted_server.hpp"
#include "upstream/h2_session.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
namespace h2 = test::h2;

constexpr std::uint32_t kWindow = 40000;

struct StreamSession : testing::Test {
  H2Session session{{.authority = "users:1", .stream_window = kWindow}};
  bool preface_taken = false;

  void greet(const std::string& settings = h2::settings()) {
    session.receive(settings);
    sent();
  }
  std::vector<test::Frame> sent() {
    std::string bytes;
    session.send(bytes, 1 << 20);
    if (!preface_taken) bytes.erase(0, test::kPrefaceSize);
    preface_taken = true;
    return test::take_frames(bytes);
  }
  std::shared_ptr<H2Stream> open(std::size_t max_message = 100'000) {
    auto stream =
        std::make_shared<H2Stream>("/a.B/C", MetadataView{}, max_message, H2Stream::Streaming{});
    session.submit(stream, 1s);
    return stream;
  }
  void write(H2Stream& stream, std::string_view message, bool last = false) {
    stream.flow()->out.write(message);
    if (last) stream.flow()->out.close();
    session.resume(stream);
  }
  // Takes one message off what has come.
  std::string taken(H2Stream& stream) {
    std::string message = "(none)";
    stream.flow()->in.next(message);
    session.resume(stream);
    return message;
  }
  RpcOutcome next() {
    const auto stream = session.next_concluded();
    EXPECT_TRUE(stream);
    return stream ? std::move(stream->outcome) : RpcOutcome{};
  }
};

TEST_F(StreamSession, AnnouncesItsWindow) {
  EXPECT_THAT(sent()[0].payload, testing::HasSubstr("\0\x04"s + h2::number32(kWindow)));
}

TEST_F(StreamSession, SendsHeadersAtOnceAndMessagesAsTheyAreWritten) {
  greet();
  const auto stream = open();
  const auto head = sent();
  ASSERT_EQ(head.size(), 1U);
  EXPECT_EQ(head[0].type, h2::kHeaders);
  EXPECT_EQ(head[0].flags, h2::kEndHeaders);
  EXPECT_TRUE(session.idle());
  write(*stream, "one");
  write(*stream, "two");
  const auto both = sent();
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].payload, h2::message("one") + h2::message("two"));
  EXPECT_FALSE(both[0].ends_request());
  write(*stream, "three", true);
  EXPECT_TRUE(sent().at(0).ends_request());
}

TEST_F(StreamSession, EndsARequestWithoutAFurtherMessage) {
  greet();
  const auto silent = open();
  silent->flow()->out.close();
  auto frames = sent();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_TRUE(frames[1].ends_request() && frames[1].payload.empty());
  const auto stream = open();
  write(*stream, "one");
  sent();
  stream->flow()->out.close();
  session.resume(*stream);
  session.resume(*stream);
  frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].ends_request() && frames[0].payload.empty());
}

TEST_F(StreamSession, SendsTheEndThoughNoWindowIsOpen) {
  greet(h2::settings({{kInitialWindow, 8}}));
  const auto stream = open();
  write(*stream, "one");
  EXPECT_EQ(sent().size(), 2U);
  stream->flow()->out.close();
  session.resume(*stream);
  EXPECT_TRUE(sent().at(0).ends_request());
}

TEST_F(StreamSession, SendsTheEndPastOthersThatWaitForTheConnectionsWindow) {
  greet(h2::settings({{kInitialWindow, 0x7fffffff}}));
  const auto large = open(), other = open();
  write(*large, std::string(100'000, 'a'));
  sent();
  other->flow()->out.close();
  session.resume(*other);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].stream, 3U);
  EXPECT_TRUE(frames[0].ends_request());
}

TEST_F(StreamSession, KeepsToTheServicesWindow) {
  greet(h2::settings({{kInitialWindow, 10}}));
  const auto stream = open();
  write(*stream, std::string(100, 'a'), true);
  EXPECT_EQ(sent().at(1).payload.size(), 10U);
  EXPECT_EQ(stream->flow()->out.left(), 95U);
  EXPECT_THAT(sent(), IsEmpty());
  session.receive(h2::frame(kWindowUpdate, 0, 1, h2::number32(1000)));
  EXPECT_TRUE(sent().at(0).ends_request());
}

TEST_F(StreamSession, TellsWhenMoreMayBeWritten) {
  greet(h2::settings({{kInitialWindow, 50'000}}));
  const auto stream = open();
  write(*stream, std::string(100'000, 'a'));
  EXPECT_EQ(session.next_with_news(), nullptr);
  sent();
  EXPECT_EQ(session.next_with_news(), stream);
  EXPECT_TRUE(stream->flow()->out.take_relief());
  EXPECT_EQ(session.next_with_news(), nullptr);
}

TEST_F(StreamSession, TellsOfHeadersAndOfBytes) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::headers(1, {{":status", "200"},
                                  {"content-type", "application/grpc"},
                                  {"x-one", "1"},
                                  {"grpc-encoding", "identity"},
                                  {"set-cookie", "a=b"}}));
  EXPECT_EQ(session.next_with_news(), stream);
  EXPECT_THAT(stream->flow()->metadata.headers,
              ElementsAre(Pair("x-one", "1"), Pair("set-cookie", "a=b")));
  session.receive(h2::data(1, h2::message("one") + h2::message("two")));
  session.receive(h2::data(1, h2::message("three")));
  EXPECT_EQ(session.next_with_news(), stream);
  EXPECT_EQ(session.next_with_news(), nullptr);
  EXPECT_EQ(taken(*stream), "one");
  EXPECT_EQ(taken(*stream), "two");
  EXPECT_EQ(taken(*stream), "three");
  EXPECT_EQ(taken(*stream), "(none)");
  session.receive(h2::headers(1, {{"grpc-status", "0"}, {"x-two", "2"}}, h2::kEndStream));
  EXPECT_EQ(next().code, code::kOk);
  EXPECT_THAT(stream->flow()->metadata.trailers, ElementsAre(Pair("x-two", "2")));
}

TEST_F(StreamSession, EndsWithoutAnyMessage) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_head(1) + h2::grpc_trailers(1));
  const auto outcome = next();
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(StreamSession, UnderstandsTrailersOnly) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::headers(1,
                              {{":status", "200"},
                               {"content-type", "application/grpc"},
                               {"grpc-status", "7"},
                               {"x-why", "so"}},
                              h2::kEndStream));
  EXPECT_EQ(session.next_with_news(), nullptr);
  EXPECT_EQ(next().code, code::kPermissionDenied);
  EXPECT_FALSE(stream->flow()->metadata.begun);
  EXPECT_THAT(stream->flow()->metadata.trailers, ElementsAre(Pair("x-why", "so")));
  // The service answered before it had read all: the rest of the request is taken back.
  EXPECT_EQ(sent().at(0).type, h2::kReset);
}

TEST_F(StreamSession, TellsOfBytesBeforeTheResetThatFollowed) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::grpc_head(1) + h2::data(1, h2::message("one")) + h2::reset(1, kCancel));
  EXPECT_EQ(session.next_with_news(), stream);
  EXPECT_EQ(next().code, code::kCancelled);
  EXPECT_EQ(taken(*stream), "one");
}

TEST_F(StreamSession, RefusesAnEndWithoutTrailers) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_head(1) + h2::data(1, h2::message("one"), h2::kEndStream));
  const auto outcome = next();
  EXPECT_EQ(outcome.code, code::kUnknown);
  EXPECT_TRUE(outcome.malformed);
}

TEST_F(StreamSession, BreaksOffAtDataAfterTheEnd) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_answer(1, "one"));
  EXPECT_EQ(next().code, code::kOk);
  session.receive(h2::data(1, h2::message("two")));
  EXPECT_TRUE(session.broken());
}

TEST_F(StreamSession, GivesTheWindowBackAsMessagesAreTaken) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::grpc_head(1));
  const std::string message(9995, 'x');  // a quarter of the window with its prefix
  for (int i = 0; i < 4; ++i) session.receive(h2::data(1, h2::message(message)));
  EXPECT_EQ(stream->flow()->in.held(), kWindow);
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(taken(*stream), message);
  EXPECT_THAT(sent(), IsEmpty()) << "by the half";
  EXPECT_EQ(taken(*stream), message);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].stream, 1U);
  EXPECT_EQ(frames[0].payload, h2::number32(kWindow / 2));
  for (int i = 0; i < 2; ++i) session.receive(h2::data(1, h2::message(message)));
  EXPECT_EQ(stream->flow()->in.held(), kWindow);
  EXPECT_EQ(session.open(), 1U);
}

TEST_F(StreamSession, EndsTheStreamThatIsSentMoreThanItsWindow) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::grpc_head(1));
  const auto piece = h2::data(1, h2::message(std::string(9995, 'x')));
  for (int i = 0; i < 5; ++i) session.receive(piece);
  const auto outcome = next();
  EXPECT_TRUE(outcome.malformed);
  EXPECT_EQ(stream->flow()->in.held(), kWindow);
  EXPECT_FALSE(session.broken());
}

TEST_F(StreamSession, OpensTheWindowForAMessageThatIsLargerThanIt) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::grpc_head(1) + h2::data(1, "\0"s + h2::number32(100'000)));
  std::int64_t window = kWindow - 5;
  std::string message;
  for (int i = 0; i < 10; ++i) {
    session.receive(h2::data(1, std::string(10'000, 'x')));
    window -= 10'000;
    ASSERT_GE(window, 0);
    message = taken(*stream);
    EXPECT_EQ(stream->flow()->in.held(), 0U);
    for (const auto& frame : sent()) {
      window += static_cast<unsigned char>(frame.payload[2]) << 8 |
                static_cast<unsigned char>(frame.payload[3]);
    }
  }
  EXPECT_EQ(message.size(), 100'000U);
}

// Of a padded frame little is kept, all counts.
TEST_F(StreamSession, GivesBackWhatPaddingTook) {
  greet();
  const auto stream = open();
  sent();
  session.receive(h2::grpc_head(1));
  int updates = 0;
  for (int i = 0; i < 1000; ++i) {
    session.receive(h2::frame(h2::kData, 8, 1, "\xff"s + h2::message("") + std::string(255, '\0')));
    while (session.next_with_news()) EXPECT_EQ(taken(*stream), "");
    for (const auto& frame : sent()) updates += frame.type == kWindowUpdate;
  }
  EXPECT_EQ(session.open(), 1U);
  EXPECT_EQ(updates, 12);  // 77 frames of 261 bytes are the first to be more than half of it
}

TEST_F(StreamSession, LetsOthersGoOnPastAStreamThatIsNotRead) {
  greet();
  const auto paused = open(), read = open();
  sent();
  session.receive(h2::grpc_head(1) + h2::grpc_head(3));
  const std::string message(9995, 'x');
  for (int i = 0; i < 4; ++i) session.receive(h2::data(1, h2::message(message)));
  int connection_updates = 0;
  for (int i = 0; i < 4000; ++i) {  // 40 MB: more than the connection's window
    session.receive(h2::data(3, h2::message(message)));
    ASSERT_EQ(taken(*read), message);
    for (const auto& frame : sent()) {
      ASSERT_NE(frame.stream, 1U);
      connection_updates += frame.stream == 0;
    }
  }
  EXPECT_EQ(session.open(), 2U);
  EXPECT_GT(connection_updates, 1);
  EXPECT_EQ(paused->flow()->in.held(), kWindow);
}

TEST_F(StreamSession, MayCarryAStreamThatAnotherGaveBack) {
  greet();
  const auto stream = open();
  write(*stream, "one", true);
  sent();
  session.receive(h2::reset(1, kRefused));
  ASSERT_TRUE(next().unprocessed);
  ASSERT_TRUE(stream->repeatable());
  session.submit(stream, 1s);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[1].payload, h2::message("one"));
  EXPECT_TRUE(frames[1].ends_request());
  session.receive(h2::grpc_answer(3, "well"));
  EXPECT_EQ(taken(*stream), "well");
  EXPECT_FALSE(stream->repeatable());
}

TEST_F(StreamSession, KnowsWhatCannotBeRepeated) {
  greet(h2::settings({{kInitialWindow, 0x7fffffff}}));
  const auto much = open(), begun = open();
  session.receive(h2::frame(kWindowUpdate, 0, 0, h2::number32(1 << 20)));
  write(*much, std::string(100'000, 'a'));
  sent();
  session.receive(h2::grpc_head(3) + h2::goaway(0, 0));
  EXPECT_TRUE(next().unprocessed);
  EXPECT_FALSE(much->repeatable());
  EXPECT_FALSE(begun->repeatable());
}

TEST_F(StreamSession, SendsNoTimeoutWhereThereIsNone) {
  test::Nghttp2Server server;
  session.receive(server.send());
  session.submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, 100, H2Stream::Streaming{}),
                 std::chrono::nanoseconds::max());
  std::string bytes;
  session.send(bytes, 1 << 20);
  server.receive(bytes);
  ASSERT_FALSE(server.gave_up());
  for (const auto& [name, value] : server.messages().at(1).fields) EXPECT_NE(name, "grpc-timeout");
}

}  // namespace
}  // namespace bff::upstream
