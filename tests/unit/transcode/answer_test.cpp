// SPDX-License-Identifier: Apache-2.0
#include "transcode/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/proto_text.hpp"

namespace bff::transcode {
namespace {

const test::ProtoText& proto() {
  static const test::ProtoText text(R"(
    syntax = "proto3";
    package t;
    message Item { int64 id = 1; string display_name = 2; }
    message Answer {
      Item item = 1; repeated Item items = 2; string token = 3; map<string, int32> counts = 4;
    }
  )");
  return text;
}

std::string answered(const std::string& field, const std::string& response,
                     proto::JsonFormat format = {}) {
  Binding binding;
  binding.request = binding.response = &proto().table("t.Answer");
  binding.format = format;
  if (!field.empty()) {
    binding.response_field = &proto().field("t.Answer", field);
    binding.response_selection = std::make_unique<proto::Selection>(*binding.response);
    binding.response_selection->add(*binding.response_field);
    binding.response_selection->freeze();
  }
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  const auto done = append_answer(out, binding, response, arena);
  return done ? out : std::to_string(status_of(done.error()));
}

std::string message(const std::string& text) { return proto().encode("t.Answer", text); }

TEST(Answer, IsTheWholeMessage) {
  EXPECT_EQ(answered("", message(R"(item { id: 1 } token: "x")")),
            R"({"item":{"id":"1","displayName":""},"items":[],"token":"x","counts":{}})");
  EXPECT_EQ(answered("", ""), R"({"item":null,"items":[],"token":"","counts":{}})");
}

TEST(Answer, LeavesOutWhatIsUnsetWhereAsked) {
  using Format = proto::JsonFormat;
  EXPECT_EQ(answered("", message("item { id: 1 }"),
                     {.int64 = Format::Int64::number, .presence = Format::Presence::proto3}),
            R"({"item":{"id":1}})");
  EXPECT_EQ(answered("", "", {.presence = Format::Presence::proto3}), "{}");
}

TEST(Answer, IsAFieldOfIt) {
  const std::string response =
      message(R"(item { id: 1 } items { id: 2 } token: "x" counts { key: "a" value: 1 })");
  EXPECT_EQ(answered("item", response), R"({"id":"1","displayName":""})");
  EXPECT_EQ(answered("items", response), R"([{"id":"2","displayName":""}])");
  EXPECT_EQ(answered("token", response), R"("x")");
  EXPECT_EQ(answered("counts", response), R"({"a":1})");
  EXPECT_EQ(answered("item", ""), "null");
  EXPECT_EQ(answered("items", ""), "[]");
}

TEST(Answer, IsTheServicesFaultWhereItIsNoMessage) {
  EXPECT_EQ(answered("", "\x0A"), "502");
  EXPECT_EQ(answered("item", "\x0A\xFF"), "502");
}

TEST(HttpBody, IsReadFieldByField) {
  const std::string bytes = std::string("\x0A\x0Atext/plain\x12\x02hi\x1A\x01z");
  const auto body = read_http_body(bytes);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->content_type, "text/plain");
  EXPECT_EQ(body->data, "hi");
  EXPECT_FALSE(read_http_body("\x12"));
  EXPECT_FALSE(
      read_http_body("\x0A\x03"
                     "a\r\n"));
}

}  // namespace
}  // namespace bff::transcode
