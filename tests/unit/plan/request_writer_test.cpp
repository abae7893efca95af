// SPDX-License-Identifier: Apache-2.0
#include "plan/request_writer.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::ProtoText;

// One message both as the source and as the target of each field.
const ProtoText& all_field_types() {
  static const ProtoText made(R"pb(
    syntax = "proto2"
    ;
    package t;
    enum Colour { NONE = 0; RED = 1; MINUS = -1; }
    message Inner { optional string name = 1; optional int32 count = 2; }
    message Wrapper { optional int64 value = 1; }
    message All {
      optional double d = 1;      optional float f = 2;
      optional int64 i64 = 3;     optional uint64 u64 = 4;
      optional int32 i32 = 5;     optional fixed64 x64 = 6;
      optional fixed32 x32 = 7;   optional bool b = 8;
      optional string s = 9;      optional group G = 10 { optional int32 v = 1; }
      optional Inner inner = 11;  optional bytes raw = 12;
      optional uint32 u32 = 13;   optional Colour colour = 14;
      optional sfixed32 sx32 = 15; optional sfixed64 sx64 = 16;
      optional sint32 s32 = 17;   optional sint64 s64 = 18;
      repeated int32 many = 21;   repeated string texts = 22;
      repeated Inner inners = 23; map<string, int32> map = 24;
      repeated double ds = 25;    repeated float fs = 26; repeated sint64 s64s = 27;
      optional Wrapper wrapped = 30;
    }
  )pb");
  return made;
}

class RequestWriter : public testing::Test {
 protected:
  RequestWriter() : builder(all_field_types()) { builder.call("source", "t.All"); }

  void copy(const std::string& to, const std::string& from) {
    fields.push_back(builder.with(all_field_types().field("t.All", to),
                                  PlanBuilder::expression(builder.at("source." + from))));
  }
  Result<Request> write(const std::string& source) {
    PlanScope scope(builder.build(nullptr));
    if (source == "MISSING") {
      scope.miss(0);
    } else {
      scope.answer(0, all_field_types().encode("t.All", source));
    }
    return write_request(bytes, fields, *scope);
  }
  std::string written(const std::string& source) {
    const Result<Request> made = write(source);
    if (!made) return "ERROR " + made.error().detail;
    return *made == Request::missing ? "MISSING" : all_field_types().decode("t.All", bytes);
  }

  PlanBuilder builder;
  std::vector<RequestField> fields;
  std::string bytes;
};

TEST_F(RequestWriter, CopiesEveryScalarType) {
  for (const char* name : {"d", "f", "i64", "u64", "i32", "x64", "x32", "b", "s", "raw", "u32",
                           "colour", "sx32", "sx64", "s32", "s64"}) {
    copy(name, name);
  }
  const std::string all =
      "d: -1.5 f: 0.1 i64: -9223372036854775808 u64: 18446744073709551615 i32: -2147483648 "
      "x64: 18446744073709551615 x32: 4294967295 b: true s: \"text\" raw: \"\\000\\377\" "
      "u32: 4294967295 colour: MINUS sx32: -2147483648 sx64: -9223372036854775808 "
      "s32: -2147483648 s64: -9223372036854775808";
  EXPECT_EQ(written(all), all);
  EXPECT_EQ(bytes, all_field_types().encode("t.All", all));
}

TEST_F(RequestWriter, SmallNegativesAreShortInZigzag) {
  copy("s32", "s32");
  copy("s64", "s64");
  EXPECT_EQ(written("s32: -1 s64: 1"), "s32: -1 s64: 1");
  EXPECT_EQ(bytes.size(), 2u + 1u + 2u + 1u);  // both tags need two bytes
}

TEST_F(RequestWriter, NullLeavesAFieldUnset) {
  copy("s", "s");
  EXPECT_EQ(written(""), "");
}

TEST_F(RequestWriter, TheZeroOfAFieldWithPresenceIsSet) {
  copy("i32", "i32");
  EXPECT_EQ(written("i32: 0"), "i32: 0");
}

TEST_F(RequestWriter, TheZeroOfAFieldWithoutPresenceIsLeftOut) {
  proto::Field implicit = all_field_types().field("t.All", "i32");
  implicit.presence = false;
  fields.push_back(builder.with(implicit, PlanBuilder::expression(builder.at("source.i32"))));
  EXPECT_EQ(written("i32: 0"), "");
  EXPECT_EQ(bytes, "");
}

// Empty to a condition and to `||`, but not what a reader takes an absent field for.
TEST_F(RequestWriter, TheNegativeZeroOfAFieldWithoutPresenceIsSent) {
  proto::Field d = all_field_types().field("t.All", "d"), f = all_field_types().field("t.All", "f");
  d.presence = f.presence = false;
  fields.push_back(builder.with(d, PlanBuilder::expression(builder.at("source.d"))));
  fields.push_back(builder.with(f, PlanBuilder::expression(builder.at("source.f"))));
  EXPECT_EQ(written("d: -0.0 f: -0.0"), "d: -0 f: -0");
}

TEST_F(RequestWriter, WidensNumbers) {
  copy("i64", "i32");
  copy("d", "f");
  copy("u64", "u32");
  copy("s64", "sx32");
  EXPECT_EQ(written("i32: -5 f: 0.5 u32: 4294967295 sx32: -7"),
            "d: 0.5 i64: -5 u64: 4294967295 s64: -7");
}

TEST_F(RequestWriter, WidensIntegersToFloatingPoint) {
  copy("d", "i32");
  copy("f", "u32");
  EXPECT_EQ(written("i32: -3 u32: 4294967295"), "d: -3 f: 4.2949673e+09");
}

TEST_F(RequestWriter, CopiesMessagesByTheirBytes) {
  copy("inner", "inner");
  EXPECT_EQ(written("inner { name: \"n\" count: 2 }"), "inner { name: \"n\" count: 2 }");
}

TEST_F(RequestWriter, AnEmptyMessageIsPresent) {
  copy("inner", "inner");
  EXPECT_EQ(written("inner {}"), "inner { }");
}

TEST_F(RequestWriter, CopiesGroups) {
  copy("g", "g");
  EXPECT_EQ(written("G { v: 5 }"), "G { v: 5 }");
}

TEST_F(RequestWriter, CopiesLists) {
  for (const char* name : {"many", "texts", "inners", "map"}) copy(name, name);
  EXPECT_EQ(written("many: 1 many: -2 texts: \"a\" texts: \"\" inners { count: 1 } inners {} "
                    "map { key: \"k\" value: 3 }"),
            "many: 1 many: -2 texts: \"a\" texts: \"\" inners { count: 1 } inners { } "
            "map { key: \"k\" value: 3 }");
}

TEST_F(RequestWriter, AnEmptyListLeavesNoTrace) {
  copy("many", "many");
  copy("texts", "texts");
  EXPECT_EQ(written(""), "");
  EXPECT_EQ(bytes, "");
}

TEST_F(RequestWriter, WidensTheElementsOfLists) {
  copy("ds", "fs");
  copy("s64s", "many");
  EXPECT_EQ(written("fs: 0.25 fs: 2 many: -4"), "ds: 0.25 ds: 2 s64s: -4");
}

TEST_F(RequestWriter, WrapsAScalarInAWrapper) {
  copy("wrapped", "i32");
  fields[0].wrap = true;
  EXPECT_EQ(written("i32: 7"), "wrapped { value: 7 }");
}

TEST_F(RequestWriter, AWrappedZeroIsAnEmptyWrapper) {
  copy("wrapped", "i32");
  fields[0].wrap = true;
  EXPECT_EQ(written("i32: 0"), "wrapped { }");
}

TEST_F(RequestWriter, ANullWrapperIsUnset) {
  copy("wrapped", "i32");
  fields[0].wrap = true;
  EXPECT_EQ(written(""), "");
}

TEST_F(RequestWriter, WritesNestedFieldsAndLiterals) {
  RequestField inner;
  inner.field = &all_field_types().field("t.All", "inner");
  inner.is_nested = true;
  inner.nested.push_back(builder.with(all_field_types().field("t.Inner", "name"),
                                      PlanBuilder::expression(builder.at("source.s"))));
  RequestField literal;
  literal.field = &all_field_types().field("t.Inner", "count");
  literal.literal = all_field_types().encode("t.Inner", "count: 9");
  inner.nested.push_back(std::move(literal));
  fields.push_back(std::move(inner));
  const std::string longer(200, 'x');  // its length takes two bytes
  EXPECT_EQ(written("s: \"" + longer + "\""), "inner { name: \"" + longer + "\" count: 9 }");
}

TEST_F(RequestWriter, ANestedObjectIsPresentWhenAllInItIsNull) {
  RequestField inner;
  inner.field = &all_field_types().field("t.All", "inner");
  inner.is_nested = true;
  inner.nested.push_back(builder.with(all_field_types().field("t.Inner", "name"),
                                      PlanBuilder::expression(builder.at("source.s"))));
  fields.push_back(std::move(inner));
  EXPECT_EQ(written(""), "inner { }");
}

TEST_F(RequestWriter, AMissingResultMakesTheRequestMissing) {
  copy("s", "s");
  EXPECT_EQ(written("MISSING"), "MISSING");
}

TEST_F(RequestWriter, AFallbackMakesUpForAMissingResult) {
  fields.push_back(builder.with(
      all_field_types().field("t.All", "s"),
      PlanBuilder::either(builder.at("source.s"), Expression::Fallback::if_null, "instead")));
  EXPECT_EQ(written("MISSING"), "s: \"instead\"");
}

TEST_F(RequestWriter, InsistingOnWhatIsAbsentIsAnError) {
  copy("s", "inner!.name");
  const Result<Request> made = write("");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::upstream_absent);
}

TEST(WriteList, PacksNumbersAndTagsTexts) {
  const proto::Cell numbers[] = {proto::Cell::number(1), proto::Cell::number(300)};
  std::string out;
  write_list(out, all_field_types().field("t.All", "many"), numbers, proto::FieldType::int32);
  EXPECT_EQ(out, std::string("\xaa\x01\x03\x01\xac\x02", 6));
  const proto::Cell texts[] = {proto::Cell::view("a"), proto::Cell::view("")};
  out.clear();
  write_list(out, all_field_types().field("t.All", "texts"), texts, proto::FieldType::text);
  EXPECT_EQ(all_field_types().decode("t.All", out), "texts: \"a\" texts: \"\"");
}

}  // namespace
}  // namespace bff::plan
