// SPDX-License-Identifier: Apache-2.0
#include "framing/grpc_web.hpp"

#include <gtest/gtest.h>

#include "framing/status_bytes.hpp"
#include "support/error_details.hpp"

namespace bff::framing::grpc_web {
namespace {

using Encoding = EnvelopeReader::Encoding;
using namespace std::string_literals;

constexpr Form kBinary{}, kText{Encoding::base64, Codec::proto};

TEST(GrpcWeb, KnowsItsContentTypes) {  // "Content-Type"
  const std::pair<std::string_view, Form> rows[] = {
      {"application/grpc-web", kBinary},
      {"application/grpc-web+proto", kBinary},
      {"Application/gRPC-Web; charset=utf-8", kBinary},
      {"application/grpc-web+json", {Encoding::binary, Codec::json}},
      {"application/grpc-web-text", kText},
      {"application/grpc-web-text+proto", kText},
      {"application/grpc-web-text+json", {Encoding::base64, Codec::json}},
  };
  for (const auto& [type, form] : rows) {
    EXPECT_EQ(form_of(type), form) << type;
    EXPECT_EQ(form_of(content_type(form)), form) << type;
  }
  for (const auto type :
       {"", "application/grpc", "application/grpc-web+thrift", "application/grpc-webx",
        "application/grpc-web-text-base64", "application/json"}) {
    EXPECT_EQ(form_of(type), std::nullopt) << type;
  }
}

TEST(GrpcWeb, AnswersInTextWhenItIsAsked) {  // "Text-encoded (response) streams", 1
  EXPECT_EQ(answer_form(kBinary, "application/grpc-web-text"), kText);
  EXPECT_EQ(answer_form(kText, "application/grpc-web-text"), kText);
  EXPECT_EQ(answer_form(kText, "application/grpc-web+proto"), kBinary);
  EXPECT_EQ(answer_form(kText, "*/*"), kText);
  EXPECT_EQ(answer_form(kBinary, ""), kBinary);
  EXPECT_EQ(
      answer_form({Encoding::binary, Codec::json}, "text/html, application/grpc-web-text;q=1"),
      (Form{Encoding::base64, Codec::json}));
}

TEST(GrpcWeb, WritesMessages) {
  std::string out;
  append_message(out, kBinary, "abc");
  append_message(out, kBinary, "");
  EXPECT_EQ(out, "\0\0\0\0\3abc\0\0\0\0\0"s);
  out.clear();
  append_message(out, kText, "abc");
  append_message(out, kText, "a");
  EXPECT_EQ(out, "AAAAAANhYmM=AAAAAAFh");
}

// Lower-case names, HTTP/1 lines, no line behind the last, flag 0x80 ("Message framing").
TEST(GrpcWeb, WritesTrailers) {
  std::string out;
  append_trailers(out, kBinary, {});
  EXPECT_EQ(out, "\x80\0\0\0\x10grpc-status: 0\r\n"s);
  out.clear();
  const StatusDetail details[] = {{"a.B", "\x08\x01"}};
  append_trailers(out, kBinary, {.code = 5, .message = "not here", .details = details});
  // protoc --encode=google.rpc.Status, and base64.
  const std::string lines =
      "grpc-status: 5\r\ngrpc-message: not here\r\ngrpc-status-details-bin: "
      "CAUSCG5vdCBoZXJlGh0KF3R5cGUuZ29vZ2xlYXBpcy5jb20vYS5CEgIIAQ\r\n";
  EXPECT_EQ(out, "\x80\0\0\0"s + static_cast<char>(lines.size()) + lines);
  std::string text, encoded;
  append_trailers(text, kText, {.code = 5, .message = "not here", .details = details});
  append_base64(encoded, out, Padding::full);
  EXPECT_EQ(text, encoded);
}

// Lengths of more than one byte.
TEST(GrpcWeb, WritesTheStatusAsProtobuf) {
  const std::string value(200, 'x'), message(130, 'm');
  const StatusDetail details[] = {{"a.B", value}, {"c.D", ""}};
  std::string out;
  append_status(out, {.code = 3, .message = message, .details = details});
  using test::wire_field;
  EXPECT_EQ(out,
            test::wire_number(1, 3) + wire_field(2, message) +
                wire_field(3, wire_field(1, "type.googleapis.com/a.B") + wire_field(2, value)) +
                wire_field(3, wire_field(1, "type.googleapis.com/c.D") + wire_field(2, "")));
}

TEST(GrpcWeb, EncodesTheMessage) {  // PROTOCOL-HTTP2.md, "Status-Message"
  std::string out;
  append_trailer_fields(out, {.code = 3, .message = "50% \u00fc\r\ngrpc-status: 0 ~\x7f"});
  EXPECT_EQ(out, "grpc-status: 3\r\ngrpc-message: 50%25 %C3%BC%0D%0Agrpc-status: 0 ~%7F\r\n");
}

}  // namespace
}  // namespace bff::framing::grpc_web
