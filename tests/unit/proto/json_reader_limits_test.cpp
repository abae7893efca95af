// SPDX-License-Identifier: Apache-2.0
// Texts that are made to hurt, and what proto2 adds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json_reading.hpp"
#include "proto/json_format.hpp"

namespace bff::proto {
namespace {

using testing::HasSubstr;

const Compiled& deep() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    import "google/protobuf/any.proto";
    import "google/protobuf/struct.proto";
    message D {
      D d = 1; repeated D list = 2; map<string, D> map = 3; google.protobuf.Any any = 4;
      google.protobuf.Value value = 5; int32 number = 6; map<int32, int32> numbers = 7;
      map<string, int32> texts = 8; repeated string strings = 9;
    })");
  return compiled;
}

std::string times(int count, const std::string& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

struct Nesting {
  const char *open, *inner, *close;
  int levels;  // that are read; one more is refused
};

// As deep as protobuf's own readers go: what is accepted can be read again, and written as JSON.
TEST(JsonReaderLimits, GoesAsDeepAsProtobufDoesAndNoFurther) {
  const Nesting nestings[] = {
      {R"({"d":)", "{}", "}", 99},  // by the objects of the text: the innermost is one, too
      {R"({"list":[)", "{}", "]}", 49},
      {R"({"map":{"k":)", "{}", "}}", 49},
      {R"({"any":{"@type":"x/D","d":)", "{}", "}}", 33},  // by the messages, three a level
  };
  for (const Nesting& one : nestings) {
    const auto nested = [&](int levels) {
      return read(deep(), "D", times(levels, one.open) + one.inner + times(levels, one.close));
    };
    const Read good = nested(one.levels);
    EXPECT_TRUE(good.good) << one.open << good.what();
    std::string json;
    std::pmr::monotonic_buffer_resource arena;
    EXPECT_TRUE(
        write_message(json, deep().table("D"), good.bytes, {.any = &deep().schema()}, arena))
        << one.open;
    EXPECT_THAT(nested(one.levels + 1).what(), HasSubstr("nested too deeply")) << one.open;
  }
  const auto value = [](int levels, const std::string& open, const std::string& close) {
    return read(deep(), "D",
                "{\"value\":" + times(levels, open) + "1" + times(levels, close) + "}");
  };
  EXPECT_TRUE(value(49, "[", "]").good);  // a level is a ListValue and a Value
  EXPECT_THAT(value(50, "[", "]").what(), HasSubstr("messages are nested too deeply"));
  EXPECT_TRUE(value(33, "{\"a\":", "}").good);  // a Struct, an entry and a Value
  EXPECT_THAT(value(34, "{\"a\":", "}").what(), HasSubstr("messages are nested too deeply"));
}

TEST(JsonReaderLimits, NeverGoesDeeperThanTheLimitWhateverIsNested) {
  for (const char* open : {"[", "{\"a\":", R"({"d":)", R"({"list":[)", R"({"map":{"":)",
                           R"({"any":{"@type":"x/D","any":)", R"({"any":{"any":)",
                           R"({"any":{"@type":"x/google.protobuf.Any","value":)",
                           R"({"any":{"@type":"x/google.protobuf.Value","value":[)"}) {
    for (const int levels : {101, 100'000}) {
      const std::string text = times(levels, open);
      EXPECT_FALSE(read(deep(), "D", text).good) << open;
      EXPECT_FALSE(read(deep(), "D", "{\"value\":" + text).good) << open;
      EXPECT_FALSE(read(deep(), "D", "{\"x\":" + text, {.ignore_unknown = true}).good) << open;
    }
  }
}

TEST(JsonReaderLimits, KeepsToAStricterDepth) {
  const ReadOptions three{.max_depth = 3};
  EXPECT_TRUE(read(deep(), "D", R"({"d":{"d":{}}})", three).good);
  EXPECT_THAT(read(deep(), "D", R"({"d":{"d":{"d":{}}}})", three).what(), HasSubstr("too deeply"));
  EXPECT_THAT(read(deep(), "D", R"({"value":[[[1]]]})", three).what(), HasSubstr("too deeply"));
}

// An Any's type may stand behind its fields, so they are read twice; within each other that would
// multiply.
TEST(JsonReaderLimits, ReadsForTypesOnlySoOften) {
  const auto nested = [](int levels, const std::string& body) {
    std::string text = body;
    for (int i = 0; i < levels; ++i) text = R"({"any":)" + text + R"(,"@type":"x/D"})";
    return R"({"any":)" + text + "}";
  };
  const std::string plain =
      R"({"strings":[)" + times(1000, "\"some text\",") + R"("x"],"@type":"x/D"})";
  EXPECT_TRUE(read(deep(), "D", nested(2, plain)).good)
      << read(deep(), "D", nested(2, plain)).what();
  EXPECT_THAT(read(deep(), "D", nested(40, plain)).what(),
              HasSubstr("expected \"@type\" before all else"));
}

TEST(JsonReaderLimits, FindsRepeatedKeysAmongMany) {
  const auto map = [](const char* field, int count, const std::string& last) {
    std::string text = std::string("{\"") + field + "\":{";
    for (int i = 0; i < count; ++i) text += "\"" + std::to_string(i * 7919 % count) + "\":1,";
    return read(deep(), "D", text + "\"" + last + "\":1}}");
  };
  for (const char* field : {"numbers", "texts"}) {
    EXPECT_TRUE(map(field, 50'000, "-1").good);
    EXPECT_THAT(map(field, 50'000, "31337").what(), HasSubstr("/31337: this key stands twice"));
  }
  EXPECT_THAT(map("numbers", 50'000, "3.1337e4").what(), HasSubstr("this key stands twice"));
  EXPECT_TRUE(map("texts", 50'000, "3.1337e4").good);
}

TEST(JsonReaderLimits, DecodesManyEscapedStrings) {
  const std::string escaped = "\"\\u00e9" + times(100, "\\n") + "\"";
  const Read found =
      read(deep(), "D", "{\"strings\":[" + times(10'000, escaped + ",") + escaped + "]}");
  ASSERT_TRUE(found.good);
  EXPECT_EQ(found.bytes, times(10'001, "\x4A\x66\xC3\xA9" + std::string(100, '\n')));
}

const Compiled& proto2_types() {
  static const Compiled compiled(R"(
    syntax = "proto2";
    import "google/protobuf/any.proto";
    message P {
      enum Closed { A = 0; B = 5; }
      message Sub { required int32 must = 1; optional string may = 2; }
      optional int32 zero = 1; optional Closed closed = 2; repeated Closed list = 3;
      repeated int32 unpacked = 4; repeated int32 packed = 5 [packed = true];
      optional group Inner = 6 { optional int32 a = 1; repeated group More = 2 { optional string b = 3; } }
      optional Sub sub = 7; repeated Sub subs = 8; optional google.protobuf.Any any = 9;
      map<int32, Closed> map = 10; optional string text = 11 [default = "x"];
      repeated group Many = 12 { optional int32 c = 1; }
    }
    message Wide {)" + [] {
    std::string fields;
    for (int i = 1; i <= 130; ++i)
      fields += "required int32 f" + std::to_string(i) + " = " + std::to_string(i) + ";";
    return fields;
  }() + "}");
  return compiled;
}

Read proto2(const std::string& json, ReadOptions options = {}) {
  return read(proto2_types(), "P", json, options);
}

TEST(JsonReaderProto2, KeepsZerosAndPacksWhatIsDeclaredPacked) {
  EXPECT_EQ(proto2(R"({"zero":0,"unpacked":[1,2],"packed":[1,2],"text":"x"})").bytes,
            proto2_types().bytes("P", "zero: 0 unpacked: [1, 2] packed: [1, 2] text: 'x'"));
}

TEST(JsonReaderProto2, ReadsGroupsByTheirFieldsNames) {
  const std::string expected = proto2_types().bytes(
      "P", "zero: 1 Inner { a: 2 More { b: 'x' } More { } } Many { c: 1 } Many { c: 2 }");
  EXPECT_EQ(
      proto2(R"({"zero":1,"inner":{"a":2,"more":[{"b":"x"},{}]},"many":[{"c":1},{"c":2}]})").bytes,
      expected);
  // In any order, too: groups are moved as one.
  EXPECT_EQ(
      proto2(R"({"many":[{"c":1},{"c":2}],"inner":{"more":[{"b":"x"},{}],"a":2},"zero":1})").bytes,
      expected);
  EXPECT_EQ(proto2(R"({"inner":{"x":1}})").what(), "body/inner/x: there is no such field");
  EXPECT_TRUE(proto2(R"({"inner":null})").good);
}

TEST(JsonReaderProto2, RefusesUnknownNumbersOfClosedEnums) {
  EXPECT_TRUE(proto2(R"({"closed":5,"list":["A","B",0],"map":{"1":"B"}})").good);
  EXPECT_EQ(proto2(R"({"closed":1})").what(), "body/closed: expected a name of the enum Closed");
  EXPECT_EQ(proto2(R"({"list":[0,1]})").what(), "body/list/1: expected a name of the enum Closed");
  EXPECT_EQ(proto2(R"({"map":{"1":1}})").what(), "body/map/1: expected a name of the enum Closed");
}

TEST(JsonReaderProto2, WantsRequiredFields) {
  EXPECT_TRUE(proto2(R"({"sub":{"must":0},"subs":[{"must":1}]})").good);
  EXPECT_EQ(proto2(R"({"sub":{}})").what(), "body/sub/must: this field is required");
  EXPECT_EQ(proto2(R"({"sub":{"must":null}})").what(), "body/sub/must: this field is required");
  EXPECT_EQ(proto2(R"({"subs":[{"must":1},{"may":"x"}]})").what(),
            "body/subs/1/must: this field is required");
  EXPECT_EQ(proto2(R"({"any":{"@type":"x/P.Sub"}})").what(),
            "body/any/must: this field is required");
}

TEST(JsonReaderProto2, CountsTheFieldsOfAWideMessage) {
  std::string all;
  for (int i = 130; i > 1; --i) all += "\"f" + std::to_string(i) + "\":1,";
  EXPECT_TRUE(read(proto2_types(), "Wide", "{" + all + "\"f1\":1}").good);
  EXPECT_EQ(read(proto2_types(), "Wide", "{" + all + "\"f130\":1}").what(),
            "body/f130: this field is set twice");
  EXPECT_EQ(read(proto2_types(), "Wide", "{" + all.substr(0, all.size() - 1) + "}").what(),
            "body/f1: this field is required");
}

}  // namespace
}  // namespace bff::proto
