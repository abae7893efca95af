// SPDX-License-Identifier: Apache-2.0
// What protobuf's own reader cannot be asked: errors, options, limits, and the bytes themselves.
#include "proto/json_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "json_reading.hpp"

namespace bff::proto {
namespace {

using testing::HasSubstr;

const Compiled& gift_orders() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    import "google/protobuf/any.proto";
    import "google/protobuf/duration.proto";
    import "google/protobuf/struct.proto";
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/wrappers.proto";
    package shop;
    enum Status { STATUS_UNSPECIFIED = 0; STATUS_PAID = 1; STATUS_SENT = -2; }
    message Item { string product_id = 1; int32 quantity = 2; bytes note = 3; }
    message Order {
      int64 id = 1; Status status = 2; repeated Item items = 3; map<string, Item> gifts = 4;
      map<int32, Status> by_day = 5; repeated sint32 days = 6; Order parent = 7; double price = 8;
      google.protobuf.Timestamp at = 9; google.protobuf.Any any = 10;
      google.protobuf.Value value = 11; repeated Status history = 12;
      google.protobuf.Duration span = 13; google.protobuf.Struct object = 14;
      oneof pay { string card = 15; Item voucher = 16; }
      google.protobuf.BoolValue flag = 17; repeated string tags = 18; optional int32 maybe = 19;
    })");
  return compiled;
}

Read read_order(std::string_view json, ReadOptions options = {}) {
  return read(gift_orders(), "shop.Order", json, options);
}

// The bytes that protobuf writes of a message in its text format.
std::string bytes(const std::string& text) { return gift_orders().bytes("shop.Order", text); }

TEST(JsonReader, PointsAtWhatIsWrongAndSaysWhatItWants) {
  const struct {
    const char *json, *parameter, *detail;
  } cases[] = {
      {R"({"id":"x"})", "body/id", "expected an int64"},
      {R"({"id":1.5})", "body/id", "expected an int64"},
      {R"({"items":[{},{"quantity":2147483648}]})", "body/items/1/quantity", "expected an int32"},
      {R"({"items":[{"productId":7}]})", "body/items/0/productId", "expected a string"},
      {R"({"items":[{"note":"?"}]})", "body/items/0/note", "expected base64 in a string"},
      {R"({"items":{}})", "body/items", "expected a list"},
      {R"({"items":[null]})", "body/items/0", "expected an object"},
      {R"({"gifts":{"a/b~c":{"quantity":true}}})", "body/gifts/a~1b~0c/quantity",
       "expected an int32"},
      {R"({"gifts":{"a":null}})", "body/gifts/a", "expected an object"},
      {R"({"byDay":{"x":1}})", "body/byDay/x", "expected an int32"},
      {R"({"byDay":{"1":"PAID"}})", "body/byDay/1", "expected a name of the enum Status"},
      {R"({"status":"STATUS_LOST"})", "body/status", "expected a name of the enum Status"},
      {R"({"days":[1,2,"x"]})", "body/days/2", "expected an int32"},
      {R"({"price":1e999})", "body/price", "expected a double"},
      {R"({"parent":{"parent":{"price":[]}}})", "body/parent/parent/price", "expected a double"},
      {R"({"at":"today"})", "body/at", "expected a timestamp such as \"2024-02-29T12:00:00.5Z\""},
      {R"({"span":3})", "body/span", "expected a duration such as \"1.5s\""},
      {R"({"flag":1})", "body/flag", "expected true or false"},
      {R"({"value":[1,{"a":[1e999]}]})", "body/value/1/a/0", "expected a double"},
      {R"({"object":[]})", "body/object", "expected an object"},
      {R"({"nope":1})", "body/nope", "there is no such field"},
      {R"({"items":[{"nope":1}]})", "body/items/0/nope", "there is no such field"},
      {R"({"id":1,"id":2})", "body/id", "this field is set twice"},
      {R"({"id":null,"id":2})", "body/id", "this field is set twice"},
      {R"({"byDay":{},"by_day":{}})", "body/by_day", "this field is set twice"},
      {R"({"card":"x","voucher":{}})", "body/voucher", "another field of its oneof is set already"},
      {R"({"gifts":{"b":{},"a":{},"b":{}}})", "body/gifts/b", "this key stands twice"},
      {R"({"byDay":{"1":0,"1.0":0}})", "body/byDay/1.0", "this key stands twice"},
      {R"({"any":{"a":1}})", "body/any", "expected \"@type\""},
      {R"({"any":{"@type":"x/shop.None"}})", "body/any/@type",
       "expected the URL of a known type, such as \"type.googleapis.com/google.type.Date\""},
      {R"({"any":{"@type":"x/shop.Item","quantity":""}})", "body/any/quantity",
       "expected an int32"},
      {R"({"any":{"@type":"x/google.protobuf.Duration"}})", "body/any/value", "expected a value"},
      {R"({"any":{"@type":"x/shop.Item","@type":"x/shop.Item"}})", "body/any/@type",
       "this field is set twice"},
      {R"({"any":{"@type":"x/google.protobuf.Value","value":1,"value":2}})", "body/any/value",
       "this field is set twice"},
      {R"([])", "body", "expected an object"},
      {R"(null)", "body", "expected an object"},
      {"", "body", "the body is empty"},
      {"\xEF\xBB\xBF{}", "body", "JSON must not begin with a byte order mark"},
      {" ", "body", "this is not JSON at byte 1: the text ends too early"},
      {R"({"items":[{"quantity":1 "note":""}]})", "body/items/0",
       "this is not JSON at byte 24: expected ',' or '}'"},
      {R"({"id":01})", "body/id", "this is not JSON at byte 7: this is no number"},
      {R"({} x)", "body", "this is not JSON at byte 3: expected the end of the text"},
  };
  for (const auto& one : cases) {
    const Read found = read_order(one.json);
    EXPECT_FALSE(found.good) << one.json;
    // Of keys that mean one number any may be named.
    if (std::string_view(one.json).find("1.0") == std::string_view::npos) {
      EXPECT_EQ(found.parameter, one.parameter) << one.json;
    }
    EXPECT_EQ(found.detail, one.detail) << one.json;
  }
}

TEST(JsonReader, CutsLongNamesBetweenCharacters) {
  std::string key;
  while (key.size() < 100'000) key += "\xC3\xA9";
  const Read found = read_order("{\"" + key + "\":1}");
  EXPECT_LT(found.parameter.size(), 120U);
  EXPECT_TRUE(found.parameter.ends_with("\xC3\xA9…")) << found.parameter;
}

TEST(JsonReader, WritesFieldsByNumberWhateverTheirOrder) {
  const std::string expected =
      bytes(R"(id: 7 status: STATUS_PAID items { product_id: "a" quantity: 2 }
      items { } days: [1, -1] parent { id: 1 price: 2 } price: 0.5 tags: "x" tags: "")");
  EXPECT_EQ(
      read_order(R"({"id":7,"status":1,"items":[{"productId":"a","quantity":2},{}],"days":[1,-1],
      "parent":{"id":1,"price":2},"price":0.5,"tags":["x",""]})")
          .bytes,
      expected);
  EXPECT_EQ(read_order(R"({"tags":["x",""],"price":0.5,"parent":{"price":2,"id":1},"days":[1,-1],
      "items":[{"quantity":2,"productId":"a"},{}],"status":"STATUS_PAID","id":7})")
                .bytes,
            expected);
}

TEST(JsonReader, LeavesZerosOutWhereTheFieldHasNoPresence) {
  EXPECT_EQ(
      read_order(R"({"id":0,"status":0,"items":[],"gifts":{},"days":[],"price":0.0,"tags":[]})")
          .bytes,
      "");
  EXPECT_EQ(
      read_order(R"({"maybe":0,"card":"","flag":false,"days":[0],"tags":[""],"price":-0.0})").bytes,
      bytes(R"(maybe: 0 card: "" flag { } days: 0 tags: "" price: -0.0)"));
}

TEST(JsonReader, PutsLengthsOfAnySizeInFrontOfWhatTheyCount) {
  for (const std::size_t size : {1, 100, 126, 127, 128, 129, 16'382, 16'383, 16'384, 2'100'000}) {
    const std::string text(size, 'x');
    EXPECT_EQ(
        read_order(R"({"parent":{"parent":{"items":[{"productId":")" + text + R"("}],"id":3}}})")
            .bytes,
        bytes("parent { parent { id: 3 items { product_id: '" + text + "' } } }"))
        << size;
    std::string days;
    for (std::size_t i = 0; i < std::min<std::size_t>(size, 20'000); ++i) {
      days += days.empty() ? "-64" : ",-64";  // a byte each
    }
    EXPECT_EQ(read_order("{\"days\":[" + days + "]}").bytes, bytes("days: [" + days + "]")) << size;
  }
}

TEST(JsonReader, PassesOverWhatIsUnknownWhenTold) {
  const ReadOptions ignore{.ignore_unknown = true};
  EXPECT_EQ(read_order(R"({"x":[{"a":null}],"id":1,"x":"","items":[{"y":1e999}]})", ignore).bytes,
            bytes("id: 1 items { }"));
  EXPECT_EQ(
      read_order(
          R"({"status":"LOST","history":["STATUS_PAID","LOST",0],"byDay":{"1":"LOST","2":1}})",
          ignore)
          .bytes,
      bytes("history: [STATUS_PAID, STATUS_UNSPECIFIED] by_day { key: 2 value: STATUS_PAID }"));
  EXPECT_EQ(read_order(R"({"history":["LOST"]})", ignore).bytes, "");
  EXPECT_EQ(read_order(R"({"any":{"x":1,"@type":"x/shop.Item","quantity":3,"y":2}})", ignore).bytes,
            read_order(R"({"any":{"@type":"x/shop.Item","quantity":3}})").bytes);
  // What is known is no less strict: a name that comes twice is not an unknown one.
  EXPECT_FALSE(read_order(R"({"id":1,"id":2})", ignore).good);
  EXPECT_FALSE(read_order(R"({"any":{"@type":"x/shop.Item","@type":"x/shop.Item"}})", ignore).good);
  EXPECT_FALSE(
      read_order(R"({"any":{"@type":"x/google.protobuf.Value","value":1,"value":2}})", ignore)
          .good);
  // It must be JSON all the same, and no deeper than anything else.
  EXPECT_EQ(read_order(R"({"x":[1,]})", ignore).parameter, "body/x");
  EXPECT_EQ(read_order(R"({"x":"\q"})", ignore).parameter, "body/x");
  const std::string deep(101, '[');
  EXPECT_THAT(read_order("{\"x\":" + deep + "1", ignore).detail, HasSubstr("nested too deeply"));
}

TEST(JsonReader, TakesNamesOfEnumsWithoutTheirPrefixWhenTold) {
  const ReadOptions shortened{.short_enum_names = true};
  EXPECT_EQ(read_order(R"({"status":"PAID","history":["SENT","STATUS_SENT",-2]})", shortened).bytes,
            bytes("status: STATUS_PAID history: [STATUS_SENT, STATUS_SENT, STATUS_SENT]"));
  EXPECT_FALSE(read_order(R"({"status":"paid"})", shortened).good);
  EXPECT_FALSE(read_order(R"({"status":"PAID"})").good);
}

TEST(JsonReader, KeepsUnknownNumbersOfOpenEnums) {
  EXPECT_EQ(read_order(R"({"status":77,"history":[-5,2.0]})").bytes,
            "\x10\x4D\x62\x0B\xFB\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x02");
  EXPECT_FALSE(read_order(R"({"status":2147483648})").good);
}

TEST(JsonReader, RefusesWhatARouteDoesNotRead) {
  const MessageTable& table = gift_orders().table("shop.Order");
  const MessageTable& item = gift_orders().table("shop.Item");
  FieldTree tree;
  tree.add(table, gift_orders().field("shop.Order", "id"));
  tree.add(table, gift_orders().field("shop.Order", "items"))
      .add(item, gift_orders().field("shop.Item", "quantity"));
  tree.add(table, gift_orders().field("shop.Order", "gifts"))
      .add(item, gift_orders().field("shop.Item", "note"));
  tree.add(table, gift_orders().field("shop.Order", "voucher")).add_all();
  tree.add(table, gift_orders().field("shop.Order", "value")).add_all();
  tree.add(table, gift_orders().field("shop.Order", "any")).add_all();
  const ReadOptions closed{.closure = &tree};
  EXPECT_EQ(read_order(R"({"id":1,"items":[{"quantity":2}],"gifts":{"a":{"note":"AA=="}},
      "voucher":{"productId":"x","quantity":1},"value":{"id":[1]},
      "any":{"@type":"x/shop.Order","price":1}})",
                       closed)
                .bytes,
            read_order(R"({"id":1,"items":[{"quantity":2}],"gifts":{"a":{"note":"AA=="}},
      "voucher":{"productId":"x","quantity":1},"value":{"id":[1]},
      "any":{"@type":"x/shop.Order","price":1}})")
                .bytes);
  const auto refused = [&](const char* json) {
    const Read found = read_order(json, closed);
    EXPECT_EQ(found.detail, "there is no such field") << json;
    return found.parameter;
  };
  EXPECT_EQ(refused(R"({"id":1,"price":2})"), "body/price");
  EXPECT_EQ(refused(R"({"price":null})"), "body/price");
  EXPECT_EQ(refused(R"({"items":[{"quantity":2},{"productId":"x"}]})"), "body/items/1/productId");
  EXPECT_EQ(refused(R"({"gifts":{"a":{"quantity":1}}})"), "body/gifts/a/quantity");
  EXPECT_EQ(refused(R"({"by_day":{}})"), "body/by_day");
  EXPECT_EQ(
      read_order(R"({"price":[{}],"id":1})", {.ignore_unknown = true, .closure = &tree}).bytes,
      bytes("id: 1"));
}

TEST(JsonReader, ReadsOneFieldByItself) {
  const auto field = [](const char* name, const char* json) {
    std::pmr::monotonic_buffer_resource arena;
    std::string out;
    const auto result = append_field(out, json, gift_orders().field("shop.Order", name), {}, arena);
    return result ? out : result.error().parameter + ": " + result.error().detail;
  };
  EXPECT_EQ(field("items", R"([{"quantity":1},{}])"), bytes("items { quantity: 1 } items { }"));
  EXPECT_EQ(field("gifts", R"({"a":{}})"), bytes("gifts { key: 'a' value { } }"));
  EXPECT_EQ(field("parent", R"({"id":1})"), bytes("parent { id: 1 }"));
  EXPECT_EQ(field("card", R"("")"), bytes("card: ''"));
  EXPECT_EQ(field("id", "0"), "");
  EXPECT_EQ(field("id", "null"), "");
  EXPECT_EQ(field("value", "null"), bytes("value { null_value: NULL_VALUE }"));
  EXPECT_EQ(field("id", "nul"), "body: this is not JSON at byte 3: the text ends too early");
  EXPECT_EQ(field("id", "\"x\""), "body: expected an int64");
  EXPECT_EQ(field("items", R"([{"quantity":""}])"), "body/0/quantity: expected an int32");
}

// What a gateway does for every request: nothing but `out` may need memory then.
TEST(JsonReader, NeedsNoMemoryForAnOrdinaryMessage) {
  std::string out;
  out.reserve(4096);
  const auto read = append_message(
      out,
      R"({"tags":["a","b"],"id":"12","items":[{"productId":"plain","quantity":1}],"days":[1,2],
          "gifts":{"a":{}},"at":"2024-02-29T12:00:00Z","value":[1,{"a":null}]})",
      gift_orders().table("shop.Order"), {}, *std::pmr::null_memory_resource());
  EXPECT_TRUE(read);
  EXPECT_EQ(out.capacity(), 4096U);
}

}  // namespace
}  // namespace bff::proto
