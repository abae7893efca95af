// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/request_line.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

RequestLine parsed(std::string_view line) {
  RequestLine out;
  EXPECT_EQ(parse_request_line(line, out), Fault::none) << line;
  return out;
}

Fault line_fault(std::string_view line) {
  RequestLine out;
  return parse_request_line(line, out);
}

TEST(RequestLineParser, PartsTheTargetAtTheFirstQuestionMark) {
  const RequestLine line = parsed("GET /a/b?c=d?e HTTP/1.1");
  EXPECT_EQ(line.method, "GET");
  EXPECT_EQ(line.target, "/a/b?c=d?e");
  EXPECT_EQ(line.path, "/a/b");
  EXPECT_EQ(line.query, "c=d?e");
  EXPECT_EQ(line.minor_version, 1);
  EXPECT_EQ(parsed("GET /a? HTTP/1.0").path, "/a");
  EXPECT_EQ(parsed("GET /a? HTTP/1.0").query, "");
  EXPECT_EQ(parsed("GET /a? HTTP/1.0").minor_version, 0);
}

TEST(RequestLineParser, TakesTheAuthorityOfAnAbsoluteTarget) {
  const RequestLine line = parsed("GET hTTps://Shop.example:443/a HTTP/1.1");
  EXPECT_EQ(line.authority, "Shop.example:443");
  EXPECT_EQ(line.target, "/a");
  EXPECT_EQ(parsed("GET http://a HTTP/1.1").target, "");
  EXPECT_EQ(parsed("GET http://a?b HTTP/1.1").target, "?b");
}

TEST(RequestLineParser, KnowsWhatItCannotDoFromWhatIsNoMethod) {
  EXPECT_EQ(line_fault("CONNECT a:1 HTTP/1.1"), Fault::method_connect);
  EXPECT_EQ(line_fault("PROPFIND / HTTP/1.1"), Fault::method_unknown);
  EXPECT_EQ(line_fault("Get / HTTP/1.1"), Fault::method_characters);
  EXPECT_EQ(line_fault(""), Fault::method_missing);
}

TEST(RequestLineParser, KnowsAForeignProtocolByItsFirstByte) {
  EXPECT_EQ(check_first_character('G'), Fault::none);
  EXPECT_EQ(check_first_character('\x16'), Fault::method_characters);
  EXPECT_EQ(check_first_character(' '), Fault::method_missing);
}

}  // namespace
}  // namespace bff::runtime::http1
