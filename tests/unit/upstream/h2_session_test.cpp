// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "h2_numbers.hpp"
#include "support/scripted_server.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace h2 = test::h2;

std::string repeated(const std::string& bytes, int times) {
  std::string all;
  while (times-- > 0) all += bytes;
  return all;
}

// A session of which the peer has said `settings`; the bytes that it sends are taken apart.
struct Session : testing::Test {
  H2Session session{{.authority = "users:1"}};
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

  std::vector<std::uint8_t> types_sent() {
    std::vector<std::uint8_t> types;
    for (const auto& frame : sent()) types.push_back(frame.type);
    return types;
  }

  std::shared_ptr<H2Stream> open(std::string message = "hi", MetadataView metadata = {}) {
    auto stream = std::make_shared<H2Stream>("/a.B/C", metadata, std::move(message), 1000);
    session.submit(stream, 1s);
    return stream;
  }

  RpcOutcome next() {
    const auto stream = session.next_concluded();
    EXPECT_TRUE(stream);
    return stream ? std::move(stream->outcome) : RpcOutcome{};
  }
};

TEST_F(Session, GreetsWithWindowsThatDoNotStallAndWithoutPush) {
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].type, h2::kSettings);
  EXPECT_THAT(frames[0].payload, HasSubstr("\0\x02"s + h2::number32(0)));         // ENABLE_PUSH
  EXPECT_THAT(frames[0].payload, HasSubstr("\0\x04"s + h2::number32(4 << 20)));   // a stream's
  EXPECT_THAT(frames[0].payload, HasSubstr("\0\x06"s + h2::number32(64 << 10)));  // headers
  EXPECT_EQ(frames[1].type, 8);  // WINDOW_UPDATE of the connection
  EXPECT_EQ(frames[1].payload, h2::number32((32 << 20) - 65535));
}

TEST_F(Session, IsReadyWhenThePeersSettingsHaveCome) {
  sent();
  EXPECT_FALSE(session.ready());
  EXPECT_FALSE(session.has_room());
  session.receive(h2::settings());
  EXPECT_TRUE(session.ready());
  EXPECT_TRUE(session.has_room());
}

TEST_F(Session, DoesNotTakeAnotherProtocolForHttp2) {
  session.receive("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
  sent();
  EXPECT_TRUE(session.broken());
  EXPECT_FALSE(session.ready());
}

TEST_F(Session, SendsHeadersAndOneFramedMessage) {
  greet();
  open("hello");
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].type, h2::kHeaders);
  EXPECT_EQ(frames[0].flags, h2::kEndHeaders);
  EXPECT_EQ(frames[1].payload, h2::message("hello"));
  EXPECT_TRUE(frames[1].ends_request());
}

TEST_F(Session, SendsAnEmptyMessageAsFiveBytes) {
  greet();
  open("");
  EXPECT_EQ(sent()[1].payload, "\0\0\0\0\0"s);
}

TEST_F(Session, GathersTheFramesOfManyCalls) {
  greet();
  open();
  open();
  EXPECT_EQ(sent().size(), 4U);
}

TEST_F(Session, FetchesNoMoreThanItIsAskedFor) {
  greet();
  for (int i = 0; i < 10; ++i) open(std::string(1000, 'x'));
  std::string bytes;
  session.send(bytes, 3000);
  EXPECT_LT(bytes.size(), 3000U + 16384U);
  const auto first = test::take_frames(bytes).size();
  EXPECT_EQ(first + sent().size(), 20U);
}

// What differs from call to call must not fill the table that both sides keep: the second call's
// headers are short because those that repeat are in it.
TEST_F(Session, KeepsMetadataOutOfTheHeaderTable) {
  greet();
  const std::pair<std::string_view, std::string_view> entry{"x-request-id", "0123456789abcdef"};
  open("", {&entry, 1});
  const auto first = sent()[0].payload;
  open("", {&entry, 1});
  const auto second = sent()[0].payload;
  EXPECT_LT(second.size(), first.size());
  EXPECT_GT(second.size(), entry.second.size());
}

TEST_F(Session, ConcludesAnAnswer) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_answer(1, "hello"));
  const auto outcome = next();
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, "hello");
  EXPECT_EQ(session.open(), 0U);
  EXPECT_EQ(session.next_concluded(), nullptr);
}

TEST_F(Session, ConcludesInTheOrderOfTheAnswers) {
  greet();
  open();
  open();
  sent();
  session.receive(h2::grpc_answer(3, "second") + h2::grpc_answer(1, "first"));
  EXPECT_EQ(next().response, "second");
  EXPECT_EQ(next().response, "first");
}

TEST_F(Session, UnderstandsAnAnswerThatComesByteByByte) {
  greet();
  open();
  sent();
  for (const char byte : h2::grpc_answer(1, "hello")) session.receive({&byte, 1});
  EXPECT_EQ(next().response, "hello");
}

TEST_F(Session, ResetsTheRestOfARequestThatWasAnsweredEarly) {
  greet(h2::settings({{kInitialWindow, 0}}));
  open();
  sent();
  session.receive(h2::headers(
      1, {{":status", "200"}, {"content-type", "application/grpc"}, {"grpc-status", "7"}},
      h2::kEndStream));
  EXPECT_EQ(next().code, code::kPermissionDenied);
  EXPECT_THAT(types_sent(), ElementsAre(h2::kReset));
  EXPECT_EQ(session.open(), 0U);
}

TEST_F(Session, ResetsAStreamWhoseAnswerIsRefused) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_head(1) + h2::data(1, "\0\0\0\x10\0"s));
  EXPECT_EQ(next().code, code::kResourceExhausted);
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, h2::number32(kCancel));
  EXPECT_EQ(session.open(), 0U);
}

TEST_F(Session, TakesWhatIsStillOnTheWayAfterItsOwnReset) {
  greet();
  const auto stream = open();
  sent();
  session.reset(*stream);
  sent();
  EXPECT_EQ(session.open(), 0U);
  session.receive(h2::grpc_answer(1, "late"));
  EXPECT_FALSE(session.broken());
  open();
  sent();
  session.receive(h2::grpc_answer(3, "next"));
  EXPECT_EQ(next().response, "next");
}

TEST_F(Session, NeverConcludesAStreamThatItReset) {
  greet();
  const auto stream = open();
  session.reset(*stream);
  sent();
  session.reset(*stream);
  EXPECT_EQ(session.next_concluded(), nullptr);
}

TEST_F(Session, StillTakesLateFramesWhenManyStreamsWereReset) {
  greet();
  for (int i = 0; i < 1000; ++i) {
    const auto stream = open();
    sent();
    session.reset(*stream);
    sent();
  }
  session.receive(h2::grpc_answer(1, "very late") + h2::grpc_answer(1999, "late"));
  EXPECT_FALSE(session.broken());
}

// A service too slow for all of its calls sends nothing but late answers.
TEST_F(Session, TakesAnyNumberOfLateAnswers) {
  greet();
  for (std::uint32_t id = 1; id < 6000; id += 2) {
    const auto stream = open();
    sent();
    session.reset(*stream);
    sent();
    session.receive(h2::headers(id, {{":status", "200"}, {"grpc-status", "4"}}, h2::kEndStream) +
                    h2::reset(id, 0));
  }
  EXPECT_FALSE(session.broken());
}

TEST_F(Session, BreaksOffWhenAStreamGoesOnAfterItsEnd) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_answer(1, "hello"));
  EXPECT_EQ(next().response, "hello");
  session.receive(h2::data(1, "more"));
  EXPECT_TRUE(session.broken());
  EXPECT_THAT(session.reason(), HasSubstr("stream 1"));
}

TEST_F(Session, BreaksOffWhenAnAnswerComesTwice) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_answer(1, "hello") + h2::grpc_answer(1, "again"));
  EXPECT_TRUE(session.broken());
  EXPECT_EQ(next().response, "hello");
  EXPECT_EQ(session.next_concluded(), nullptr);
}

TEST_F(Session, PassesOverASecondSetOfTrailers) {
  greet();
  open();
  sent();
  session.receive(h2::grpc_answer(1, "hello") + h2::grpc_trailers(1, "4") + h2::reset(1, 0));
  EXPECT_EQ(next().response, "hello");
  EXPECT_EQ(session.next_concluded(), nullptr);
  EXPECT_FALSE(session.broken());
}

TEST_F(Session, BreaksOffWhenAnAnswerComesBeforeItsCall) {
  greet();
  session.receive(h2::grpc_answer(1, "hello"));
  sent();
  EXPECT_TRUE(session.broken());
}

TEST_F(Session, MapsTheErrorOfAResetStream) {
  greet();
  for (const auto& [error, code] : {std::pair{kCancel, code::kCancelled},
                                    {kCalm, code::kResourceExhausted},
                                    {kProtocolError, code::kInternal}}) {
    open();
    sent();
    session.receive(h2::reset(error == kCancel ? 1 : error == kCalm ? 3 : 5, error));
    const auto outcome = next();
    EXPECT_EQ(outcome.code, code);
    EXPECT_FALSE(outcome.unprocessed);
    EXPECT_FALSE(outcome.malformed);
  }
}

TEST_F(Session, KnowsThatARefusedStreamWasNotProcessed) {
  greet();
  open();
  sent();
  session.receive(h2::reset(1, kRefused));
  const auto outcome = next();
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.unprocessed);
}

TEST_F(Session, HasRoomForAsManyStreamsAsThePeerAllows) {
  greet(h2::settings({{kMaxStreams, 2}}));
  open();
  EXPECT_TRUE(session.has_room());
  open();
  EXPECT_FALSE(session.has_room());
  sent();
  session.receive(h2::grpc_answer(1, ""));
  EXPECT_TRUE(session.has_room());
  session.receive(h2::settings({{kMaxStreams, 0}}));
  EXPECT_FALSE(session.has_room());
}

TEST_F(Session, AdmitsAsManyHeaderBytesAsThePeerAllows) {
  greet(h2::settings({{kMaxHeaderList, 2000}}));
  const std::string value(1500, 'v');
  const std::pair<std::string_view, std::string_view> entry{"x", value};
  EXPECT_TRUE(session.admits(H2Stream("/a.B/C", {}, "", 0)));
  EXPECT_FALSE(session.admits(H2Stream("/a.B/C", {&entry, 1}, "", 0)));
}

TEST_F(Session, DrainsAfterGoawayAndFinishesWhatThePeerWillProcess) {
  greet();
  open();
  open();
  sent();
  session.receive(h2::goaway(1, 0, "bye"));
  EXPECT_TRUE(session.draining());
  EXPECT_FALSE(session.has_room());
  EXPECT_THAT(session.reason(), HasSubstr("bye"));
  const auto above = next();
  EXPECT_EQ(above.code, code::kUnavailable);
  EXPECT_TRUE(above.unprocessed);

  session.receive(h2::grpc_answer(1, "hello"));
  EXPECT_EQ(next().response, "hello");
  EXPECT_EQ(session.open(), 0U);
  EXPECT_FALSE(session.broken());
}

TEST_F(Session, KnowsThatWhatItHadNotSentBeforeAGoawayWasNotProcessed) {
  greet();
  open();
  session.receive(h2::goaway(0x7fffffff, 0));
  sent();
  EXPECT_TRUE(next().unprocessed);
}

TEST_F(Session, RetiresWhenStreamIdsRunOut) {
  H2Session brief{{.authority = "users:1", .last_stream_id = 3}};
  brief.receive(h2::settings());
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(brief.has_room());
    brief.submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 0), 1s);
  }
  EXPECT_TRUE(brief.draining());
  EXPECT_FALSE(brief.has_room());
  EXPECT_EQ(brief.open(), 2U);
}

TEST_F(Session, ConcludesAllThatIsOpenWhenTheConnectionIsGone) {
  greet();
  open();
  sent();
  open();
  session.abandon("cable cut");
  const auto sent_one = next(), unsent_one = next();
  EXPECT_EQ(sent_one.code, code::kUnavailable);
  EXPECT_EQ(sent_one.message, "cable cut");
  EXPECT_FALSE(sent_one.unprocessed);
  EXPECT_FALSE(sent_one.malformed);
  EXPECT_TRUE(unsent_one.unprocessed);
  EXPECT_EQ(session.open(), 0U);
}

TEST_F(Session, SaysSoWhenThePeersFaultCostsACall) {
  greet();
  open();
  sent();
  session.receive(h2::frame(h2::kData, 0, 0, "data on stream 0"));
  sent();
  ASSERT_TRUE(session.broken());
  session.abandon("dropped");
  const auto outcome = next();
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_TRUE(outcome.malformed);
}

TEST_F(Session, MayCarryAStreamThatAnotherGaveBack) {
  greet();
  const auto stream = open("hello");
  session.abandon("gone");
  ASSERT_TRUE(next().unprocessed);
  H2Session other{{.authority = "users:2"}};
  other.receive(h2::settings());
  std::string bytes;
  other.send(bytes, 1 << 20);
  other.submit(stream, 1s);
  bytes.clear();
  other.send(bytes, 1 << 20);
  EXPECT_EQ(test::take_frames(bytes)[1].payload, h2::message("hello"));
  other.receive(h2::grpc_answer(1, "there"));
  ASSERT_EQ(other.next_concluded(), stream);
  EXPECT_EQ(stream->outcome.response, "there");
}

TEST_F(Session, AnswersPings) {
  greet();
  session.receive(h2::frame(h2::kPing, h2::kNone, 0, "12345678"));
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].flags, h2::kAck);
  EXPECT_EQ(frames[0].payload, "12345678");
}

TEST_F(Session, DoesNotAnswerTheAnswerToItsPing) {
  greet();
  session.receive(h2::ping_ack("12345678"));
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(Session, PassesOverWhatItDoesNotKnow) {
  greet();
  open();
  sent();
  session.receive(h2::frame(0xee, 0xff, 1, "any") + h2::frame(h2::kPriority, 0, 1, "\0\0\0\0\1"s) +
                  h2::frame(10, 0, 0, "altsvc") + h2::grpc_head(1) +
                  h2::frame(h2::kData, 8, 1, "\3"s + h2::message("hello") + "\0\0\0"s) +
                  h2::frame(h2::kHeaders, 0x2d, 1,
                            "\1\0\0\0\0\0\0\x0bgrpc-status\x01"
                            "0\0"s));
  EXPECT_FALSE(session.broken()) << session.reason();
  EXPECT_EQ(next().response, "hello");
}

TEST_F(Session, RefusesAPush) {
  greet();
  open();
  sent();
  session.receive(h2::frame(h2::kSettings, h2::kAck, 0, ""));
  session.receive(h2::frame(h2::kPush, h2::kEndHeaders, 1, h2::number32(2)));
  sent();
  EXPECT_TRUE(session.broken());
}

TEST_F(Session, SendsNoMoreThanTheStreamsWindow) {
  greet(h2::settings({{kInitialWindow, 3}}));
  open("hello");
  const auto first = sent();
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[1].payload.size(), 3U);
  EXPECT_FALSE(first[1].ends_request());
  EXPECT_THAT(sent(), IsEmpty());
  session.receive(h2::frame(kWindowUpdate, 0, 1, h2::number32(4)));
  EXPECT_EQ(sent()[0].payload.size(), 4U);
  session.receive(h2::settings({{kInitialWindow, 100}}));
  const auto rest = sent();  // behind the acknowledgement
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(first[1].payload + h2::message("hello").substr(3, 4) + rest[1].payload,
            h2::message("hello"));
  EXPECT_TRUE(rest[1].ends_request());
}

TEST_F(Session, WaitsWhenAWindowFallsBelowNothing) {
  greet(h2::settings({{kInitialWindow, 6}}));
  open("hello");
  sent();
  session.receive(h2::settings({{kInitialWindow, 0}}));  // six bytes less: -6
  session.receive(h2::frame(kWindowUpdate, 0, 1, h2::number32(6)));
  EXPECT_THAT(types_sent(), ElementsAre(h2::kSettings));
  session.receive(h2::frame(kWindowUpdate, 0, 1, h2::number32(1)));
  EXPECT_EQ(sent()[0].payload.size(), 1U);
}

TEST_F(Session, SendsNoMoreThanTheConnectionsWindow) {
  greet(h2::settings({{kInitialWindow, 0x7fffffff}}));
  open(std::string(60000, 'a'));
  open(std::string(60000, 'b'));
  std::size_t size = 0;
  for (const auto& frame : sent()) size += frame.type == h2::kData ? frame.payload.size() : 0;
  EXPECT_EQ(size, 65535U);
  session.receive(h2::frame(kWindowUpdate, 0, 0, h2::number32(1 << 20)));
  for (const auto& frame : sent()) size += frame.payload.size();
  EXPECT_EQ(size, 2 * 60005U);
}

// A large upload leaves room for others.
TEST_F(Session, SendsMessagesInTurn) {
  greet(h2::settings({{kInitialWindow, 0x7fffffff}}));
  open(std::string(40000, 'a'));
  open(std::string(20000, 'b'));
  std::vector<std::uint32_t> streams;
  for (const auto& frame : sent()) {
    if (frame.type == h2::kData) streams.push_back(frame.stream);
    EXPECT_LE(frame.payload.size(), 16384U);
  }
  EXPECT_THAT(streams, testing::UnorderedElementsAre(1, 1, 1, 3, 3));
  EXPECT_NE(streams.back(), streams[streams.size() - 2]);
}

TEST_F(Session, HoldsCallsBackWhenThePeerLowersItsLimit) {
  greet(h2::settings({{kMaxStreams, 3}}));
  open();
  sent();
  open();
  session.receive(h2::settings({{kMaxStreams, 1}}));
  EXPECT_THAT(types_sent(), ElementsAre(h2::kSettings));
  session.receive(h2::grpc_answer(1, "first"));
  EXPECT_THAT(types_sent(), ElementsAre(h2::kHeaders, h2::kData));
}

TEST_F(Session, SendsNothingOfACallThatWasResetBefore) {
  greet();
  const auto stream = open();
  session.reset(*stream);
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(session.open(), 0U);
  open();
  EXPECT_EQ(sent()[0].stream, 3U);
}

TEST_F(Session, CutsALargeHeaderBlock) {
  greet();
  const std::string value(32000, 'v');
  const std::pair<std::string_view, std::string_view> entry{"x", value};
  open("", {&entry, 1});
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0].type, h2::kHeaders);
  EXPECT_EQ(frames[0].flags, h2::kNone);
  EXPECT_EQ(frames[0].payload.size(), 16384U);
  EXPECT_EQ(frames[1].type, 9);  // CONTINUATION
  EXPECT_EQ(frames[1].flags, h2::kEndHeaders);
}

TEST_F(Session, OpensItsWindowsAgainByTheHalf) {
  greet();
  auto stream = std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 64 << 20);
  session.submit(stream, 1s);
  sent();
  constexpr std::uint32_t kSize = 40 << 20;
  session.receive(h2::grpc_head(1) + h2::data(1, "\0"s + h2::number32(kSize)));
  const std::string piece = h2::data(1, std::string(16384, 'x'));
  std::int64_t stream_window = (4 << 20) - 5, window = (32 << 20) - 5;
  for (std::uint32_t got = 0; got < kSize; got += 16384) {
    session.receive(piece);
    stream_window -= 16384;
    window -= 16384;
    ASSERT_GE(stream_window, 0);
    for (const auto& frame : sent()) {
      ASSERT_EQ(frame.type, kWindowUpdate);
      const auto increment =
          static_cast<std::int64_t>(static_cast<unsigned char>(frame.payload[1]) << 16 |
                                    static_cast<unsigned char>(frame.payload[2]) << 8 |
                                    static_cast<unsigned char>(frame.payload[3]));
      const std::int64_t full = static_cast<unsigned char>(frame.payload[0]) << 24;
      (frame.stream == 0 ? window : stream_window) += full + increment;
    }
    EXPECT_LE(stream_window, 4 << 20);
    EXPECT_LE(window, 32 << 20);
  }
  session.receive(h2::grpc_trailers(1));
  EXPECT_EQ(next().response.size(), kSize);
}

// What reads on after its own reset must not be starved by the peer's late frames.
TEST_F(Session, CountsDataOfStreamsThatAreGone) {
  greet();
  const auto stream = open();
  sent();
  session.reset(*stream);
  sent();
  const std::string late = h2::data(1, std::string(16384, 'x'));
  int updates = 0;
  for (int i = 0; i < 3000; ++i) {
    session.receive(late);
    for (const auto& frame : sent()) updates += frame.type == kWindowUpdate && frame.stream == 0;
  }
  EXPECT_FALSE(session.broken());
  EXPECT_EQ(updates, 2);  // of 16 MiB each
}

// The window is opened again when that is sent, not before.
TEST_F(Session, EndsTheCallWhoseAnswerIsAboveItsWindow) {
  greet();
  auto stream = std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 64 << 20);
  session.submit(stream, 1s);
  sent();
  session.receive(h2::grpc_head(1) + h2::data(1, "\0"s + h2::number32(60 << 20)));
  const std::string piece = h2::data(1, std::string(16384, 'x'));
  for (int i = 0; i < 255; ++i) session.receive(piece);
  EXPECT_EQ(session.open(), 1U);
  session.receive(piece);
  EXPECT_EQ(next().message, "the answer breaks HTTP/2: DATA above the stream's window");
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].payload, h2::number32(3));  // FLOW_CONTROL_ERROR
  EXPECT_FALSE(session.broken());
}

TEST_F(Session, BreaksOffWhenThePeerIsAboveTheConnectionsWindow) {
  greet();
  const auto stream = open();
  sent();
  session.reset(*stream);
  sent();
  const std::string late = h2::data(1, std::string(16384, 'x'));
  for (int i = 0; i < 2048; ++i) session.receive(late);
  EXPECT_FALSE(session.broken());
  session.receive(late);
  EXPECT_THAT(session.reason(), HasSubstr("above the connection's window"));
}

TEST_F(Session, TellsThePeerWhatItBroke) {
  greet();
  session.receive(h2::frame(h2::kPing, 0, 0, "1234"));
  ASSERT_TRUE(session.broken());
  const auto frames = sent();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].type, h2::kGoaway);
  EXPECT_EQ(frames[0].payload, h2::number32(0) + h2::number32(6));  // FRAME_SIZE_ERROR
  EXPECT_TRUE(session.idle());
}

TEST_F(Session, IsIdleWhenThereIsNothingToSend) {
  EXPECT_FALSE(session.idle());
  greet();
  EXPECT_TRUE(session.idle());
  open();
  EXPECT_FALSE(session.idle());
  sent();
  EXPECT_TRUE(session.idle());
  session.ping();
  EXPECT_THAT(types_sent(), ElementsAre(h2::kPing));
  EXPECT_TRUE(session.idle());
}

// Each answer breaks HTTP/2 on its own stream; the connection and its other streams live on.
TEST_F(Session, EndsOnlyTheCallWhoseAnswerBreaksHttp2) {
  const auto head = h2::grpc_head(1);
  const std::pair<const char*, std::string> answers[] = {
      {"trailers without END_STREAM",
       head + h2::data(1, h2::message("x")) + h2::headers(1, {{"grpc-status", "0"}})},
      {"an upper-case name", h2::headers(1, {{":status", "200"}, {"Grpc-Status", "0"}})},
      {"no :status", h2::headers(1, {{"content-type", "application/grpc"}})},
      {":status twice", h2::headers(1, {{":status", "200"}, {":status", "200"}})},
      {":status that is no number", h2::headers(1, {{":status", "2x0"}})},
      {"a pseudo-header in trailers", head + h2::headers(1, {{":status", "200"}}, h2::kEndStream)},
      {"a NUL in a value", h2::headers(1, {{":status", "200"}, {"a", "b\0c"s}})},
      {"less than content-length",
       h2::headers(
           1, {{":status", "200"}, {"content-type", "application/grpc"}, {"content-length", "9"}}) +
           h2::data(1, h2::message("x"), h2::kEndStream)},
      {"a stream's window above 2^31-1", h2::frame(kWindowUpdate, 0, 1, h2::number32(0x7fffffff))},
      {"END_STREAM at an interim answer", h2::headers(1, {{":status", "100"}}, h2::kEndStream)},
      {"DATA after an interim answer", h2::headers(1, {{":status", "100"}}) + h2::data(1, "x")},
      {"connection-specific field", h2::headers(1, {{":status", "200"}, {"connection", "close"}})},
  };
  for (const auto& [name, answer] : answers) {
    SCOPED_TRACE(name);
    H2Session fresh{{.authority = "users:1"}};
    fresh.receive(h2::settings());
    for (int i = 0; i < 2; ++i) {
      fresh.submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 100), 1s);
    }
    std::string bytes;
    fresh.send(bytes, 1 << 20);
    fresh.receive(answer);
    bytes.clear();
    fresh.send(bytes, 1 << 20);
    const auto failed = fresh.next_concluded();
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->outcome.code, code::kInternal);
    EXPECT_TRUE(failed->outcome.malformed);
    EXPECT_FALSE(fresh.broken());
    fresh.receive(h2::grpc_answer(3, "well"));
    const auto other = fresh.next_concluded();
    ASSERT_TRUE(other);
    EXPECT_EQ(other->outcome.response, "well");
  }
}

TEST_F(Session, BreaksOffAtAFaultOfTheConnection) {
  const std::pair<const char*, std::string> faults[] = {
      {"a frame above the size limit", h2::frame(h2::kData, 0, 1, std::string(16385, 'x'))},
      {"data before headers", h2::data(1, h2::message("x"))},
      {"SETTINGS of a bad size", h2::frame(h2::kSettings, 0, 0, "12345")},
      {"SETTINGS on a stream", h2::frame(h2::kSettings, 0, 1, "")},
      {"PING of a bad size", h2::frame(h2::kPing, 0, 0, "1234")},
      {"RST_STREAM of an idle stream", h2::reset(99, kCancel)},
      {"headers that are no HPACK",
       h2::frame(h2::kHeaders, h2::kEndHeaders, 1, "\xff\xff\xff\xff\xff\xff")},
      {"another frame amid a header block", h2::frame(h2::kHeaders, 0, 1, "") + h2::data(1, "x")},
      {"CONTINUATION without HEADERS", h2::frame(9, h2::kEndHeaders, 1, "")},
      {"a window above 2^31-1", h2::frame(8, 0, 0, h2::number32(0x7fffffff))},
      {"a bad window in SETTINGS", h2::settings({{kInitialWindow, 0x80000000}})},
      {"a header block without end",
       h2::frame(h2::kHeaders, 0, 1, "") + repeated(h2::frame(9, 0, 1, ""), 1000)},
      {"a flood of PINGs", repeated(h2::frame(h2::kPing, 0, 0, "12345678"), 5000)},
      {"a flood of SETTINGS", repeated(h2::settings(), 5000)},
      {"padding longer than the frame", h2::frame(h2::kData, 8, 1, "\xff")},
      {"padding longer than the fields", h2::frame(h2::kHeaders, 0xc, 1, "\x02x")},
      {"a priority cut short", h2::frame(h2::kHeaders, 0x24, 1, "1234")},
      {"PRIORITY of a bad size", h2::frame(h2::kPriority, 0, 1, "1234")},
      {"PRIORITY that depends on itself", h2::frame(h2::kPriority, 0, 1, "\0\0\0\1\0"s)},
      {"PRIORITY of the connection", h2::frame(h2::kPriority, 0, 0, "12345")},
      {"a flood of PRIORITY", repeated(h2::frame(h2::kPriority, 0, 1, "12345"), 1001)},
      {"a flood of unknown frames", repeated(h2::frame(0xee, 0, 0, ""), 1001)},
      {"a flood of empty DATA", h2::grpc_head(1) + repeated(h2::data(1, ""), 1001)},
      {"DATA of a stream of the peer's", h2::data(2, "x")},
      {"HEADERS of a stream of the peer's", h2::grpc_head(2)},
      {"HEADERS of an idle stream", h2::grpc_head(3)},
      {"HEADERS of the connection", h2::grpc_head(0)},
      {"RST_STREAM of a bad size", h2::frame(h2::kReset, 0, 1, "123")},
      {"RST_STREAM of the connection", h2::reset(0, kCancel)},
      {"PING of a stream", h2::frame(h2::kPing, 0, 1, "12345678")},
      {"GOAWAY of a stream", h2::frame(h2::kGoaway, 0, 1, "12345678")},
      {"GOAWAY of a bad size", h2::frame(h2::kGoaway, 0, 0, "1234567")},
      {"GOAWAY with a stream of the peer's", h2::goaway(2, 0)},
      {"GOAWAY that takes streams back", h2::goaway(1, 0) + h2::goaway(3, 0)},
      {"WINDOW_UPDATE of a bad size", h2::frame(kWindowUpdate, 0, 0, "12345")},
      {"WINDOW_UPDATE by nothing", h2::frame(kWindowUpdate, 0, 0, h2::number32(0))},
      {"WINDOW_UPDATE of an idle stream", h2::frame(kWindowUpdate, 0, 3, h2::number32(1))},
      {"an acknowledgement with entries", h2::frame(h2::kSettings, h2::kAck, 0, "123456")},
      {"two acknowledgements of one SETTINGS",
       repeated(h2::frame(h2::kSettings, h2::kAck, 0, ""), 2)},
      {"a server that pushes", h2::settings({{2, 1}})},
      {"CONTINUATION of another stream",
       h2::frame(h2::kHeaders, 0, 1, "") + h2::frame(9, h2::kEndHeaders, 3, "")},
      {"an unknown frame amid a header block",
       h2::frame(h2::kHeaders, 0, 1, "") + h2::frame(0xee, 0, 0, "")},
      {"PUSH_PROMISE", h2::frame(h2::kPush, h2::kEndHeaders, 1, h2::number32(2))},
      // The second fault must not be acted on once the first has ended the session.
      {"two faults in one packet", h2::frame(h2::kData, 0, 0, "x") +
                                       h2::frame(h2::kSettings, 0, 0, "12345") +
                                       h2::frame(h2::kPing, 0, 0, "1234")},
  };
  for (const auto& [name, fault] : faults) {
    SCOPED_TRACE(name);
    H2Session fresh{{.authority = "users:1"}};
    fresh.receive(h2::settings());
    fresh.submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 100), 1s);
    std::string bytes;
    fresh.send(bytes, 1 << 20);
    fresh.receive(fault);
    fresh.send(bytes, 1 << 20);
    EXPECT_TRUE(fresh.broken());
    EXPECT_FALSE(fresh.reason().empty());
    fresh.receive(h2::grpc_answer(1, "too late"));
    fresh.abandon("dropped");
    const auto failed = fresh.next_concluded();
    ASSERT_TRUE(failed);
    EXPECT_NE(failed->outcome.code, code::kOk);
    EXPECT_TRUE(failed->outcome.malformed);
  }
}

// Whatever bytes an answer is mutated to, each call ends exactly once and nothing crashes.
TEST_F(Session, SurvivesEveryMutationOfAnAnswer) {
  const std::string answer = h2::grpc_answer(1, "hello") + h2::grpc_answer(3, "again");
  for (std::size_t at = 0; at < answer.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xff, 0x24}) {
      H2Session fresh{{.authority = "users:1"}};
      fresh.receive(h2::settings());
      for (int i = 0; i < 2; ++i) {
        fresh.submit(std::make_shared<H2Stream>("/a.B/C", MetadataView{}, "", 100), 1s);
      }
      std::string bytes;
      fresh.send(bytes, 1 << 20);
      std::string mutated = answer;
      mutated[at] = static_cast<char>(mutated[at] ^ flip);
      fresh.receive(mutated);
      fresh.send(bytes, 1 << 20);
      fresh.abandon("end");
      int concluded = 0;
      while (fresh.next_concluded()) ++concluded;
      EXPECT_EQ(concluded, 2) << at << " " << flip;
    }
  }
}

}  // namespace
}  // namespace bff::upstream
