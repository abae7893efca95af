// SPDX-License-Identifier: Apache-2.0
#include "upstream/grpc_response.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "support/scripted_server.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {
namespace {

using namespace std::string_literals;
using test::h2::message;
using testing::HasSubstr;

constexpr std::size_t kMax = 100;

struct GrpcResponse : testing::Test {
  ResponseReader reader{kMax};

  bool head(std::string_view status = "200", std::string_view type = "application/grpc") {
    return reader.header(":status", status) && reader.header("content-type", type) &&
           reader.end_headers(false);
  }
  bool trailers(std::string_view status = "0") {
    return reader.header("grpc-status", status) && reader.end_headers(true);
  }
  RpcOutcome finish() {
    reader.finish();
    return reader.take();
  }
};

TEST_F(GrpcResponse, HandsOutTheMessageOfAnAnswerInOrder) {
  EXPECT_TRUE(head());
  EXPECT_TRUE(reader.data(message("hello")));
  EXPECT_TRUE(trailers());
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, "hello");
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(GrpcResponse, JoinsAMessageThatComesByteByByte) {
  head();
  for (const char byte : message("hello")) ASSERT_TRUE(reader.data({&byte, 1}));
  trailers();
  EXPECT_EQ(finish().response, "hello");
}

TEST_F(GrpcResponse, TakesAnEmptyMessage) {
  head();
  reader.data(message(""));
  trailers();
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kOk);
  EXPECT_EQ(outcome.response, "");
}

TEST_F(GrpcResponse, AcceptsEverySubtypeOfItsContentTypeAndNoOther) {
  for (const char* type : {"application/grpc", "application/grpc+proto", "application/grpc;a=b"}) {
    reader = ResponseReader{kMax};
    EXPECT_TRUE(head("200", type)) << type;
  }
  for (const char* type : {"application/grpc-web", "text/html", "", "application/json"}) {
    reader = ResponseReader{kMax};
    EXPECT_FALSE(head("200", type)) << type;
    const auto outcome = reader.take();
    EXPECT_EQ(outcome.code, code::kUnknown);
    EXPECT_TRUE(outcome.malformed);
  }
}

TEST_F(GrpcResponse, TakesStatusMessageAndDetailsOfAFailure) {
  head();
  reader.header("grpc-status", "5");
  reader.header("grpc-message", "no 100%25 caf%C3%A9");
  reader.header("grpc-status-details-bin", "CAUSAA");
  reader.end_headers(true);
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kNotFound);
  EXPECT_EQ(outcome.message, "no 100% caf\xc3\xa9");
  EXPECT_EQ(outcome.details, "\x08\x05\x12\x00"s);
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(GrpcResponse, KeepsTheStatusWhenItsDetailsDoNotDecode) {
  head();
  reader.header("grpc-status-details-bin", "%%%");
  trailers("5");
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kNotFound);
  EXPECT_EQ(outcome.details, "");
}

TEST_F(GrpcResponse, AcceptsTrailersOnly) {
  reader.header(":status", "200");
  reader.header("content-type", "application/grpc");
  reader.header("grpc-status", "7");
  reader.end_headers(true);
  EXPECT_EQ(finish().code, code::kPermissionDenied);
}

TEST_F(GrpcResponse, BelievesAGrpcStatusWhateverTheHttpStatusBesideIt) {
  reader.header(":status", "503");
  reader.header("grpc-status", "16");
  reader.end_headers(true);
  EXPECT_EQ(finish().code, code::kUnauthenticated);
}

TEST_F(GrpcResponse, IgnoresAStatusThatDoesNotEndTheAnswer) {
  reader.header(":status", "200");
  reader.header("content-type", "application/grpc");
  reader.header("grpc-status", "0");
  EXPECT_TRUE(reader.end_headers(false));
  reader.data(message("hello"));
  trailers("13");
  EXPECT_EQ(finish().code, code::kInternal);
}

TEST_F(GrpcResponse, SkipsInformationalResponses) {
  reader.header(":status", "103");
  reader.header("grpc-status", "3");
  EXPECT_TRUE(reader.end_headers(false));
  head();
  reader.data(message("hello"));
  trailers();
  EXPECT_EQ(finish().response, "hello");
}

TEST_F(GrpcResponse, MapsAnHttpErrorAtOnceAndReadsNoneOfItsBody) {
  EXPECT_FALSE(head("404", "text/html"));
  const auto outcome = reader.take();
  EXPECT_EQ(outcome.code, code::kUnimplemented);
  EXPECT_THAT(outcome.message, HasSubstr("404"));
}

TEST_F(GrpcResponse, MapsAnHttpErrorWithoutBody) {
  reader.header(":status", "503");
  reader.end_headers(true);
  EXPECT_EQ(finish().code, code::kUnavailable);
}

TEST_F(GrpcResponse, CallsAnAnswerWithoutStatusUnknown) {
  head();
  reader.data(message("hello"));
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kUnknown);
  EXPECT_TRUE(outcome.malformed);
  EXPECT_EQ(outcome.response, "");
}

TEST_F(GrpcResponse, CallsAStatusThatIsNoNumberUnknown) {
  for (const char* status : {"", "OK", "-1", "1x", "+1", " 0", "99999999999"}) {
    reader = ResponseReader{kMax};
    head();
    EXPECT_FALSE(trailers(status)) << status;
    EXPECT_EQ(reader.take().code, code::kUnknown) << status;
  }
}

TEST_F(GrpcResponse, CallsACodeThatItDoesNotKnowUnknownAndKeepsItsMessage) {
  head();
  reader.header("grpc-message", "new");
  trailers("17");
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kUnknown);
  EXPECT_EQ(outcome.message, "new");
}

TEST_F(GrpcResponse, RefusesTwoStatuses) {
  head();
  reader.header("grpc-status", "0");
  EXPECT_FALSE(reader.header("grpc-status", "5"));
  EXPECT_EQ(reader.take().code, code::kInternal);
}

TEST_F(GrpcResponse, RefusesOkWithoutMessage) {
  head();
  trailers();
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kInternal);
  EXPECT_TRUE(outcome.malformed);
}

TEST_F(GrpcResponse, RefusesOkWithAMessageCutShortAnywhere) {
  const std::string whole = message("hello");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    reader = ResponseReader{kMax};
    head();
    EXPECT_TRUE(reader.data(whole.substr(0, size)));
    trailers();
    EXPECT_EQ(finish().code, code::kInternal) << size;
  }
}

TEST_F(GrpcResponse, LetsAFailureStandThoughItsMessageIsCutShort) {
  head();
  reader.data(message("hello").substr(0, 7));
  trailers("14");
  const auto outcome = finish();
  EXPECT_EQ(outcome.code, code::kUnavailable);
  EXPECT_EQ(outcome.response, "");
  EXPECT_FALSE(outcome.malformed);
}

TEST_F(GrpcResponse, RefusesASecondMessageAtItsFirstByte) {
  head();
  EXPECT_TRUE(reader.data(message("hello")));
  EXPECT_FALSE(reader.data("\0"s));
  EXPECT_EQ(reader.take().code, code::kInternal);

  reader = ResponseReader{kMax};
  head();
  EXPECT_FALSE(reader.data(message("hello") + message("again")));
}

TEST_F(GrpcResponse, RefusesAMessageAboveTheLimitBeforeItComes) {
  head();
  EXPECT_FALSE(reader.data(message(std::string(kMax + 1, 'x')).substr(0, 5)));
  const auto outcome = reader.take();
  EXPECT_EQ(outcome.code, code::kResourceExhausted);
  EXPECT_TRUE(outcome.malformed);
  EXPECT_THAT(outcome.message, HasSubstr("101"));
}

TEST_F(GrpcResponse, TakesAMessageAsLongAsTheLimit) {
  head();
  EXPECT_TRUE(reader.data(message(std::string(kMax, 'x'))));
  trailers();
  EXPECT_EQ(finish().response.size(), kMax);
}

TEST_F(GrpcResponse, IsNotFooledByTheLargestLength) {
  head();
  EXPECT_FALSE(reader.data("\0\xff\xff\xff\xff"s));
  EXPECT_EQ(reader.take().code, code::kResourceExhausted);
}

TEST_F(GrpcResponse, RefusesCompressionThatItDidNotAskFor) {
  head();
  EXPECT_FALSE(reader.data(message("hello", 1)));
  EXPECT_EQ(reader.take().code, code::kInternal);

  reader = ResponseReader{kMax};
  reader.header("grpc-encoding", "gzip");
  reader.header(":status", "200");
  reader.header("content-type", "application/grpc");
  reader.header("grpc-encoding", "gzip");
  EXPECT_FALSE(reader.end_headers(false));
  EXPECT_THAT(reader.take().message, HasSubstr("gzip"));
}

TEST_F(GrpcResponse, AcceptsTheIdentityEncoding) {
  reader.header(":status", "200");
  reader.header("content-type", "application/grpc");
  reader.header("grpc-encoding", "identity");
  EXPECT_TRUE(reader.end_headers(false));
}

TEST_F(GrpcResponse, RefusesUnknownFlags) {
  head();
  EXPECT_FALSE(reader.data(message("hello", 2)));
  EXPECT_EQ(reader.take().code, code::kInternal);
}

TEST_F(GrpcResponse, BoundsAllHeadersAndTrailersTogether) {
  head();
  const std::string value(1000, 'v');
  int taken = 0;
  while (reader.header("x-filler", value)) ASSERT_LT(++taken, 1000);
  EXPECT_GT(taken, 50);
  EXPECT_LT(taken, 64);
  EXPECT_EQ(reader.take().code, code::kResourceExhausted);
}

TEST(GrpcMessage, LeavesWhatIsNoEscapeAlone) {
  EXPECT_EQ(decode_grpc_message("100%"), "100%");
  EXPECT_EQ(decode_grpc_message("%4"), "%4");
  EXPECT_EQ(decode_grpc_message("%zz%41"), "%zzA");
  EXPECT_EQ(decode_grpc_message("%%41"), "%A");
  EXPECT_EQ(decode_grpc_message("%0a%00"), "\n\0"s);
}

TEST(GrpcMessage, IsCutToTheLengthOfALogLine) {
  EXPECT_EQ(decode_grpc_message(std::string(5000, 'x')).size(), 1024U);
  EXPECT_EQ(decode_grpc_message("abcdef", 3), "abc");
}

}  // namespace
}  // namespace bff::upstream
