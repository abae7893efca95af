// SPDX-License-Identifier: Apache-2.0
#include "proto/json_format.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "compiled.hpp"

namespace bff::proto {
namespace {

using testing::HasSubstr;

const Compiled& formatted_orders() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/struct.proto";
    message Order {
      string display_name = 9;
      int64 id = 1;
      uint64 big = 2;
      int32 small = 3;
      bool paid = 4;
      double weight = 5;
      float ratio = 6;
      bytes raw = 7;
      OrderStatus status = 8;
      optional string note = 10;
      Line line = 11;
      repeated Line lines = 12;
      repeated int32 numbers = 13;
      repeated OrderStatus history = 14;
      map<string, int32> counts = 15;
      oneof how { string card = 16; Line voucher = 17; }
      google.protobuf.Timestamp placed_at = 18;
      google.protobuf.NullValue nothing = 19;
    }
    message Line { int32 quantity = 1; Order order = 2; }
    message Maps {
      map<int32, string> i32 = 1; map<int64, int64> i64 = 2; map<uint64, bool> u64 = 3;
      map<bool, string> flag = 4; map<string, Line> lines = 5; map<sint32, double> s32 = 6;
      map<string, google.protobuf.Timestamp> times = 7; map<string, OrderStatus> states = 8;
    }
    enum OrderStatus { ORDER_STATUS_NONE = 0; ORDER_STATUS_PAID = 1; }
  )");
  return compiled;
}

const Compiled& formatted_proto2() {
  static const Compiled compiled(R"(
    syntax = "proto2";
    message M {
      enum E { A = 0; B = 2; }
      optional E e = 1;
      required int32 must = 2;
      optional string text = 3;
      optional group Inner = 4 { optional int32 a = 1; repeated group Deep = 2 { optional int32 b = 1; } }
      map<string, E> kinds = 5;
      optional int32 five = 6 [default = 5];
    })");
  return compiled;
}

constexpr JsonFormat kProto3{.enums = JsonFormat::Enums::full_name,
                             .presence = JsonFormat::Presence::proto3};

std::string written(const Compiled& from, const std::string& message, const std::string& bytes,
                    const JsonFormat& format = {}) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out = "before ";
  const auto result = write_message(out, from.table(message), bytes, format, arena);
  if (!result) {
    EXPECT_EQ(result.error().code, Errc::upstream_invalid);
    return result.error().internal;
  }
  return out.substr(7);
}

std::string order_json(const std::string& text, const JsonFormat& format = kProto3) {
  return written(formatted_orders(), "Order", formatted_orders().bytes("Order", text), format);
}

std::string maps(const std::string& bytes) {
  return written(formatted_orders(), "Maps", bytes, kProto3);
}

TEST(WriteMessage, WritesFieldsInTheOrderOfTheProto) {
  EXPECT_EQ(order_json(R"(small: 3 id: 1 line { quantity: 2 } display_name: "A")"),
            R"({"displayName":"A","id":"1","small":3,"line":{"quantity":2}})");
}

TEST(WriteMessage, LeavesOutWhatIsZeroOrAbsentInProto3Mode) {
  EXPECT_EQ(order_json(""), "{}");
  EXPECT_EQ(written(formatted_orders(), "Order", "0800 4a00 290000000000000000 3a00"_hex, kProto3),
            "{}");
  EXPECT_EQ(order_json(R"(note: "" line {} card: "")"), R"({"note":"","line":{},"card":""})");
}

TEST(WriteMessage, WritesEveryKeyOfAShape) {
  EXPECT_EQ(order_json("", {}),
            R"({"displayName":"","id":"0","big":"0","small":0,"paid":false,"weight":0,"ratio":0,)"
            R"("raw":"","status":"NONE","note":null,"line":null,"lines":[],"numbers":[],)"
            R"("history":[],"counts":{},"placedAt":null,"nothing":null})");
}

TEST(WriteMessage, WritesOnlyTheMemberOfAOneofThatIsSet) {
  EXPECT_THAT(order_json(R"(card: "x")", {}), HasSubstr(R"("card":"x","placedAt")"));
  EXPECT_THAT(order_json("voucher { }", {}),
              HasSubstr(R"("voucher":{"quantity":0,"order":null},"placedAt")"));
}

TEST(WriteMessage, WritesEveryKeyOfNestedMessages) {
  const Compiled nested(
      "syntax = 'proto3'; message M { int32 a = 1; M m = 2; repeated M ms = 3; }");
  EXPECT_EQ(written(nested, "M", nested.bytes("M", "m { a: 1 } ms { }")),
            R"({"a":0,"m":{"a":1,"m":null,"ms":[]},"ms":[{"a":0,"m":null,"ms":[]}]})");
}

TEST(WriteMessage, WritesScalars) {
  EXPECT_EQ(
      order_json(R"(id: -9223372036854775808 big: 18446744073709551615 small: -2147483648 paid: true
                     weight: 0.1 ratio: 0.1 raw: "\xfb")"),
      R"({"id":"-9223372036854775808","big":"18446744073709551615","small":-2147483648,)"
      R"("paid":true,"weight":0.1,"ratio":0.1,"raw":"+w=="})");
  EXPECT_EQ(order_json("weight: nan ratio: -inf"), R"({"weight":"NaN","ratio":"-Infinity"})");
  EXPECT_EQ(order_json("weight: -0.0"), R"({"weight":-0})");
  EXPECT_EQ(order_json(R"(display_name: "a\"b\n\xe8\xb0\xb7")"),
            "{\"displayName\":\"a\\\"b\\n\u8c37\"}");
}

TEST(WriteMessage, WritesInt64AsNumbersIfWanted) {
  JsonFormat format = kProto3;
  format.int64 = JsonFormat::Int64::number;
  EXPECT_EQ(order_json("id: -5 big: 18446744073709551615", format),
            R"({"id":-5,"big":18446744073709551615})");
}

TEST(WriteMessage, WritesProtoNamesIfWanted) {
  JsonFormat format = kProto3;
  format.names = JsonFormat::Names::proto;
  EXPECT_EQ(order_json(R"(display_name: "A")", format), R"({"display_name":"A"})");
}

TEST(WriteMessage, WritesEnumsInThreeWays) {
  JsonFormat format = kProto3;
  EXPECT_EQ(order_json("status: ORDER_STATUS_PAID", format), R"({"status":"ORDER_STATUS_PAID"})");
  format.enums = JsonFormat::Enums::short_name;
  EXPECT_EQ(order_json("status: ORDER_STATUS_PAID history: [ORDER_STATUS_NONE, ORDER_STATUS_PAID]",
                       format),
            R"({"status":"PAID","history":["NONE","PAID"]})");
  format.enums = JsonFormat::Enums::number;
  EXPECT_EQ(order_json("status: ORDER_STATUS_PAID", format), R"({"status":1})");
}

TEST(WriteMessage, WritesNumbersOfUnknownEnumValues) {
  EXPECT_EQ(written(formatted_orders(), "Order", "402a"_hex, kProto3), R"({"status":42})");
  EXPECT_EQ(written(formatted_orders(), "Order", "40ffffffffffffffffff01"_hex, kProto3),
            R"({"status":-1})");
}

TEST(WriteMessage, JoinsPiecesAndLists) {
  EXPECT_EQ(written(formatted_orders(), "Order", "680168 02 6a0203 04 5a020801 5a00 5a020802"_hex,
                    kProto3),
            R"({"line":{"quantity":2},"numbers":[1,2,3,4]})");
}

TEST(WriteMessage, WritesMapKeysAsTexts) {
  EXPECT_EQ(
      maps(formatted_orders().bytes("Maps", R"(i32 { key: -1 value: "a" } i64 { key: 5 value: 6 }
                                         u64 { key: 18446744073709551615 value: true }
                                         flag { key: true value: "t" } s32 { key: -3 value: 0.5 })")),
      R"({"i32":{"-1":"a"},"i64":{"5":"6"},"u64":{"18446744073709551615":true},)"
      R"("flag":{"true":"t"},"s32":{"-3":0.5}})");
  EXPECT_EQ(written(formatted_orders(), "Maps",
                    formatted_orders().bytes("Maps", "i64 { key: 5 value: 6 }"),
                    {.int64 = JsonFormat::Int64::number, .presence = JsonFormat::Presence::proto3}),
            R"({"i64":{"5":6}})");
}

TEST(WriteMessage, EscapesMapKeys) {
  EXPECT_EQ(maps(formatted_orders().bytes("Maps", R"(lines { key: "a\"b" value { } })")),
            R"({"lines":{"a\"b":{}}})");
}

TEST(WriteMessage, TakesTheLastOfRepeatedMapKeys) {
  EXPECT_EQ(maps("0a05 0801 120161 0a05 0802 120162 0a05 0801 120163"_hex),
            R"({"i32":{"2":"b","1":"c"}})");
}

TEST(WriteMessage, TakesDefaultsForWhatAMapEntryLacks) {
  EXPECT_EQ(maps("0a00"_hex), R"({"i32":{"0":""}})");
  EXPECT_EQ(maps("2200"_hex), R"({"flag":{"false":""}})");
  EXPECT_EQ(maps("2a00"_hex), R"({"lines":{"":{}}})");
  EXPECT_EQ(maps("3a00"_hex), R"({"times":{"":"1970-01-01T00:00:00Z"}})");
  EXPECT_EQ(maps("4203 0a0161"_hex), R"({"states":{"a":"ORDER_STATUS_NONE"}})");
}

TEST(WriteMessage, ReadsMapEntriesInAnyOrderAndMergesTheirPieces) {
  EXPECT_EQ(maps("0a08 120161 0801 120162"_hex), R"({"i32":{"1":"b"}})");
  EXPECT_EQ(maps("2a0d 12020801 0a0161 1204 12020805"_hex),
            R"({"lines":{"a":{"quantity":1,"order":{"id":"5"}}}})");
}

TEST(WriteMessage, WritesGroups) {
  EXPECT_EQ(
      written(formatted_proto2(), "M",
              formatted_proto2().bytes("M", "Inner { a: 1 Deep { b: 2 } Deep { } }"), kProto3),
      R"({"inner":{"a":1,"deep":[{"b":2},{}]}})");
}

TEST(WriteMessage, WritesAProto2FieldThatIsAbsentAsNull) {
  EXPECT_EQ(written(formatted_proto2(), "M", ""),
            R"({"e":null,"must":null,"text":null,"inner":null,"kinds":{},"five":null})");
}

TEST(WriteMessage, TreatsAnUnknownNumberOfAClosedEnumAsUnknownField) {
  EXPECT_EQ(written(formatted_proto2(), "M", "0802 0809"_hex, kProto3), R"({"e":"B"})");
  // In a map it makes the whole entry unknown.
  EXPECT_EQ(written(formatted_proto2(), "M", "2a05 0a0161 1009 2a03 0a0162"_hex, kProto3),
            R"({"kinds":{"b":"A"}})");
}

TEST(WriteMessage, RefusesAProto2TextThatIsNotUtf8) {
  EXPECT_EQ(written(formatted_proto2(), "M", "1a01ff"_hex), "M.text: a text is not valid UTF-8");
}

TEST(WriteMessage, NamesTheInnermostFieldAtFault) {
  EXPECT_EQ(written(formatted_orders(), "Order", "5a0408011208"_hex),
            "Line.order: the bytes end within a value");
  EXPECT_EQ(written(formatted_orders(), "Order", "9201020880"_hex),
            "google.protobuf.Timestamp.seconds: the bytes end within a value");
}

// `depth` messages within an Order: Line, Order, Line …
std::string nested(int depth) {
  std::string bytes;
  for (int i = 0; i < depth; ++i) {
    std::string outer = (depth - i) % 2 == 1 ? "5a"_hex : "12"_hex;
    for (std::size_t size = bytes.size();; size >>= 7) {
      outer += static_cast<char>((size & 0x7F) | (size > 0x7F ? 0x80 : 0));
      if (size <= 0x7F) break;
    }
    bytes = outer + bytes;
  }
  return bytes;
}

TEST(WriteMessage, GoesAHundredMessagesDeepAndNoFurther) {
  const std::string out = written(formatted_orders(), "Order", nested(100), kProto3);
  EXPECT_EQ(std::count(out.begin(), out.end(), '{'), 101);
  EXPECT_THAT(written(formatted_orders(), "Order", nested(101), kProto3), HasSubstr("100 deep"));
}

TEST(WriteMessage, CountsTheDepthThatTheCallerIsAt) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  EXPECT_TRUE(write_message(out, formatted_orders().table("Line"), "", {}, arena, 100));
  EXPECT_FALSE(write_message(out, formatted_orders().table("Line"), "", {}, arena, 101));
}

// Two bytes of protobuf may be hundreds of JSON.
TEST(WriteMessage, BoundsWhatEmptyMessagesBecome) {
  const Compiled wide(R"(
    syntax = "proto3";
    message Outer { repeated Order orders = 1; }
    message Order { string a_long_name_of_a_field = 1; string another_long_name_of_a_field = 2;
                    string yet_another_long_name_of_a_field = 3; })");
  std::string bytes;
  for (int i = 0; i < 1'000'000; ++i) bytes += "0a00"_hex;
  EXPECT_EQ(written(wide, "Outer", bytes, kProto3).size(), 3'000'012U);
  const std::string refused = written(wide, "Outer", bytes);
  EXPECT_EQ(refused.substr(0, 100), "Order: the message grows beyond 64 MiB as JSON");
}

std::string one(const std::string& field, const Cell& cell, const JsonFormat& format = {}) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  const auto result =
      write_value(out, formatted_orders().field("Order", field), cell, format, arena);
  return result ? out : result.error().internal;
}

TEST(WriteValue, WritesOneElement) {
  EXPECT_EQ(one("id", Cell::number(7)), R"("7")");
  EXPECT_EQ(one("numbers", Cell::number(static_cast<std::uint64_t>(-7))), "-7");
  EXPECT_EQ(one("status", Cell::number(1)), R"("PAID")");
  EXPECT_EQ(one("display_name", Cell::view("x")), R"("x")");
  EXPECT_EQ(one("lines", Cell::view("\x08\x05")), R"({"quantity":5,"order":null})");
  EXPECT_EQ(one("placed_at", Cell::view("")), R"("1970-01-01T00:00:00Z")");
}

TEST(WriteValue, RefusesBrokenMessages) {
  EXPECT_EQ(one("lines", Cell::view("\x08")), "Line.quantity: the bytes end within a value");
}

// Inputs and literals have fields of the plan's own, whose texts nobody has checked.
TEST(WriteValue, ChecksTextsThatNoMessageHeld) {
  std::pmr::monotonic_buffer_resource arena;
  std::string out;
  Field input;
  input.type = FieldType::text;
  input.name = "query.name";
  EXPECT_TRUE(write_value(out, input, Cell::view("ok"), {}, arena));
  const auto refused = write_value(out, input, Cell::view("\xff"), {}, arena);
  EXPECT_EQ(refused.error().internal, "a text is not valid UTF-8 ('query.name')");
}

std::string selected(const std::string& field, const std::string& bytes) {
  std::pmr::monotonic_buffer_resource arena;
  Selection selection(formatted_orders().table("Order"));
  selection.add(formatted_orders().field("Order", field));
  selection.freeze();
  const auto record = index(bytes, selection, arena);
  EXPECT_TRUE(record);
  std::string out;
  const auto result =
      write_field(out, formatted_orders().field("Order", field), (**record)[0], {}, arena);
  return result ? out : result.error().internal;
}

TEST(WriteField, WritesValuesListsAndMaps) {
  EXPECT_EQ(selected("id", "0805"_hex), R"("5")");
  EXPECT_EQ(selected("numbers", "6a03010203"_hex), "[1,2,3]");
  EXPECT_EQ(selected("lines", "62020801 6200"_hex),
            R"([{"quantity":1,"order":null},{"quantity":0,"order":null}])");
  EXPECT_EQ(selected("counts", "7a05 0a0161 1001"_hex), R"({"a":1})");
}

TEST(WriteField, WritesZerosAndNullsForWhatIsAbsent) {
  EXPECT_EQ(selected("id", ""), R"("0")");
  EXPECT_EQ(selected("status", ""), R"("NONE")");
  EXPECT_EQ(selected("display_name", ""), R"("")");
  EXPECT_EQ(selected("note", ""), "null");
  EXPECT_EQ(selected("line", ""), "null");
  EXPECT_EQ(selected("placed_at", ""), "null");
  EXPECT_EQ(selected("card", ""), "null");
  EXPECT_EQ(selected("numbers", ""), "[]");
  EXPECT_EQ(selected("counts", ""), "{}");
}

TEST(WriteField, RefusesBrokenElements) {
  EXPECT_EQ(selected("lines", "6200 620108"_hex), "Line.quantity: the bytes end within a value");
  EXPECT_THAT(selected("counts", "7a0108"_hex), HasSubstr("the bytes end within a value"));
}

}  // namespace
}  // namespace bff::proto
