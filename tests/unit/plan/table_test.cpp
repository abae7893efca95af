// SPDX-License-Identifier: Apache-2.0
#include "plan/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::shop;
using testing::ElementsAre;

// orders feeds products with the product ids of its lines.
class TableTest : public testing::Test {
 protected:
  TableTest() : builder(shop()) {
    builder.call("orders", "t.Orders");
    builder.call("products", "t.Products");
    Table& table =
        builder.table("products", "products", "id", shop().field("t.ProductsRequest", "ids"));
    table.max = 2;
    table.total = 5;
    table.collector = builder.each("o", builder.at("orders.orders"), [this] {
      return builder.each("l", builder.at("o.lines"),
                          [this] { return builder.keys("products", builder.at("l.product_id")); });
    });
  }

  // Collects from lines with these product ids.
  Result<bool> collect(const std::vector<int>& ids) {
    plan = builder.build(nullptr);
    scope.emplace(plan);
    std::string text = "orders {";
    for (const int id : ids) text += " lines { product_id: " + std::to_string(id) + " }";
    scope->answer(0, shop().encode("t.Orders", text + " }"));
    rows.emplace(*plan->calls[1].table, CallId{1}, scope->arena());
    return rows->collect(**scope);
  }
  std::vector<std::uint64_t> chunk(std::uint32_t number) const {
    std::vector<std::uint64_t> ids;
    for (const proto::Cell& key : rows->chunk(number)) ids.push_back(key.bits);
    return ids;
  }
  Result<void> take(std::uint32_t number, const std::string& answer) {
    const std::string& kept = answers.emplace_back(shop().encode("t.Products", answer));
    return rows->take(number, kept, *plan->calls[1].selection);
  }
  // The row of a product as text format, "missing" or "absent".
  std::string row(std::uint64_t id) const {
    const Value value = rows->look_up(proto::Cell::number(id));
    if (value.kind == Value::Kind::missing) return "missing";
    if (value.kind == Value::Kind::absent) return "absent";
    return shop().decode("t.Product", std::string(value.cell.text()));
  }

  PlanBuilder builder;
  std::shared_ptr<const RoutePlan> plan;
  std::optional<PlanScope> scope;
  std::optional<TableRows> rows;
  std::deque<std::string> answers;
};

TEST_F(TableTest, CollectsDistinctKeysInTheOrderOfTheirFirstSight) {
  ASSERT_TRUE(*collect({7, 3, 7, 9, 3}));
  EXPECT_EQ(rows->chunks(), 2u);
  EXPECT_THAT(chunk(0), ElementsAre(7, 3));
  EXPECT_THAT(chunk(1), ElementsAre(9));
}

TEST_F(TableTest, NoKeysMakeNoChunks) {
  ASSERT_TRUE(*collect({}));
  EXPECT_EQ(rows->chunks(), 0u);
  EXPECT_EQ(row(1), "missing");
}

TEST_F(TableTest, ExactlyFullChunksLeaveNoEmptyOne) {
  ASSERT_TRUE(*collect({1, 2, 3, 4}));
  EXPECT_EQ(rows->chunks(), 2u);
}

TEST_F(TableTest, TakesAsManyKeysAsItsTotal) { EXPECT_TRUE(*collect({1, 2, 3, 4, 5, 1})); }

TEST_F(TableTest, SaysWhenThereIsOneKeyTooMany) { EXPECT_FALSE(*collect({1, 2, 3, 4, 5, 6})); }

TEST_F(TableTest, CollectsNothingBeyondALimit) {
  builder.call("products").table->collector->body->limit = 1;
  ASSERT_TRUE(*collect({8, 9}));
  EXPECT_THAT(chunk(0), ElementsAre(8));
}

TEST_F(TableTest, JoinsByKeyWhateverTheOrder) {
  ASSERT_TRUE(*collect({1, 2}));
  ASSERT_TRUE(take(0, R"(products { id: 2 name: "two" } products { id: 1 name: "one" })"));
  EXPECT_EQ(row(1), R"(id: 1 name: "one")");
  EXPECT_EQ(row(2), R"(id: 2 name: "two")");
}

TEST_F(TableTest, AShortAnswerLeavesRowsMissing) {
  ASSERT_TRUE(*collect({1, 2}));
  ASSERT_TRUE(take(0, R"(products { id: 2 })"));
  EXPECT_EQ(row(1), "missing");
  EXPECT_EQ(row(2), "id: 2");
}

TEST_F(TableTest, TheFirstOfSeveralRowsWins) {
  ASSERT_TRUE(*collect({1}));
  ASSERT_TRUE(take(0, R"(products { id: 1 name: "a" } products { id: 1 name: "b" })"));
  EXPECT_EQ(row(1), R"(id: 1 name: "a")");
}

TEST_F(TableTest, RowsThatNobodyAskedForAreIgnored) {
  ASSERT_TRUE(*collect({1}));
  ASSERT_TRUE(take(0, R"(products { id: 5 } products { id: 1 } products { id: 0 })"));
  EXPECT_EQ(row(1), "id: 1");
  EXPECT_EQ(row(5), "missing");
}

TEST_F(TableTest, ARowOfAnotherChunksKeyIsIgnored) {
  ASSERT_TRUE(*collect({1, 2, 3}));
  ASSERT_TRUE(take(0, R"(products { id: 3 name: "from the wrong chunk" })"));
  EXPECT_EQ(row(3), "missing");
  ASSERT_TRUE(take(1, R"(products { id: 3 name: "right" } products { id: 1 name: "wrong" })"));
  EXPECT_EQ(row(3), R"(id: 3 name: "right")");
  EXPECT_EQ(row(1), "missing");
}

TEST_F(TableTest, TheZeroOfAnImplicitKeyIsAKey) {
  ASSERT_TRUE(*collect({0}));
  ASSERT_TRUE(take(0, R"(products { name: "zero" })"));
  EXPECT_EQ(row(0), R"(name: "zero")");
}

TEST_F(TableTest, AMalformedRowFailsItsWholeChunk) {
  ASSERT_TRUE(*collect({1, 2}));
  const std::string bytes =
      shop().encode("t.Products", "products { id: 1 }") + std::string("\x0a\x01\x08", 3);
  const Result<void> taken = rows->take(0, bytes, *plan->calls[1].selection);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Errc::upstream_invalid);
  EXPECT_EQ(row(1), "missing");
}

TEST_F(TableTest, ASubstituteStandsForTheKeysOfItsChunkOnly) {
  ASSERT_TRUE(*collect({1, 2, 3}));
  Value instead;
  instead.kind = Value::Kind::single;
  instead.cell = proto::Cell::view("");
  rows->substitute(1, instead);
  ASSERT_TRUE(take(0, "products { id: 2 }"));
  EXPECT_EQ(row(1), "missing");
  EXPECT_EQ(row(3), "");
}

TEST_F(TableTest, ASubstituteForAllStandsForEveryKeyThatIsLookedUp) {
  ASSERT_TRUE(*collect({1}));
  Value instead;
  instead.kind = Value::Kind::single;
  instead.cell = proto::Cell::view("");
  rows->substitute_all(instead);
  EXPECT_EQ(row(1), "");
  EXPECT_EQ(row(77), "");
}

// makers is fed by an optional text: its nulls are no keys, its empty text is one.
TEST(TableOfTexts, DropsNullKeysAndRowsWithoutKeys) {
  PlanBuilder builder(shop());
  builder.call("orders", "t.Orders");
  builder.call("makers", "t.Makers");
  Table& table = builder.table("makers", "makers", "id", shop().field("t.MakersRequest", "ids"));
  table.collector = builder.each("o", builder.at("orders.orders"), [&] {
    return builder.each("l", builder.at("o.lines"),
                        [&] { return builder.keys("makers", builder.at("l.maker_id")); });
  });
  const auto plan = builder.build(nullptr);
  PlanScope scope(plan);
  scope.answer(0, shop().encode("t.Orders",
                                R"(orders { lines {} lines { maker_id: "" } lines { maker_id: "m" }
                                            lines { maker_id: "m" } })"));
  TableRows rows(*plan->calls[1].table, 1, scope.arena());
  ASSERT_TRUE(*rows.collect(*scope));
  ASSERT_EQ(rows.chunks(), 1u);
  ASSERT_EQ(rows.chunk(0).size(), 2u);
  EXPECT_EQ(rows.chunk(0)[0].text(), "");
  EXPECT_EQ(rows.chunk(0)[1].text(), "m");

  const std::string answer =
      shop().encode("t.Makers", R"(makers { name: "no id" } makers { id: "m" name: "M" })");
  ASSERT_TRUE(rows.take(0, answer, *plan->calls[1].selection));
  EXPECT_EQ(rows.look_up(proto::Cell::view("")).kind, Value::Kind::missing);
  EXPECT_EQ(rows.look_up(proto::Cell::view("m")).kind, Value::Kind::single);
}

TEST(TableOfTexts, AMissingListFeedsNoKeys) {
  PlanBuilder builder(shop());
  builder.call("orders", "t.Orders");
  builder.call("makers", "t.Makers");
  Table& table = builder.table("makers", "makers", "id", shop().field("t.MakersRequest", "ids"));
  table.collector = PlanBuilder::object(
      PlanBuilder::member("", builder.each("o", builder.at("orders.orders"), [&] {
        return builder.each("l", builder.at("o.lines"),
                            [&] { return builder.keys("makers", builder.at("l.maker_id")); });
      })));
  const auto plan = builder.build(nullptr);
  PlanScope scope(plan);
  scope.miss(0);
  TableRows rows(*plan->calls[1].table, 1, scope.arena());
  EXPECT_TRUE(*rows.collect(*scope));
  EXPECT_EQ(rows.chunks(), 0u);
}

}  // namespace
}  // namespace bff::plan
