// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "framing/connect.hpp"

namespace bff::framing::connect {
namespace {

TEST(ConnectGet, ReadsTheMessage) {  // "Unary-Get-Request"
  const struct {
    std::string_view query;
    Codec codec;
    std::string_view message;
  } rows[] = {
      {"encoding=json&message=%7B%22name%22%3A%22Buf%22%7D", Codec::json, R"({"name":"Buf"})"},
      {"message={}&encoding=json&connect=v1", Codec::json, "{}"},
      {"encoding=json&message=%22a+b%2bc%22", Codec::json, "\"a b+c\""},
      {"connect=v1&base64=1&encoding=proto&message=CAE", Codec::proto, "\x08\x01"},
      {"base64=1&encoding=proto&message=CAE%3d", Codec::proto, "\x08\x01"},
      {"base64=1&encoding=proto&message=-_-_", Codec::proto, "\xFB\xFF\xBF"},
      {"base64=0&encoding=json&message=CAE", Codec::json, "CAE"},  // other values are ignored
      {"base64=1&compression=identity&encoding=proto&message=", Codec::proto, ""},
      {"encoding=proto&message", Codec::proto, ""},
      {"encoding=proto&message=&compression=", Codec::proto, ""},
      {"other=1&encoding=json&&message=%e4%bd%a0&other=2", Codec::json, "\u4f60"},
  };
  for (const auto& row : rows) {
    const auto get = read_get(row.query);
    ASSERT_TRUE(get) << row.query;
    EXPECT_EQ(get->codec, row.codec) << row.query;
    EXPECT_EQ(get->message, row.message) << row.query;
  }
}

TEST(ConnectGet, RefusesWhatItCannotRead) {
  const struct {
    std::string_view query;
    Errc error;
    std::string_view parameter;
  } rows[] = {
      {"", Errc::invalid_parameter, "query.encoding"},
      {"message={}", Errc::invalid_parameter, "query.encoding"},
      {"encoding=json", Errc::invalid_parameter, "query.message"},
      {"encoding=thrift&message=", Errc::unsupported_media_type, "query.encoding"},
      {"encoding=json&message={}&connect=v2", Errc::invalid_parameter, "query.connect"},
      {"encoding=json&message={}&compression=gzip", Errc::not_implemented, "query.compression"},
      {"encoding=json&message={}&message={}", Errc::invalid_parameter, "query.message"},
      {"encoding=json&encoding=proto&message={}", Errc::invalid_parameter, "query.encoding"},
      {"encoding=json&message=%", Errc::invalid_parameter, "query.message"},
      {"encoding=json&message=%2", Errc::invalid_parameter, "query.message"},
      {"encoding=json&message=%2x", Errc::invalid_parameter, "query.message"},
      {"encoding=proto&message=%ff", Errc::invalid_parameter, "query.message"},
      {"encoding=proto&message=CAE*&base64=1", Errc::invalid_parameter, "query.message"},
  };
  for (const auto& row : rows) {
    const auto get = read_get(row.query);
    ASSERT_FALSE(get) << row.query;
    EXPECT_EQ(get.error().code, row.error) << row.query;
    EXPECT_EQ(get.error().parameter, row.parameter) << row.query;
  }
}

}  // namespace
}  // namespace bff::framing::connect
