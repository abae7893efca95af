// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/response_head.hpp"

#include <gtest/gtest.h>

namespace bff::runtime::http1 {
namespace {

std::string head(const Response& response, const Delivery& delivery) {
  std::string out;
  append_head(response, delivery, out);
  return out;
}

TEST(ResponseHead, AddsWhatTheConnectionKnows) {
  EXPECT_EQ(head({.headers = "content-type: text/plain\r\n", .body = "hello"},
                 {.date_line = "date: now\r\n"}),
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ndate: now\r\n"
            "content-length: 5\r\n\r\n");
}

TEST(ResponseHead, SaysWhetherTheConnectionStays) {
  EXPECT_EQ(head({.status = 404}, {.close = true}),
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  EXPECT_EQ(head({}, {.minor_version = 0}),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n");
  EXPECT_EQ(head({}, {.minor_version = 0, .close = true}),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
}

TEST(ResponseHead, StatesNoLengthWhereThereIsNoContent) {
  EXPECT_EQ(head({.status = 204}, {}), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(head({.status = 304}, {}), "HTTP/1.1 304 Not Modified\r\n\r\n");
  EXPECT_EQ(head({.no_content = true}, {}), "HTTP/1.1 200 OK\r\n\r\n");
}

TEST(ResponseHead, SaysWhereContentInPartsEnds) {
  EXPECT_EQ(head({}, {.framing = Framing::chunked}),
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
  EXPECT_EQ(head({}, {.minor_version = 0, .close = true, .framing = Framing::until_close}),
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
  EXPECT_EQ(head({}, {.framing = Framing::none}), "HTTP/1.1 200 OK\r\n\r\n");
}

TEST(ResponseHead, LeavesHttp) {
  EXPECT_EQ(head({.status = 101, .headers = "upgrade: echo\r\n"},
                 {.close = true, .framing = Framing::raw}),
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n");
}

TEST(ResponseHead, LeavesAnUnknownReasonEmpty) {
  EXPECT_EQ(head({.status = 499}, {}), "HTTP/1.1 499 \r\ncontent-length: 0\r\n\r\n");
}

}  // namespace
}  // namespace bff::runtime::http1
