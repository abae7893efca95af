// SPDX-License-Identifier: Apache-2.0
// Our framing held against nghttp2's: what we send is read by its server, and what its client
// refuses is refused by us.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "h2_numbers.hpp"
#include "support/nghttp2_peers.hpp"
#include "support/scripted_server.hpp"
#include "upstream/h2_session.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::Nghttp2Client;
using test::Nghttp2Server;
namespace h2 = test::h2;

std::shared_ptr<H2Stream> call(std::string message, MetadataView metadata = {},
                               std::string_view path = "/a.B/C") {
  return std::make_shared<H2Stream>(path, metadata, std::move(message), 1000);
}

// Lets both say what they have until neither has more.
void exchange(H2Session& session, Nghttp2Server& server, std::size_t chunk = 1 << 20) {
  for (bool more = true; more;) {
    std::string bytes;
    session.send(bytes, chunk);
    server.receive(bytes);
    const std::string back = server.send();
    session.receive(back);
    more = !bytes.empty() || !back.empty();
  }
}

TEST(Framing, IsReadByAnotherImplementation) {
  H2Session session{{.authority = "users:1"}};
  Nghttp2Server server;
  exchange(session, server);
  ASSERT_TRUE(session.ready());
  const std::pair<std::string_view, std::string_view> metadata[] = {{"x-request-id", " 01J9 "},
                                                                    {"x-b", "c"}};
  session.submit(call("hello", metadata), 250ms);
  exchange(session, server);
  ASSERT_FALSE(server.gave_up());
  const auto& request = server.messages().at(1);
  const std::vector<std::pair<std::string, std::string>> fields{
      {":method", "POST"},
      {":scheme", "http"},
      {":path", "/a.B/C"},
      {":authority", "users:1"},
      {"te", "trailers"},
      {"content-type", "application/grpc"},
      {"user-agent", "grpc-bff/0.1"},
      {"grpc-timeout", "250000u"},
      {"x-request-id", "01J9"},
      {"x-b", "c"}};
  EXPECT_EQ(request.fields, fields);
  EXPECT_EQ(request.body, h2::message("hello"));
  EXPECT_TRUE(request.ended);
}

// Header blocks above a frame, messages above all windows, and everything between, against limits
// that change under way.
TEST(Framing, IsReadWhateverTheLimitsAre) {
  std::minstd_rand random{11};
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    H2Session session{{.authority = "users:1"}};
    Nghttp2Server server{{{kTable, below(5000)},
                          {kMaxStreams, 1 + below(8)},
                          {kInitialWindow, below(3) == 0 ? below(10) : below(70000)},
                          {kMaxFrame, 16384 + below(5000)}}};
    std::map<std::int32_t, std::pair<std::string, std::size_t>> sent;  // message, value's size
    exchange(session, server);
    std::int32_t id = 1;
    for (int step = 0; step < 30; ++step) {
      if (below(4) == 0) {
        server.set(below(2) == 0 ? kTable : kInitialWindow, below(70000));
      } else if (session.has_room()) {
        const std::string value(below(5) == 0 ? below(32000) : below(200), 'v');
        const std::pair<std::string_view, std::string_view> entry{"x", value};
        std::string message(below(5) == 0 ? below(200000) : below(300), 'm');
        const auto stream = call(message, {&entry, 1}, "/a.B/" + std::string(below(60), 'm'));
        session.submit(stream, 1s);
        if (below(6) == 0) {
          session.reset(*stream);  // before a byte of it was sent
        } else {
          sent[id] = {std::move(message), value.size()};
        }
        id += 2;
      }
      if (below(2) == 0) exchange(session, server, 1 + below(40000));
      session.receive(h2::frame(8, 0, 0, h2::number32(1 + below(1000))));
    }
    // Opens what was too small: calls that wait for it are sent now.
    server.set(kInitialWindow, 1 << 20);
    exchange(session, server);
    session.receive(h2::frame(8, 0, 0, h2::number32(1 << 26)));
    exchange(session, server);
    ASSERT_FALSE(server.gave_up());
    ASSERT_FALSE(session.broken()) << session.reason();
    int ended = 0;
    for (const auto& [stream, message] : server.messages()) {
      ASSERT_TRUE(sent.contains(stream)) << stream;
      EXPECT_EQ(message.fields.back().second.size(), sent[stream].second);
      if (!message.ended) continue;
      EXPECT_EQ(message.body, h2::message(sent[stream].first));
      ++ended;
    }
    EXPECT_GT(ended, 0);
  }
}

// Where ours is the stricter one. (Of a setting that is said twice nghttp2 sees the last only.)
bool stricter(const std::string& reason) {
  for (const char* rule : {"after its end", "PUSH_PROMISE", "PRIORITY", "say nothing",
                           "WINDOW_UPDATE by nothing", "more padding than bytes", "their priority",
                           "SETTINGS_MAX_FRAME_SIZE outside", "enables push", "a frame above 16384",
                           "SETTINGS_INITIAL_WINDOW_SIZE above", "too many CONTINUATIONs"}) {
    if (reason.find(rule) != std::string::npos) return true;
  }
  return false;
}

// Without the frame at its end that is cut off: nghttp2 judges it by its head, we when it is whole.
std::string whole_frames(const std::string& bytes) {
  FrameReader reader;
  std::string_view left = bytes;
  Frame frame;
  std::size_t size = 0;
  auto found = FrameReader::Found::frame;
  while (found == FrameReader::Found::frame) {
    size = bytes.size() - left.size();
    found = reader.next(left, frame);
  }
  return found == FrameReader::Found::too_long ? bytes : bytes.substr(0, size);
}

// Gives `all` to our session and to nghttp2's, each with two calls open.
void compare(const std::string& all) {
  const std::string bytes = whole_frames(all);
  H2Session ours{{.authority = "users:1"}};
  Nghttp2Client theirs;
  ours.receive(h2::settings());
  theirs.receive(h2::settings());
  for (int i = 0; i < 2; ++i) {
    ours.submit(call(""), 1s);
    theirs.submit();
  }
  std::string out;
  ours.send(out, 1 << 20);
  theirs.send();
  ours.receive(bytes);
  theirs.receive(bytes);
  ours.send(out, 1 << 20);
  theirs.send();

  if (theirs.gave_up()) {
    // What comes on a stream that we have just ended as malformed is passed over here.
    const bool passed_over = theirs.reason() == "HEADERS: stream closed";
    EXPECT_TRUE(ours.broken() || passed_over) << "nghttp2 says: " << theirs.reason();
  } else if (ours.broken()) {
    EXPECT_TRUE(stricter(ours.reason())) << ours.reason() << ", says only this side";
  }
  ours.abandon("end");
  while (const auto stream = ours.next_concluded()) {
    if (stream->outcome.code != code::kOk) continue;
    bool same = false;
    for (const auto& [id, message] : theirs.messages()) {
      same |= message.ended && (!message.closed || message.error == 0) &&
              message.body == h2::message(stream->outcome.response);
    }
    EXPECT_TRUE(same) << "an answer that only this side has";
  }
}

TEST(Framing, RefusesWhatAnotherImplementationRefuses) {
  const std::string padded = "\x02"s + h2::message("hello") + "\0\0"s;
  const std::string answers[] = {
      h2::grpc_answer(1, "hello") + h2::grpc_answer(3, "again"),
      h2::grpc_head(3) + h2::frame(h2::kData, 8, 3, padded) + h2::grpc_trailers(3),
      h2::settings(
          {{kTable, 0}, {kMaxStreams, 5}, {kInitialWindow, 9}, {kMaxFrame, 20000}, {2, 0}}),
      h2::frame(h2::kHeaders, 0, 1, "\x88"s) + h2::frame(9, h2::kEndHeaders, 1, "\x88"s),
      h2::frame(h2::kHeaders, 0x2d, 1, "\x01\0\0\0\x03\x10\x88\0"s),
      h2::headers(1, {{":status", "100"}}) + h2::grpc_answer(1, "late"),
      h2::headers(
          1, {{":status", "200"}, {"content-length", "6"}, {"content-type", "application/grpc"}}) +
          h2::data(1, h2::message("x")) + h2::grpc_trailers(1),
      h2::goaway(1, 0, "bye") + h2::reset(3, 7) + h2::grpc_answer(1, "well"),
      h2::frame(h2::kPing, 0, 0, "12345678") + h2::frame(8, 0, 0, h2::number32(5)) +
          h2::frame(8, 0, 3, h2::number32(0x7fff0000)) + h2::reset(1, 8),
      h2::frame(h2::kPriority, 0, 1, "\0\0\0\3\x10"s) + h2::frame(0xfe, 0xff, 0, "any"),
  };
  for (const std::string& answer : answers) {
    SCOPED_TRACE(testing::PrintToString(answer));
    compare(answer);
    for (std::size_t at = 0; at < answer.size(); ++at) {
      for (const int flip : {0x01, 0x02, 0x04, 0x08, 0x20, 0x80, 0xff}) {
        SCOPED_TRACE(std::to_string(at) + " ^ " + std::to_string(flip));
        std::string mutated = answer;
        mutated[at] = static_cast<char>(mutated[at] ^ flip);
        compare(mutated);
        if (testing::Test::HasFailure()) break;
      }
    }
  }
}

}  // namespace
}  // namespace bff::upstream
