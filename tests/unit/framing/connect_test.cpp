// SPDX-License-Identifier: Apache-2.0
#include "framing/connect.hpp"

#include <gtest/gtest.h>

namespace bff::framing::connect {
namespace {

using namespace std::string_literals;

TEST(Connect, KnowsItsContentTypes) {  // "Unary-Content-Type", "Streaming-Content-Type"
  const std::pair<std::string_view, Form> rows[] = {
      {"application/json", {false, Codec::json}},
      {"application/json; charset=utf-8", {false, Codec::json}},
      {"application/proto", {false, Codec::proto}},
      {"application/connect+json", {true, Codec::json}},
      {"Application/Connect+Proto", {true, Codec::proto}},
  };
  for (const auto& [type, form] : rows) {
    EXPECT_EQ(form_of(type), form) << type;
    EXPECT_EQ(form_of(content_type(form)), form) << type;
  }
  for (const auto type : {"", "application/connect", "application/connect+thrift",
                          "application/grpc", "application/protobuf", "text/plain"}) {
    EXPECT_EQ(form_of(type), std::nullopt) << type;
  }
}

TEST(Connect, HasTheSpecificationsTableOfCodes) {  // "Error Codes"
  const struct {
    int code;
    std::string_view name;
    int status;
  } rows[] = {
      {1, "canceled", 499},
      {2, "unknown", 500},
      {3, "invalid_argument", 400},
      {4, "deadline_exceeded", 504},
      {5, "not_found", 404},
      {6, "already_exists", 409},
      {7, "permission_denied", 403},
      {8, "resource_exhausted", 429},
      {9, "failed_precondition", 400},
      {10, "aborted", 409},
      {11, "out_of_range", 400},
      {12, "unimplemented", 501},
      {13, "internal", 500},
      {14, "unavailable", 503},
      {15, "data_loss", 500},
      {16, "unauthenticated", 401},
      {17, "unknown", 500},
      {-1, "unknown", 500},
      {0, "unknown", 500},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(name_of(row.code), row.name) << row.code;
    EXPECT_EQ(http_status_of(row.code), row.status) << row.code;
  }
}

TEST(Connect, ChecksTheTermsOfARequest) {
  EXPECT_FALSE(check({}));
  EXPECT_FALSE(check({.protocol_version = "1", .timeout = "5000", .content_encoding = "Identity"}));
  const struct {
    Terms terms;
    Errc error;
    std::string_view parameter;
  } rows[] = {
      {{.protocol_version = "2"}, Errc::invalid_parameter, "header.connect-protocol-version"},
      {{.timeout = "12345678901"}, Errc::invalid_parameter, "header.connect-timeout-ms"},
      {{.timeout = "5s"}, Errc::invalid_parameter, "header.connect-timeout-ms"},
      {{.content_encoding = "gzip"}, Errc::not_implemented, ""},
  };
  for (const auto& row : rows) {
    const auto error = check(row.terms);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, row.error);
    EXPECT_EQ(error->parameter, row.parameter);
    EXPECT_NE(error->detail, "");
  }
}

TEST(Connect, WritesErrors) {  // "Error and EndStreamResponse"
  std::string out;
  append_error(out, {.code = 14});
  EXPECT_EQ(out, R"({"code":"unavailable"})");
  out.clear();
  // The specification's example, and its RetryInfo of 30 s.
  const StatusDetail details[] = {{"google.rpc.RetryInfo", "\x0a\x02\x08\x1e"}, {"a.B", "ab"}};
  append_error(out, {.code = 14, .message = "\"back off\"", .details = details});
  EXPECT_EQ(out,
            R"({"code":"unavailable","message":"\"back off\"","details":[)"
            R"({"type":"google.rpc.RetryInfo","value":"CgIIHg"},{"type":"a.B","value":"YWI"}]})");
}

TEST(Connect, EndsStreams) {
  std::string out;
  append_message(out, "{}");
  append_end(out, {});
  EXPECT_EQ(out, "\0\0\0\0\2{}\2\0\0\0\2{}"s);
  out.clear();
  append_end(out, {.code = 14, .message = "overloaded"});
  const std::string json = R"({"error":{"code":"unavailable","message":"overloaded"}})";
  EXPECT_EQ(out, "\2\0\0\0"s + static_cast<char>(json.size()) + json);
}

}  // namespace
}  // namespace bff::framing::connect
