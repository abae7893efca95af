// SPDX-License-Identifier: Apache-2.0
// Paths through lists and maps: `[0]`, `[]` and `(key)`.
#include "unit/plan/shape_fixture.hpp"

namespace bff::plan {
namespace {

class Steps : public ShapeFixture {
 protected:
  std::string at(const std::string& path, const std::string& answer) {
    return written(value(path), answer);
  }
};

const std::string kTwo = R"(
  orders { id: "a" tags: "x" tags: "y" lines { product_id: 1 } lines { product_id: 2 maker_id: "m" }
           total { units: 3 } }
  orders { id: "b" lines { product_id: 3 maker_id: "n" } })";

TEST_F(Steps, TheFirstElement) { EXPECT_EQ(at("a.orders[0].id", kTwo), R"("a")"); }
TEST_F(Steps, TheFirstOfNoneIsNull) { EXPECT_EQ(at("a.orders[0].id", ""), "null"); }
TEST_F(Steps, TheFirstOfAMissingListIsNull) { EXPECT_EQ(at("a.orders[0].id", "MISSING"), "null"); }
TEST_F(Steps, TheFirstScalar) { EXPECT_EQ(at("a.orders[0].tags[0]", kTwo), R"("x")"); }
TEST_F(Steps, TheFirstMessageIsCopiedWhole) {
  EXPECT_EQ(at("a.orders[0].lines[0]", kTwo), R"({"productId":"1","quantity":0,"makerId":null})");
}
TEST_F(Steps, InsistingOnTheFirstOfNoneNamesIt) {
  EXPECT_EQ(at("a.orders[0]!.id", ""), "ERROR a.orders[0] is absent");
  EXPECT_EQ(error.call, "a");
}

TEST_F(Steps, AllElementsGiveAList) { EXPECT_EQ(at("a.orders[].id", kTwo), R"(["a","b"])"); }
TEST_F(Steps, NestedListsAreOne) {
  EXPECT_EQ(at("a.orders[].lines[].product_id", kTwo), R"(["1","2","3"])");
}
TEST_F(Steps, WhatIsNullIsLeftOut) {
  EXPECT_EQ(at("a.orders[].lines[].maker_id", kTwo), R"(["m","n"])");
}
TEST_F(Steps, WhatIsBelowANullIsLeftOut) {
  EXPECT_EQ(at("a.orders[].total.units", kTwo), R"(["3"])");
}
TEST_F(Steps, ListsOfElementsAreJoined) { EXPECT_EQ(at("a.orders[].tags", kTwo), R"(["x","y"])"); }
TEST_F(Steps, TheFirstOfEachIsTaken) {
  EXPECT_EQ(at("a.orders[].lines[0].product_id", kTwo), R"(["1","3"])");
}
TEST_F(Steps, AllOfNoneIsAnEmptyList) { EXPECT_EQ(at("a.orders[].id", ""), "[]"); }
TEST_F(Steps, AllOfAMissingListIsNullWithoutAFault) {
  EXPECT_EQ(at("a.orders[].total!.units", "MISSING"), "null");
}
TEST_F(Steps, InsistingBehindAllSpeaksOfEachElement) {
  EXPECT_EQ(at("a.orders[].total!.units", kTwo), "ERROR a.orders[].total is absent");
}
TEST_F(Steps, AListOfMessagesIsWalkedLikeAField) {
  auto shape =
      builder.each("l", builder.at("a.orders[].lines"), [&] { return value("l.quantity"); });
  EXPECT_EQ(written(std::move(shape), R"(orders { lines { quantity: 1 } }
                                         orders { lines { quantity: 2 } lines {} })"),
            "[1,2,0]");
}

const std::string kMaps = R"(orders { id: "en" notes { key: "de" value: "Tag" }
  notes { key: "en" value: "Day" } parts { key: -5 value { units: 9 } } flags { key: true } })";

TEST_F(Steps, AnEntryByALiteralKey) {
  EXPECT_EQ(at(R"(a.orders[0].notes("de"))", kMaps), R"("Tag")");
}
TEST_F(Steps, AnEntryByAPath) {
  EXPECT_EQ(
      written(builder.each("o", builder.at("a.orders"), [&] { return value("o.notes(o.id)"); }),
              kMaps),
      R"(["Day"])");
}
TEST_F(Steps, AnEntryThatIsNotThereIsNull) {
  EXPECT_EQ(at(R"(a.orders[0].notes("fr"))", kMaps), "null");
}
TEST_F(Steps, AnEntryWithoutValueIsItsZero) {
  EXPECT_EQ(at("a.orders[0].flags(1)", kMaps), R"("UNSPECIFIED")");
}
TEST_F(Steps, AnEntryOfAMessageIsReadOn) {
  EXPECT_EQ(at("a.orders[0].parts(-5).units", kMaps), R"("9")");
}
TEST_F(Steps, AFieldOfAnEntryThatIsNotThereIsNull) {
  EXPECT_EQ(at("a.orders[0].parts(7).units", kMaps), "null");
}
TEST_F(Steps, OfEntriesWithOneKeyTheLastHolds) {
  const std::string twice =
      "\x3a\x06\x0a\x01k\x12\x01"
      "1\x3a\x06\x0a\x01k\x12\x01"
      "2";
  EXPECT_EQ(written_of(value(R"(a.orders[0].notes("k"))"), "\x0a\x10" + twice), R"("2")");
}
TEST_F(Steps, ABrokenEntryIsTheCallsFault) {
  written_of(value(R"(a.orders[0].notes("k"))"), std::string("\x0a\x04\x3a\x02\x0a\x7f", 6));
  EXPECT_EQ(error.code, Errc::upstream_invalid);
  EXPECT_EQ(error.call, "a");
}

// A map is read once however often keys are looked up in it: ten thousand look-ups in ten thousand
// entries would otherwise read a hundred million of them.
TEST_F(Steps, ManyLookUpsInOneMapAreQuick) {
  auto shape = builder.each("o", builder.at("a.orders"), [&] {
    return builder.each("l", builder.at("o.lines"),
                        [&] { return value("o.parts(l.product_id).units"); });
  });
  std::string order = "orders {", expected;
  for (int i = 0; i < 10'000; ++i) {
    const std::string n = std::to_string(i);
    order += " lines { product_id: " + n + " } parts { key: " + n + " value { units: " + n + " } }";
    expected += (i == 0 ? "\"" : ",\"") + n + "\"";
  }
  EXPECT_EQ(written(std::move(shape), order + " }"), "[[" + expected + "]]");
}

}  // namespace
}  // namespace bff::plan
