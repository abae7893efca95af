// SPDX-License-Identifier: Apache-2.0
// Content that is taken off the reader as it comes.
#include <gtest/gtest.h>

#include "reader_feed.hpp"
#include "usual_requests.hpp"

namespace bff::runtime::http1 {
namespace {

using State = RequestReader::State;

constexpr std::string_view kLength =
    "POST /up?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nX-A: b\r\n\r\n";

// A reader behind a streamed request's head.
struct Streaming {
  explicit Streaming(std::string_view head, std::optional<std::size_t> limit = {},
                     const Limits& limits = {})
      : reader(limits, true) {
    give(reader, head);
    EXPECT_EQ(reader.next(), State::head);
    reader.take_content(limit);
    if (reader.fault() == Fault::none) reader.detach_head();
  }
  // What comes out for what goes in.
  std::string pass(std::string_view bytes) {
    give(reader, bytes);
    state = reader.next();
    std::string content{reader.content()};
    reader.drop_content();
    return content;
  }

  RequestReader reader;
  State state = State::head;
};

TEST(RequestContent, ComesInPiecesByLength) {
  Streaming post(kLength);
  EXPECT_EQ(post.pass("0123"), "0123");
  EXPECT_EQ(post.state, State::need_body);
  EXPECT_EQ(post.pass(""), "");
  EXPECT_EQ(post.pass("456789GET "), "456789");
  EXPECT_EQ(post.state, State::complete);
  post.reader.consume();
  EXPECT_EQ(post.pass("/ HTTP/1.1\r\nHost: a\r\n\r\n"), "");
  EXPECT_EQ(post.state, State::complete);
  EXPECT_EQ(post.reader.request().method, "GET");
}

TEST(RequestContent, ComesInPiecesByChunks) {
  Streaming post(kChunked);
  EXPECT_EQ(post.pass("3\r\nab"), "ab");
  EXPECT_EQ(post.pass("c\r\n2;x=y\r\nd"), "cd");
  EXPECT_EQ(post.pass("e\r\n0\r\nX-Sum: 1"), "e");
  EXPECT_EQ(post.state, State::need_body);
  EXPECT_EQ(post.pass("\r\n\r\n"), "");
  EXPECT_EQ(post.state, State::complete);
}

// Of megabytes that pass, no more is kept than a piece; the head stays readable beside them.
TEST(RequestContent, KeepsTheHeadAndNothingElse) {
  Streaming post(kChunked, std::size_t{1} << 30);
  const std::string_view path = post.reader.request().path;
  const std::string data(60'000, 'x');
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(post.pass("ea60\r\n" + data + "\r\n").size(), data.size());
    ASSERT_LE(post.reader.waiting(), 2u);
  }
  EXPECT_EQ(path.data(), post.reader.request().path.data());
  EXPECT_EQ(post.reader.request().path, "/up");
  EXPECT_EQ(post.reader.request().header("transfer-encoding"), "chunked");
  EXPECT_EQ(post.pass("0\r\n\r\n"), "");
  EXPECT_EQ(post.state, State::complete);
  EXPECT_EQ(post.reader.request().path, "/up");
  EXPECT_EQ(post.reader.request().body, "");
}

TEST(RequestContent, HasALimitOfItsOwn) {
  EXPECT_EQ(Streaming(kLength, 9).reader.fault(), Fault::content_too_large);
  EXPECT_EQ(Streaming(kLength, 10, {.body = 1}).reader.fault(), Fault::none);
  EXPECT_EQ(Streaming(kLength, {}, {.body = 1}).reader.fault(), Fault::content_too_large);
  Streaming chunked(kChunked, 4);
  EXPECT_EQ(chunked.pass("4\r\nabcd\r\n"), "abcd");
  chunked.pass("1\r\n");
  EXPECT_EQ(chunked.reader.fault(), Fault::content_too_large);
}

TEST(RequestContent, FailsInTheMiddle) {
  Streaming post(kChunked);
  EXPECT_EQ(post.pass("3\r\nabc\r\n"), "abc");
  post.pass("x");
  EXPECT_EQ(post.state, State::failed);
  EXPECT_EQ(post.reader.fault(), Fault::chunk_size_character);

  Streaming broken(kLength);
  EXPECT_EQ(broken.pass("0123"), "0123");
  EXPECT_EQ(broken.reader.end_of_input(), State::failed);
  EXPECT_EQ(broken.reader.fault(), Fault::ended_in_body);
}

TEST(RequestContent, IsAskedForOnlyWhereThereIsSome) {
  RequestReader reader({}, true);
  give(reader, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(reader.next(), State::complete);
}

TEST(RequestContent, MayBeReadWholeAfterAll) {
  RequestReader reader({}, true);
  give(reader, std::string(kLength) + "01234");
  ASSERT_EQ(reader.next(), State::head);
  EXPECT_EQ(reader.request().query, "x=1");
  reader.take_content(10);
  EXPECT_EQ(reader.next(), State::need_body);
  give(reader, "56789");
  ASSERT_EQ(reader.next(), State::complete);
  EXPECT_EQ(reader.request().body, "0123456789");
}

TEST(RequestContent, IsBareBytesBeyondHttp) {
  RequestReader reader({}, true);
  give(reader, "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nearly");
  ASSERT_EQ(reader.next(), State::complete);
  EXPECT_TRUE(reader.request().upgrade);
  EXPECT_EQ(reader.content(), "");
  reader.leave_http();
  EXPECT_EQ(reader.next(), State::need_body);
  EXPECT_EQ(reader.content(), "early");
  reader.drop_content();
  give(reader, "\r\n\r\n");
  EXPECT_EQ(reader.next(), State::need_body);
  EXPECT_EQ(reader.content(), "\r\n\r\n");
  EXPECT_EQ(reader.end_of_input(), State::complete);
  EXPECT_EQ(reader.request().path, "/ws");
}

TEST(RequestContent, IsTheSameWhetherItIsStreamedOrNot) {
  const std::string bytes = std::string(kLength) + "0123456789" + std::string(kChunked) +
                            "3\r\nabc\r\n2;q=\"v\"\r\nde\r\n0\r\nX-T: 1\r\n\r\n" +
                            "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kChunked) +
                            "2\r\nabX";
  const Outcome whole = feed(bytes);
  ASSERT_EQ(whole.requests.size(), 3u);
  EXPECT_EQ(whole.fault, Fault::chunk_data_ending);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    ASSERT_EQ(feed_streamed(bytes, {cut}), whole) << cut;
    ASSERT_EQ(feed_streamed(bytes, {cut / 2, cut}), whole) << cut;
  }
}

}  // namespace
}  // namespace bff::runtime::http1
