// SPDX-License-Identifier: Apache-2.0
// Lists in shapes: filters, limits, list literals, counts, and parts of `$merge`.
#include "unit/plan/shape_fixture.hpp"

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;
using B = PlanBuilder;
using Op = Condition::Op;

class ShapeLists : public ShapeFixture {
 protected:
  std::unique_ptr<Node> ids() {
    return builder.each("o", builder.at("a.orders"), [&] { return value("o.id"); });
  }
  // Orders that were paid.
  std::unique_ptr<Node> paid() {
    auto each = ids();
    return B::when(
        B::when(Op::equal, builder.at("o.status"), builder.number(FieldType::enumeration, 1)),
        std::move(each));
  }
};

const std::string kFour = R"(orders { id: "1" } orders { id: "2" status: STATUS_PAID }
  orders { id: "3" status: STATUS_PAID } orders { id: "4" status: STATUS_PAID })";

TEST_F(ShapeLists, AFilterLeavesElementsOut) {
  EXPECT_EQ(written(paid(), kFour), R"(["2","3","4"])");
}
TEST_F(ShapeLists, ALimitCountsWhatTheFilterLets) {
  auto shape = paid();
  shape->limit = 2;
  EXPECT_EQ(written(std::move(shape), kFour), R"(["2","3"])");
}
TEST_F(ShapeLists, BeyondTheLimitNothingIsEvaluated) {
  auto shape =
      B::when(B::holds(builder.at("a.orders[0].id")),
              builder.each("o", builder.at("a.orders"), [&] { return value("o.total!.units"); }));
  shape->limit = 1;
  EXPECT_EQ(written(std::move(shape), R"(orders { id: "x" total {} } orders {})"), R"(["0"])");
}
TEST_F(ShapeLists, AFilterThatLetsNothingLeavesAnEmptyList) {
  EXPECT_EQ(written(paid(), R"(orders { id: "1" })"), "[]");
}

class LimitInput : public ShapeLists,
                   public testing::WithParamInterface<std::pair<std::int64_t, const char*>> {};
TEST_P(LimitInput, IsTheClients) {
  builder.input(Input::Source::query, "n", FieldType::int32);
  arguments = {{Cell::number(static_cast<std::uint64_t>(GetParam().first)), false}};
  auto shape = ids();
  shape->limit = 3;
  shape->limit_input = 0;
  EXPECT_EQ(written(std::move(shape), kFour), GetParam().second);
}
INSTANTIATE_TEST_SUITE_P(All, LimitInput,
                         testing::Values(std::pair{2, R"(["1","2"])"}, std::pair{0, "[]"},
                                         std::pair{-1, "[]"}, std::pair{99, R"(["1","2","3"])"}));

TEST_F(ShapeLists, ALimitThatTheClientLeavesOutIsTheRoutes) {
  builder.input(Input::Source::query, "n", FieldType::int32);
  arguments = {{Cell{}, true}};
  auto shape = ids();
  shape->limit_input = 0;
  EXPECT_EQ(written(std::move(shape), R"(orders { id: "1" })"), R"(["1"])");
}

TEST_F(ShapeLists, AFilterOverAMapComesBeforeTheLimitToo) {
  auto shape = builder.each("p", builder.at("a.orders[0].parts"), [&] { return value("p.units"); });
  shape = B::when(B::holds(builder.at("p.units")), std::move(shape));
  shape->limit = 1;
  EXPECT_EQ(written(std::move(shape), R"(orders { parts { key: 1 value {} }
                     parts { key: 2 value { units: 5 } } parts { key: 3 value { units: 6 } } })"),
            R"({"2":"5"})");
}

TEST_F(ShapeLists, AListLiteralTakesInTheElementsOfALoop) {
  EXPECT_EQ(written(B::list(B::literal("0"), ids(), B::literal("9")),
                    R"(orders { id: "1" } orders { id: "2" })"),
            R"([0,"1","2",9])");
}
TEST_F(ShapeLists, ALoopOverNothingAddsNothing) {
  EXPECT_EQ(written(B::list(ids(), B::literal("9"), ids()), ""), "[9]");
}
TEST_F(ShapeLists, ALoopOverAMissingListAddsNothing) {
  EXPECT_EQ(written(B::list(B::literal("0"), ids()), "MISSING"), "[0]");
}
TEST_F(ShapeLists, AnItemWhoseConditionDoesNotHoldIsLeftOut) {
  auto item = B::when(B::holds(builder.at("a.next")), k(value("a.next")));
  EXPECT_EQ(written(B::list(std::move(item), B::literal("9")), ""), "[9]");
}
TEST_F(ShapeLists, AnItemWhoseConditionHoldsStays) {
  auto item = B::when(B::holds(builder.at("a.next")), k(value("a.next")));
  EXPECT_EQ(written(B::list(std::move(item), B::literal("9")), R"(next: "n")"), R"([{"k":"n"},9])");
}
TEST_F(ShapeLists, AListInAListIsAnElement) {
  EXPECT_EQ(written(B::list(B::list(B::literal("1")), B::list()), ""), "[[1],[]]");
}
TEST_F(ShapeLists, ANullItemIsNull) {
  EXPECT_EQ(written(B::list(value("a.orders[0].id")), ""), "[null]");
}

// A loop over a map is an item by itself, and its filter is no condition of that.
TEST_F(ShapeLists, AMapInAListIsThereWhateverItsFilterLetsThrough) {
  const auto notes = [&] {
    auto loop = builder.each("n", builder.at("a.orders[0].notes"), [&] { return value("n"); });
    loop->when.push_back(B::when(Condition::Op::equal, builder.at("n"), builder.text("x")));
    return loop;
  };
  EXPECT_EQ(written(B::list(notes()), R"(orders { notes { key: "k" value: "y" } })"), "[{}]");
}

TEST_F(ShapeLists, AnObjectWhoseConditionDoesNotHoldIsNull) {
  EXPECT_EQ(written(k(B::when(B::holds(builder.at("a.next")), k(B::literal("1")))), ""),
            R"({"k":null})");
}
TEST_F(ShapeLists, TheElementOfALoopIsNullAndStays) {
  auto shape = builder.each("o", builder.at("a.orders"), [&] {
    return B::when(B::holds(builder.at("o.id")), k(value("o.id")));
  });
  EXPECT_EQ(written(std::move(shape), R"(orders {} orders { id: "x" })"), R"([null,{"k":"x"}])");
}

TEST_F(ShapeLists, CountsAList) {
  EXPECT_EQ(written(builder.count(builder.at("a.orders")), kFour), "4");
}
TEST_F(ShapeLists, CountsNothing) {
  EXPECT_EQ(written(builder.count(builder.at("a.orders")), ""), "0");
}
TEST_F(ShapeLists, TheCountOfAMissingListIsNull) {
  EXPECT_EQ(written(builder.count(builder.at("a.orders")), "MISSING"), "null");
}
TEST_F(ShapeLists, CountsAJoinedList) {
  EXPECT_EQ(written(builder.count(builder.at("a.orders[].tags")),
                    R"(orders { tags: "x" } orders { tags: "y" tags: "z" })"),
            "3");
}
TEST_F(ShapeLists, CountsTheKeysOfAMap) {
  const std::string twice =
      "\x3a\x06\x0a\x01k\x12\x01"
      "1\x3a\x06\x0a\x01k\x12\x01"
      "2";
  EXPECT_EQ(written_of(builder.count(builder.at("a.orders[0].notes")), "\x0a\x10" + twice), "1");
}

TEST_F(ShapeLists, APartOfAMergeGivesItsMembersToTheObject) {
  auto part = builder.from("m", builder.at("a.orders[0].total"), [&] {
    auto set = B::member("nanos", value("m.nanos"));
    set.only_if_set = true;
    return B::object(B::member("units", value("m.units")), std::move(set),
                     B::spread(B::object(B::member("one", B::literal("1")))));
  });
  auto shape = B::object(B::spread(std::move(part)), B::member("id", value("a.orders[0].id")));
  EXPECT_EQ(written(std::move(shape), R"(orders { id: "x" total { units: 3 } })"),
            R"({"units":"3","nanos":0,"one":1,"id":"x"})");
}
TEST_F(ShapeLists, EachKeyOfANullPartIsNull) {
  auto part = builder.from("m", builder.at("a.orders[0].total"), [&] {
    auto set = B::member("nanos", value("m.nanos"));
    set.only_if_set = true;
    return B::object(B::member("units", value("m.units")), std::move(set),
                     B::spread(B::object(B::member("one", B::literal("1")))));
  });
  auto shape = B::object(B::spread(std::move(part)), B::member("id", value("a.orders[0].id")));
  EXPECT_EQ(written(std::move(shape), "orders {}"), R"({"units":null,"one":null,"id":""})");
}
TEST_F(ShapeLists, APartWhoseConditionDoesNotHoldIsNullInEachKey) {
  auto part = B::when(B::holds(builder.at("a.next")), B::object(B::member("x", B::literal("1"))));
  EXPECT_EQ(written(B::object(B::spread(std::move(part))), ""), R"({"x":null})");
}

}  // namespace
}  // namespace bff::plan
