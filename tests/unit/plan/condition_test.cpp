// SPDX-License-Identifier: Apache-2.0
#include "plan/condition.hpp"

#include <bit>
#include <limits>

#include "unit/plan/shape_fixture.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;
using Op = Condition::Op;
using B = PlanBuilder;

class ConditionTest : public ShapeFixture {
 protected:
  // Whether it holds for the first order of an answer.
  bool held(Condition condition, const std::string& order) {
    return written(B::when(std::move(condition), B::literal("1")), "orders {" + order + "}") == "1";
  }
  B::Typed at(const std::string& path) { return builder.at("a.orders[0]." + path); }
  B::Typed status(int number) {
    return builder.number(FieldType::enumeration, static_cast<std::uint64_t>(number));
  }
};

TEST_F(ConditionTest, ATextHoldsWhenItIsNotEmpty) {
  EXPECT_TRUE(held(B::holds(at("id")), R"(id: "0")"));
}
TEST_F(ConditionTest, AnEmptyTextDoesNotHold) { EXPECT_FALSE(held(B::holds(at("id")), "")); }
TEST_F(ConditionTest, AnEnumsZeroDoesNotHold) { EXPECT_FALSE(held(B::holds(at("status")), "")); }
TEST_F(ConditionTest, AMessageThatIsThereHoldsThoughItIsEmpty) {
  EXPECT_TRUE(held(B::holds(at("total")), "total {}"));
}
TEST_F(ConditionTest, AMessageThatIsAbsentDoesNot) {
  EXPECT_FALSE(held(B::holds(at("total")), ""));
}
TEST_F(ConditionTest, AListHoldsWhenItHasElements) {
  EXPECT_TRUE(held(B::holds(at("tags")), R"(tags: "")"));
}
TEST_F(ConditionTest, AnEmptyListDoesNot) { EXPECT_FALSE(held(B::holds(at("tags")), "")); }
TEST_F(ConditionTest, NotIsTheOpposite) { EXPECT_TRUE(held(B::when(Op::fails, at("id")), "")); }
TEST_F(ConditionTest, EqualTextsAreEqual) {
  EXPECT_TRUE(held(B::when(Op::equal, at("id"), builder.text("x")), R"(id: "x")"));
}
TEST_F(ConditionTest, OtherTextsAreNot) {
  EXPECT_FALSE(held(B::when(Op::equal, at("id"), builder.text("x")), R"(id: "xy")"));
}
TEST_F(ConditionTest, UnequalIsTheOpposite) {
  EXPECT_TRUE(held(B::when(Op::unequal, at("id"), builder.text("x")), R"(id: "y")"));
}
TEST_F(ConditionTest, EnumsAreComparedByNumber) {
  EXPECT_TRUE(held(B::when(Op::equal, at("status"), status(1)), "status: STATUS_PAID"));
}
TEST_F(ConditionTest, AmongFindsAny) {
  EXPECT_TRUE(held(B::when(Op::among, at("status"), status(2), status(1)), "status: STATUS_PAID"));
}
TEST_F(ConditionTest, AmongFindsNone) {
  EXPECT_FALSE(held(B::when(Op::among, at("status"), status(2), status(0)), "status: STATUS_PAID"));
}
TEST_F(ConditionTest, NullEqualsNull) {
  EXPECT_TRUE(held(B::when(Op::equal, at("total.units"), at("lines[0].quantity")), ""));
}
TEST_F(ConditionTest, NullEqualsNothingElse) {
  EXPECT_FALSE(
      held(B::when(Op::equal, at("total.units"), builder.number(FieldType::int64, 0)), ""));
}
TEST_F(ConditionTest, NullIsUnequalToAValue) {
  EXPECT_TRUE(
      held(B::when(Op::unequal, at("total.units"), builder.number(FieldType::int64, 0)), ""));
}
TEST_F(ConditionTest, IntegersOfDifferentWidthsAreComparedByValue) {
  EXPECT_TRUE(held(B::when(Op::equal, at("total.units"), at("total.nanos")),
                   "total { units: -7 nanos: -7 }"));
}
TEST_F(ConditionTest, ANegativeNumberIsNoLargeOne) {
  EXPECT_FALSE(held(
      B::when(Op::equal, at("total.units"), builder.number(FieldType::uint64, ~std::uint64_t{0})),
      "total { units: -1 }"));
}
TEST_F(ConditionTest, FloatsAreComparedWithIntegersByValue) {
  EXPECT_TRUE(held(B::when(Op::equal, at("total.units"),
                           builder.number(FieldType::float64, std::bit_cast<std::uint64_t>(2.0))),
                   "total { units: 2 }"));
}
TEST_F(ConditionTest, NotANumberEqualsNothing) {
  const auto nan = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
  EXPECT_FALSE(held(B::when(Op::equal, builder.number(FieldType::float64, nan),
                            builder.number(FieldType::float64, nan)),
                    ""));
}
TEST_F(ConditionTest, AListOfConditionsMeansAll) {
  auto node = B::when(B::holds(at("id")), B::literal("1"));
  node = B::when(B::holds(at("status")), std::move(node));
  EXPECT_EQ(written(std::move(node), R"(orders { id: "x" })"), "null");
}
TEST_F(ConditionTest, AnInsistedAbsenceInAConditionIsAnError) {
  EXPECT_EQ(written(B::when(B::holds(at("total!.units")), B::literal("1")), "orders {}"),
            "ERROR a.orders[0].total is absent");
}

}  // namespace
}  // namespace bff::plan
