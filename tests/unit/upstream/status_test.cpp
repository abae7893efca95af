// SPDX-License-Identifier: Apache-2.0
#include "upstream/status.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using testing::HasSubstr;

TEST(Status, NamesEveryCodeBothWays) {
  for (int code = 0; code < code::kCount; ++code) EXPECT_EQ(code_of(name_of(code)), code);
  EXPECT_EQ(name_of(code::kNotFound), "NOT_FOUND");
  EXPECT_EQ(code_of("DEADLINE_EXCEEDED"), code::kDeadlineExceeded);
}

TEST(Status, KnowsNoOtherNamesOrNumbers) {
  EXPECT_EQ(code_of("not_found"), std::nullopt);
  EXPECT_EQ(code_of(""), std::nullopt);
  EXPECT_EQ(name_of(17), "UNKNOWN");
  EXPECT_EQ(name_of(-1), "UNKNOWN");
}

TEST(Status, MapsCodesToHttpAsGoogleRpcDoesButBlamesTheServiceForItsOwnFaults) {
  const std::pair<const char*, int> rows[] = {
      {"CANCELLED", 499},
      {"UNKNOWN", 502},
      {"INVALID_ARGUMENT", 400},
      {"DEADLINE_EXCEEDED", 504},
      {"NOT_FOUND", 404},
      {"ALREADY_EXISTS", 409},
      {"PERMISSION_DENIED", 403},
      {"RESOURCE_EXHAUSTED", 429},
      {"FAILED_PRECONDITION", 400},
      {"ABORTED", 409},
      {"OUT_OF_RANGE", 400},
      {"UNIMPLEMENTED", 501},
      {"INTERNAL", 502},
      {"UNAVAILABLE", 503},
      {"DATA_LOSS", 502},
      {"UNAUTHENTICATED", 401},
  };
  for (const auto& [name, status] : rows) {
    EXPECT_EQ(status_of(error_of({.code = *code_of(name)})), status) << name;
  }
}

TEST(Status, KeepsTheTextsOfTheServiceForTheLog) {
  const auto error =
      error_of({.code = code::kNotFound, .message = "row 7 of db3", .endpoint = "10.0.0.1:1"});
  EXPECT_EQ(error.detail, "");
  EXPECT_EQ(error.internal, "NOT_FOUND from 10.0.0.1:1: row 7 of db3");
}

TEST(Status, CallsAnAnswerThatBrokeTheRulesInvalidWhateverItsCode) {
  for (const int code : {code::kInternal, code::kResourceExhausted, code::kUnavailable}) {
    EXPECT_EQ(error_of({.code = code, .malformed = true}).code, Errc::upstream_invalid);
  }
}

TEST(Status, MapsHttpStatusesThatCameWithoutGrpcStatus) {
  const std::pair<int, int> rows[] = {
      {400, code::kInternal},      {401, code::kUnauthenticated}, {403, code::kPermissionDenied},
      {404, code::kUnimplemented}, {429, code::kUnavailable},     {502, code::kUnavailable},
      {503, code::kUnavailable},   {504, code::kUnavailable},     {200, code::kUnknown},
      {302, code::kUnknown},       {500, code::kUnknown},         {-1, code::kUnknown},
  };
  for (const auto& [status, code] : rows) EXPECT_EQ(code_of_http_status(status), code) << status;
}

TEST(Status, MapsHttp2ErrorsOfAResetStream) {
  const std::pair<std::uint32_t, int> rows[] = {
      {0x0, code::kInternal},         {0x1, code::kInternal},    {0x2, code::kInternal},
      {0x3, code::kInternal},         {0x4, code::kInternal},    {0x5, code::kUnknown},
      {0x6, code::kInternal},         {0x7, code::kUnavailable}, {0x8, code::kCancelled},
      {0x9, code::kInternal},         {0xa, code::kInternal},    {0xb, code::kResourceExhausted},
      {0xc, code::kPermissionDenied}, {0xd, code::kUnknown},     {0xffffffff, code::kUnknown},
  };
  for (const auto& [error, code] : rows) EXPECT_EQ(code_of_http2_error(error), code) << error;
}

}  // namespace
}  // namespace bff::upstream
