// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/request_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "allocation_count.hpp"
#include "reader_feed.hpp"
#include "repeated.hpp"

namespace bff::runtime::http1 {
namespace {

using testing::SizeIs;
using State = RequestReader::State;

// A reader that has been given `bytes`, and the state it is in.
struct Reading {
  explicit Reading(std::string_view bytes, const Limits& limits = {}) : reader(limits) {
    give(reader, bytes);
    state = reader.next();
  }
  const Request* operator->() const { return &reader.request(); }

  RequestReader reader;
  State state;
};

TEST(RequestReader, ReadsAGet) {
  const Reading get(
      "GET /v1/home?recent=5&full HTTP/1.1\r\n"
      "Host: shop.example:8080\r\nAccept:application/json\r\nX-Empty:\r\nX-Tab:\t a\tb \t\r\n\r\n");
  ASSERT_EQ(get.state, State::complete);
  EXPECT_EQ(get->method, "GET");
  EXPECT_EQ(get->target, "/v1/home?recent=5&full");
  EXPECT_EQ(get->path, "/v1/home");
  EXPECT_EQ(get->query, "recent=5&full");
  EXPECT_EQ(get->host, "shop.example:8080");
  EXPECT_EQ(get->minor_version, 1);
  EXPECT_TRUE(get->keep_alive);
  EXPECT_EQ(get->body, "");
  EXPECT_EQ(get->header("accept"), "application/json");
  EXPECT_EQ(get->header("x-empty"), "");
  EXPECT_EQ(get->header("x-tab"), "a\tb");
  EXPECT_EQ(get->header("x-absent"), std::nullopt);
}

TEST(RequestReader, TakesTheEightMethods) {
  for (const std::string method :
       {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}) {
    EXPECT_EQ(Reading(method + " / HTTP/1.1\r\nHost: a\r\n\r\n").state, State::complete) << method;
  }
}

TEST(RequestReader, TakesWhatIsUnusualButClear) {
  for (const std::string_view bytes : {
           "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",  // one empty line: RFC 9112 §2.2
           "GET / HTTP/1.0\r\n\r\n",                 // HTTP/1.0 may lack Host
           "GET /a%2Fb;c=1,d/?e=/?:@!$&'()*+,;= HTTP/1.1\r\nHost: a\r\n\r\n",
           "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
           "GET / HTTP/1.1\r\nhOsT: a\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nX-Name: \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x9b\x92\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nx_trace_id: 1\r\n\r\n",  // `_`, but like nothing guarded
           "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nCookie: ;\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nConnection: , keep-alive,\r\n\r\n",
           "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n00\r\n\r\n",
       }) {
    EXPECT_EQ(Reading(bytes).state, State::complete) << feed(bytes);
    EXPECT_EQ(feed_byte_by_byte(bytes), feed(bytes));
  }
}

TEST(RequestReader, TakesPathAndQueryFromAnAbsoluteTarget) {
  const Reading full("GET HTTP://Shop.example/a?b HTTP/1.1\r\nHost: shop.EXAMPLE\r\n\r\n");
  ASSERT_EQ(full.state, State::complete);
  EXPECT_EQ(full->target, "/a?b");
  EXPECT_EQ(full->path, "/a");
  EXPECT_EQ(full->query, "b");
  EXPECT_EQ(full->host, "shop.EXAMPLE");
}

TEST(RequestReader, TakesWhatBrowsersLeaveUnescapedInAQuery) {
  const Reading lists("GET /a?ids[]=1&f={x|y}^`z HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_EQ(lists.state, State::complete);
  EXPECT_EQ(lists->query, "ids[]=1&f={x|y}^`z");
  EXPECT_EQ(Reading("GET /a[]?b HTTP/1.1\r\nHost: a\r\n\r\n").state, State::failed);
}

TEST(RequestReader, GivesAnAbsoluteTargetThePathThatItLacks) {
  const Reading bare("GET https://a HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_EQ(bare.state, State::complete);
  EXPECT_EQ(bare->target, "/");
  EXPECT_EQ(bare->path, "/");

  const Reading query("GET http://shop.example?b HTTP/1.0\r\n\r\n");
  ASSERT_EQ(query.state, State::complete);
  EXPECT_EQ(query->target, "/?b");
  EXPECT_EQ(query->path, "/");
  EXPECT_EQ(query->query, "b");
  EXPECT_EQ(query->host, "shop.example");

  const Reading options("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_EQ(options.state, State::complete);
  EXPECT_EQ(options->target, "*");
}

TEST(RequestReader, ReadsContentOfAStatedLength) {
  Reading post("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
  EXPECT_EQ(post.state, State::need_body);
  EXPECT_TRUE(post.reader.in_body());
  give(post.reader, "lo");
  ASSERT_EQ(post.reader.next(), State::complete);
  EXPECT_EQ(post->body, "hello");
}

TEST(RequestReader, TakesTheChunkedCodingOff) {
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;name;other=\"quo\\\"ted\";third=token\r\nhel\r\n0002\r\nlo\r\n0\r\n"
      "X-Checksum: 1\r\n\r\n";
  const Reading post(bytes + "GET /next");
  ASSERT_EQ(post.state, State::complete);
  EXPECT_EQ(post->body, "hello");
  EXPECT_EQ(post->header("x-checksum"), std::nullopt);  // trailers are dropped
  EXPECT_EQ(feed_byte_by_byte(bytes), feed(bytes));
}

TEST(RequestReader, NeedsNoMoreMemoryForTinyChunksThanForTheirContent) {
  RequestReader reader({});
  give(reader, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 20'000; ++i) {
    ASSERT_EQ(reader.next(), State::need_body);
    ASSERT_LT(reader.spare().size(), 64u * 1024);
    give(reader, "1\r\nx\r\n");
  }
  give(reader, "0\r\n\r\n");
  ASSERT_EQ(reader.next(), State::complete);
  EXPECT_EQ(reader.request().body, std::string(20'000, 'x'));
}

TEST(RequestReader, KeepsAConnectionAsVersionAndConnectionSay) {
  const auto keeps = [](const std::string& version, const std::string& connection) {
    const std::string field = connection.empty() ? "" : "Connection: " + connection + "\r\n";
    return Reading("GET / HTTP/" + version + "\r\nHost: a\r\n" + field + "\r\n")->keep_alive;
  };
  EXPECT_TRUE(keeps("1.1", ""));
  EXPECT_TRUE(keeps("1.1", "keep-alive"));
  EXPECT_FALSE(keeps("1.1", "close"));
  EXPECT_FALSE(keeps("1.1", "Upgrade, CLOSE"));
  EXPECT_FALSE(keeps("1.0", ""));
  EXPECT_TRUE(keeps("1.0", "Keep-Alive"));
  EXPECT_FALSE(keeps("1.0", "keep-alive, close"));
}

TEST(RequestReader, ReadsPipelinedRequestsOneByOne) {
  const Outcome outcome = feed(
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\r\n"
      "PUT /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nd\r\n0\r\n\r\n"
      "GET /4 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(outcome.requests, SizeIs(4));
  EXPECT_EQ(outcome.fault, Fault::none);
}

TEST(RequestReader, LeavesARequestInPlaceUntilItIsConsumed) {
  Reading first("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string_view path = first->path;
  const std::string_view more = "GET /second HTTP/1.1\r\nHost: b\r\n\r\n";
  ASSERT_GE(first.reader.spare().size(), more.size());
  std::copy(more.begin(), more.end(), first.reader.spare().begin());
  first.reader.commit(more.size());
  EXPECT_EQ(first.reader.next(), State::complete);
  EXPECT_EQ(path, "/first");
  first.reader.consume();
  ASSERT_EQ(first.reader.next(), State::complete);
  EXPECT_EQ(first->path, "/second");
  EXPECT_EQ(first->host, "b");
  EXPECT_THAT(first->headers, SizeIs(1));
}

TEST(RequestReader, AsksForContinueOnceAndOnlyWhileNoContentHasCome) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  Reading waiting(head);
  EXPECT_TRUE(waiting.reader.take_expect_continue());
  EXPECT_FALSE(waiting.reader.take_expect_continue());
  EXPECT_FALSE(Reading(head + "a").reader.take_expect_continue());

  Reading none("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(none.state, State::complete);
  EXPECT_FALSE(none.reader.take_expect_continue());

  Reading old("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(old.state, State::need_body);
  EXPECT_FALSE(old.reader.take_expect_continue());
}

TEST(RequestReader, TellsNothingFromAnUnfinishedRequest) {
  RequestReader reader({});
  EXPECT_EQ(reader.next(), State::need_head);
  EXPECT_TRUE(reader.idle());
  EXPECT_EQ(reader.end_of_input(), State::need_head);  // a client may leave between requests

  give(reader, "G");
  EXPECT_EQ(reader.next(), State::need_head);
  EXPECT_FALSE(reader.idle());
  EXPECT_EQ(reader.end_of_input(), State::failed);
  EXPECT_EQ(reader.error().code, Errc::malformed_request);
}

TEST(RequestReader, KnowsAnEarlyMistakeEarly) {
  EXPECT_EQ(Reading("\x16\x03\x01").state, State::failed);
  EXPECT_EQ(Reading("GET / HTTP/1.1\nHost").state, State::failed);
  EXPECT_EQ(Reading("GET / HTTP/1.1\r\nHost: a\r\nX-A : 1\r\nX-B").state, State::failed);
}

TEST(RequestReader, TakesWhatIsJustWithinTheLimits) {
  const Limits limits{
      .request_line = 20, .headers = 30, .fields = 2, .body = 4, .chunk_extensions = 5};
  const auto status = [&limits](const std::string& bytes) {
    const Outcome outcome = feed(bytes, {}, limits);
    EXPECT_EQ(feed_byte_by_byte(bytes, limits), outcome);
    return outcome.status;
  };
  EXPECT_EQ(status("GET /2345678 HTTP/1.1\r\nHost: a\r\n\r\n"), 414);  // 21
  EXPECT_EQ(status("GET /234567 HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nX: 5678901234567890\r\n\r\n"), 0);  // 9 + 21
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nX: 56789012345678901\r\n\r\n"), 431);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n"), 0);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY:\r\n\r\n"), 431);
}

TEST(RequestReader, BoundsContentBeforeItComes) {
  const Limits limits{.body = 4, .chunk_extensions = 5};
  const auto status = [&limits](const std::string& bytes) {
    const Outcome outcome = feed(bytes, {}, limits);
    EXPECT_EQ(feed_byte_by_byte(bytes, limits), outcome);
    return outcome.status;
  };
  const std::string sized = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
  EXPECT_EQ(status(sized + "4\r\n\r\nabcd"), 0);
  EXPECT_EQ(status(sized + "5\r\n\r\n"), 413);
  EXPECT_EQ(status(sized + "9999999999999999999\r\n\r\n"), 413);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status(chunked + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), 0);
  EXPECT_EQ(status(chunked + "2\r\nab\r\n3\r\n"), 413);
  EXPECT_EQ(status(chunked + "1;abcd\r\na\r\n0\r\n\r\n"), 0);
  EXPECT_EQ(status(chunked + "1;abcdef\r\na\r\n0\r\n\r\n"), 400);
}

TEST(RequestReader, SaysWhichRuleIsBroken) {
  const Reading refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
  ASSERT_EQ(refused.state, State::failed);
  EXPECT_EQ(refused.reader.error().code, Errc::malformed_request);
  EXPECT_EQ(refused.reader.error().detail, "Host is repeated");
}

TEST(RequestReader, MovesViewsWithItsBuffer) {
  RequestReader reader({});
  std::string head = "GET http://shop.example/path?query HTTP/1.1\r\nHost: shop.example\r\n";
  const std::string padding = repeated("X-Padding: " + std::string(80, 'p') + "\r\n", 90);
  for (const std::string& part : {head, padding, std::string("\r\n")}) {
    give(reader, part);
    reader.next();
  }
  ASSERT_EQ(reader.next(), State::complete);
  EXPECT_EQ(reader.request().method, "GET");
  EXPECT_EQ(reader.request().path, "/path");
  EXPECT_EQ(reader.request().query, "query");
  EXPECT_EQ(reader.request().host, "shop.example");
  EXPECT_EQ(reader.request().header("x-padding"), std::string(80, 'p'));
  EXPECT_EQ(reader.request().headers.back().value, std::string(80, 'p'));
}

TEST(RequestReader, AllocatesNothingOnceItIsWarm) {
  const std::string get =
      "GET /v1/home HTTP/1.1\r\nHost: a\r\n" + repeated("X-Header: some value\r\n", 20) + "\r\n";
  const std::string post =
      "POST /v1/orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n0\r\n\r\n";
  RequestReader reader({});
  const auto read_both = [&] {
    for (const std::string* bytes : {&get, &post}) {
      give(reader, *bytes);
      if (reader.next() != State::complete) return false;
      reader.consume();
    }
    return true;
  };
  ASSERT_TRUE(read_both());
  const std::size_t before = allocation_count();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(read_both());
  EXPECT_EQ(allocation_count(), before);
}

TEST(RequestReader, TakesAsManyFieldsAsTheLimitSays) {
  const Reading full("GET / HTTP/1.1\r\nHost: a\r\n" + repeated("X-Field: 1\r\n", 99) + "\r\n");
  ASSERT_EQ(full.state, State::complete);
  EXPECT_THAT(full->headers, SizeIs(100));
}

TEST(Iequals, IgnoresTheCaseOfLettersAlone) {
  EXPECT_TRUE(iequals("Content-Length", "content-length"));
  EXPECT_FALSE(iequals("Content-Lengt", "content-length"));
  EXPECT_FALSE(iequals("content\rlength", "content-length"));  // '\r' | 0x20 is '-'
  EXPECT_FALSE(iequals("@", "`"));
}

}  // namespace
}  // namespace bff::runtime::http1
