// SPDX-License-Identifier: Apache-2.0
#include "proto/schema.hpp"

#include <gmock/gmock.h>

#include "compiled.hpp"

namespace bff::proto {
namespace {

using testing::ElementsAre;

const Compiled& order_schema() {
  static const Compiled compiled(R"(
    syntax = "proto3";
    package shop.v1;
    import "google/protobuf/timestamp.proto";
    import "google/protobuf/struct.proto";
    enum OrderStatus {
      option allow_alias = true;
      ORDER_STATUS_UNSPECIFIED = 0;
      ORDER_STATUS_SHIPPED = 2;
      ORDER_STATUS_PAID = 1;
      ORDER_STATUS_SETTLED = 1;
    }
    message Order {
      message Line { int64 product_id = 1; Order of = 2; }
      string display_name = 7;
      int64 id = 1;
      repeated Line lines = 2;
      map<string, int32> counts = 3;
      optional int32 rank = 4;
      oneof how { string card = 5; Line voucher = 6; }
      oneof why { bool gift = 9; }
      OrderStatus status = 8;
      google.protobuf.Timestamp placed_at = 10;
      bytes raw = 11 [json_name = "a\"b"];
      google.protobuf.NullValue nothing = 12;
    }
    message Empty {}
  )");
  return compiled;
}

const Field& order_field(std::string_view name) {
  return order_schema().field("shop.v1.Order", name);
}

TEST(Schema, KeepsFieldsInTheOrderOfTheProto) {
  const MessageTable& table = order_schema().table("shop.v1.Order");
  EXPECT_EQ(table.full_name, "shop.v1.Order");
  std::vector<std::string> names;
  for (const Field& field : table.fields) names.push_back(field.name);
  EXPECT_THAT(names, ElementsAre("display_name", "id", "lines", "counts", "rank", "card", "voucher",
                                 "gift", "status", "placed_at", "raw", "nothing"));
}

TEST(Schema, HoldsBothNamesAndTheirKeys) {
  EXPECT_EQ(order_field("display_name").json_name, "displayName");
  EXPECT_EQ(order_field("display_name").json_key, R"(,"displayName":)");
  EXPECT_EQ(order_field("display_name").name_key, R"(,"display_name":)");
  EXPECT_EQ(order_field("raw").json_key, R"(,"a\"b":)");
}

TEST(Schema, TellsEveryTypeApart) {
  const Compiled all(R"(
    syntax = "proto2";
    message M {
      optional double f1 = 1; optional float f2 = 2; optional int64 f3 = 3;
      optional uint64 f4 = 4; optional int32 f5 = 5; optional fixed64 f6 = 6;
      optional fixed32 f7 = 7; optional bool f8 = 8; optional string f9 = 9;
      optional group F10 = 10 {} optional M f11 = 11; optional bytes f12 = 12;
      optional uint32 f13 = 13; optional E f14 = 14; optional sfixed32 f15 = 15;
      optional sfixed64 f16 = 16; optional sint32 f17 = 17; optional sint64 f18 = 18;
    }
    enum E { A = 0; })");
  using T = FieldType;
  std::vector<T> types;
  for (const Field& field : all.table("M").fields) types.push_back(field.type);
  EXPECT_THAT(
      types, ElementsAre(T::float64, T::float32, T::int64, T::uint64, T::int32, T::fixed64,
                         T::fixed32, T::boolean, T::text, T::group, T::message, T::bytes, T::uint32,
                         T::enumeration, T::sfixed32, T::sfixed64, T::sint32, T::sint64));
}

TEST(Schema, KnowsPresence) {
  EXPECT_FALSE(order_field("id").presence);
  EXPECT_TRUE(order_field("rank").presence);
  EXPECT_TRUE(order_field("card").presence);
  EXPECT_TRUE(order_field("placed_at").presence);
  EXPECT_FALSE(order_field("lines").presence);
}

TEST(Schema, NumbersRealOneofsOnly) {
  EXPECT_EQ(order_field("rank").oneof, -1);
  EXPECT_EQ(order_field("card").oneof, order_field("voucher").oneof);
  EXPECT_NE(order_field("card").oneof, order_field("gift").oneof);
  EXPECT_EQ(order_schema().table("shop.v1.Order").oneofs, 2U);
}

TEST(Schema, GivesMapsTheirEntryMessage) {
  const Field& counts = order_field("counts");
  EXPECT_TRUE(counts.map);
  EXPECT_TRUE(counts.repeated);
  EXPECT_EQ(counts.message->find(1)->type, FieldType::text);
  EXPECT_EQ(counts.message->find(2)->type, FieldType::int32);
  EXPECT_EQ(order_schema().schema().resolve(counts.message->full_name), nullptr);
}

TEST(Schema, LinksMessagesThatRecur) {
  const Field& lines = order_field("lines");
  EXPECT_EQ(lines.message->find("of")->message, &order_schema().table("shop.v1.Order"));
}

TEST(Schema, SortsEnumsByNumberAndTakesTheFirstOfAliases) {
  const EnumTable& status = *order_field("status").enumeration;
  EXPECT_EQ(status.full_name, "shop.v1.OrderStatus");
  EXPECT_FALSE(status.closed);
  std::vector<std::string> names, shorts;
  for (const auto& value : status.values) {
    names.push_back(value.full_name);
    shorts.push_back(value.short_name);
  }
  EXPECT_THAT(names,
              ElementsAre("ORDER_STATUS_UNSPECIFIED", "ORDER_STATUS_PAID", "ORDER_STATUS_SHIPPED"));
  EXPECT_THAT(shorts, ElementsAre("UNSPECIFIED", "PAID", "SHIPPED"));
  EXPECT_TRUE(order_field("nothing").enumeration->null_value);
}

TEST(Schema, TellsProto2Apart) {
  const Compiled old(R"(
    syntax = "proto2";
    enum Kind { B = 2; A = 1; }
    message M { optional string name = 1; required Kind kind = 2; })");
  EXPECT_FALSE(old.field("M", "name").utf8);
  EXPECT_TRUE(old.field("M", "name").presence);
  EXPECT_TRUE(old.field("M", "kind").enumeration->closed);
  EXPECT_TRUE(order_field("display_name").utf8);
  EXPECT_FALSE(order_field("raw").utf8);
}

TEST(Schema, ResolvesByFullNameOverAllFiles) {
  const Schema& schema = order_schema().schema();
  EXPECT_EQ(schema.resolve("shop.v1.Order"), &order_schema().table("shop.v1.Order"));
  EXPECT_EQ(schema.resolve("shop.v1.Order.Line"), order_field("lines").message);
  EXPECT_EQ(schema.resolve("google.protobuf.Timestamp"), order_field("placed_at").message);
  EXPECT_EQ(schema.resolve("Order"), nullptr);
  EXPECT_EQ(schema.resolve(""), nullptr);
}

TEST(Schema, ResolvesWellKnownTypesThatNoFileImports) {
  const Compiled bare("syntax = 'proto3'; message M {}");
  const std::vector<std::pair<std::string, WellKnown>> types = {
      {"Any", WellKnown::any},
      {"Timestamp", WellKnown::timestamp},
      {"Duration", WellKnown::duration},
      {"FieldMask", WellKnown::field_mask},
      {"Struct", WellKnown::structure},
      {"Value", WellKnown::value},
      {"ListValue", WellKnown::list_value},
      {"Empty", WellKnown::empty},
      {"BoolValue", WellKnown::wrapper},
      {"Int32Value", WellKnown::wrapper},
      {"Int64Value", WellKnown::wrapper},
      {"UInt32Value", WellKnown::wrapper},
      {"UInt64Value", WellKnown::wrapper},
      {"FloatValue", WellKnown::wrapper},
      {"DoubleValue", WellKnown::wrapper},
      {"StringValue", WellKnown::wrapper},
      {"BytesValue", WellKnown::wrapper}};
  for (const auto& [name, kind] : types) {
    const MessageTable* table = bare.schema().resolve("google.protobuf." + name);
    ASSERT_NE(table, nullptr) << name;
    EXPECT_EQ(table->well_known, kind) << name;
  }
}

TEST(Schema, TakesAnotherMessageOfAWellKnownNameForAnOrdinaryOne) {
  const Compiled odd(R"(
    syntax = "proto3"; package google.protobuf;
    message Timestamp { string text = 1; }
    message StringValue { repeated string value = 1; }
    message Duration { int64 seconds = 1; int32 nanos = 3; })");
  EXPECT_EQ(odd.table("google.protobuf.Timestamp").well_known, WellKnown::none);
  EXPECT_EQ(odd.table("google.protobuf.StringValue").well_known, WellKnown::none);
  EXPECT_EQ(odd.table("google.protobuf.Duration").well_known, WellKnown::none);
  EXPECT_EQ(order_schema().table("shop.v1.Empty").well_known, WellKnown::none);
  // The loaded file wins over the built-in copy.
  EXPECT_EQ(odd.schema().resolve("google.protobuf.Timestamp"),
            &odd.table("google.protobuf.Timestamp"));
}

}  // namespace
}  // namespace bff::proto
