// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "compiled.hpp"
#include "proto/json_format.hpp"

namespace bff::proto {
namespace {

using testing::HasSubstr;

const Compiled& well_known_types() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    package t;
    import "google/protobuf/any.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/empty.proto";
    import "google/protobuf/field_mask.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    message M {
      google.protobuf.Any any = 1;
      google.protobuf.Timestamp time = 2;
      google.protobuf.Duration span = 3;
      google.protobuf.FieldMask mask = 4;
      google.protobuf.Struct object = 5;
      google.protobuf.Value value = 6;
      google.protobuf.ListValue list = 7;
      google.protobuf.Int64Value int64 = 8;
      google.protobuf.StringValue text = 9;
      google.protobuf.BoolValue flag = 10;
      google.protobuf.DoubleValue real = 11;
      google.protobuf.BytesValue raw = 12;
      google.protobuf.Empty empty = 13;
      repeated google.protobuf.Timestamp times = 14;
      repeated google.protobuf.StringValue texts = 15;
      oneof choice { google.protobuf.NullValue null = 16; }
      repeated google.protobuf.NullValue nulls = 17;
    }
    message Item { int32 quantity = 1; string name = 2; })");
  return compiled;
}

std::string well_known_json(const std::string& bytes, JsonFormat::Presence presence,
                            bool with_types = true) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  const JsonFormat format{.presence = presence,
                          .any = with_types ? &well_known_types().schema() : nullptr};
  const auto result = write_message(out, well_known_types().table("t.M"), bytes, format, arena);
  return result ? out : result.error().internal;
}

std::string json(const std::string& text) {
  return well_known_json(well_known_types().bytes("t.M", text), JsonFormat::Presence::proto3);
}

std::string any(const std::string& url, const std::string& value) {
  std::string held = std::string("\x0a") + static_cast<char>(url.size()) + url;
  held += std::string("\x12") + static_cast<char>(value.size()) + value;
  return std::string("\x0a") + static_cast<char>(held.size()) + held;
}

std::string any_json(const std::string& url, const std::string& value,
                     JsonFormat::Presence presence = JsonFormat::Presence::proto3) {
  return well_known_json(any(url, value), presence);
}

TEST(WellKnownTypes, AreNullWhenTheyAreAbsentFromAShape) {
  EXPECT_EQ(well_known_json("", JsonFormat::Presence::every_key),
            R"({"any":null,"time":null,"span":null,"mask":null,"object":null,"value":null,)"
            R"("list":null,"int64":null,"text":null,"flag":null,"real":null,"raw":null,)"
            R"("empty":null,"times":[],"texts":[],"nulls":[]})");
}

TEST(WellKnownTypes, HaveAnEmptyFormWhenTheyArePresent) {
  EXPECT_EQ(json("any{} time{} span{} mask{} object{} value{} list{} int64{} text{} flag{} real{} "
                 "raw{} empty{} null: NULL_VALUE"),
            R"({"any":{},"time":"1970-01-01T00:00:00Z","span":"0s","mask":"","object":{},)"
            R"("value":null,"list":[],"int64":"0","text":"","flag":false,"real":0,"raw":"",)"
            R"("empty":{},"null":null})");
}

TEST(WellKnownTypes, AreWrittenAsTextsAndValues) {
  EXPECT_EQ(json(R"(time { seconds: 1 nanos: 500000000 } span { seconds: -1 }
                    mask { paths: "a_b" paths: "c.d_e" } int64 { value: 5 } text { value: "x" }
                    flag { value: true } real { value: nan } raw { value: "\xfb" }
                    times { seconds: 1 } times { } texts { value: "y" } texts { }
                    nulls: [NULL_VALUE, NULL_VALUE])"),
            R"({"time":"1970-01-01T00:00:01.500Z","span":"-1s","mask":"aB,c.dE","int64":"5",)"
            R"("text":"x","flag":true,"real":"NaN","raw":"+w==",)"
            R"("times":["1970-01-01T00:00:01Z","1970-01-01T00:00:00Z"],"texts":["y",""],)"
            R"("nulls":[null,null]})");
}

TEST(WellKnownTypes, NameTheFieldThatHasNoJsonForm) {
  EXPECT_THAT(json("time { nanos: -1 }"), HasSubstr("t.M.time: the Timestamp is outside"));
  EXPECT_THAT(json("times { } times { seconds: -99999999999 }"),
              HasSubstr("t.M.times: the Timestamp"));
  EXPECT_THAT(json("span { seconds: 1 nanos: -1 }"), HasSubstr("t.M.span: the Duration"));
  EXPECT_THAT(json(R"(mask { paths: "ok" paths: "fooBar" })"),
              HasSubstr("t.M.mask: a path of the FieldMask cannot be turned to camelCase and back "
                        "('fooBar')"));
}

TEST(Struct, IsWrittenAsAnyJson) {
  EXPECT_EQ(json(R"(object { fields { key: "a" value { number_value: 1.5 } } }
                    value { list_value { values { string_value: "x" } values { bool_value: false }
                                         values { null_value: NULL_VALUE } values { struct_value { } }
                                         values { } } }
                    list { values { number_value: 3 } })"),
            R"({"object":{"a":1.5},"value":["x",false,null,{},null],"list":[3]})");
}

TEST(Struct, CannotHoldWhatIsNoJsonNumber) {
  EXPECT_THAT(json("value { number_value: nan }"), HasSubstr("t.M.value: a google.protobuf.Value"));
  EXPECT_THAT(json("list { values { number_value: -inf } }"), HasSubstr("NaN or an infinity"));
}

// A service must not get around the limit by messages that JSON shows as plain lists.
TEST(Struct, IsBoundedInDepth) {
  std::string inner;
  for (int i = 0; i < 30; ++i) inner = "list_value { values { " + inner + " } }";
  EXPECT_EQ(json("value { " + inner + " }").substr(0, 10), "{\"value\":[");
  for (int i = 0; i < 30; ++i) inner = "list_value { values { " + inner + " } }";
  EXPECT_THAT(json("value { " + inner + " }"), HasSubstr("100 deep"));
}

TEST(Any, HoldsAMessageAsItsOwnFields) {
  EXPECT_EQ(any_json("type.googleapis.com/t.Item", "0805"_hex),
            R"({"any":{"@type":"type.googleapis.com/t.Item","quantity":5}})");
  EXPECT_THAT(any_json("x/t.Item", "", JsonFormat::Presence::every_key),
              HasSubstr(R"("any":{"@type":"x/t.Item","quantity":0,"name":""},)"));
  EXPECT_EQ(any_json("a/b/google.protobuf.Empty", ""),
            R"({"any":{"@type":"a/b/google.protobuf.Empty"}})");
}

TEST(Any, HoldsAWellKnownTypeAsItsValue) {
  EXPECT_EQ(any_json("x/google.protobuf.Duration", "0805"_hex),
            R"({"any":{"@type":"x/google.protobuf.Duration","value":"5s"}})");
  EXPECT_EQ(any_json("x/google.protobuf.Int64Value", "0805"_hex),
            R"({"any":{"@type":"x/google.protobuf.Int64Value","value":"5"}})");
  EXPECT_EQ(any_json("x/google.protobuf.Value", ""),
            R"({"any":{"@type":"x/google.protobuf.Value","value":null}})");
}

TEST(Any, HoldsAnAny) {
  EXPECT_EQ(
      any_json("x/google.protobuf.Any", "0a08782f742e4974656d 12020807"_hex),
      R"({"any":{"@type":"x/google.protobuf.Any","value":{"@type":"x/t.Item","quantity":7}}})");
}

TEST(Any, EscapesItsTypeUrl) {
  EXPECT_EQ(any_json("a\"/t.Item", ""), R"({"any":{"@type":"a\"/t.Item"}})");
}

TEST(Any, IsRefusedWhenItsTypeIsUnknown) {
  EXPECT_EQ(any_json("x/t.Other", ""),
            "t.M.any: the Any holds a type of which no .proto is loaded; add its file to `protos` "
            "('x/t.Other')");
  EXPECT_THAT(any_json("t.Item", ""), HasSubstr("the type URL of the Any has no slash ('t.Item')"));
  EXPECT_THAT(any_json("x/", ""), HasSubstr("no .proto is loaded"));
  EXPECT_THAT(well_known_json(any("x/t.Item", ""), JsonFormat::Presence::proto3, false),
              HasSubstr("no .proto is loaded"));
}

TEST(Any, IsRefusedWhenItsBytesAreBroken) {
  EXPECT_EQ(any_json("x/t.Item", "08"_hex), "t.Item.quantity: the bytes end within a value");
}

TEST(Any, IsBoundedInDepth) {
  std::string held;
  for (int i = 0; i < 200; ++i) {
    const std::string url = "x/google.protobuf.Any";
    std::string outer = std::string("\x0a") + static_cast<char>(url.size()) + url + "\x12";
    for (std::size_t size = held.size();; size >>= 7) {
      outer += static_cast<char>((size & 0x7F) | (size > 0x7F ? 0x80 : 0));
      if (size <= 0x7F) break;
    }
    held = outer + held;
  }
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  const auto result =
      write_message(out, *well_known_types().schema().resolve("google.protobuf.Any"), held,
                    {.any = &well_known_types().schema()}, arena);
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().internal, HasSubstr("100 deep"));
}

}  // namespace
}  // namespace bff::proto
