// SPDX-License-Identifier: Apache-2.0
#include "plan/execution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/execution_fixture.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

using ExecutionTest = ExecutionFixture;

TEST_F(ExecutionTest, HoldsADependantBackUntilItsNeedIsMet) {
  start();
  EXPECT_THAT(ready(), ElementsAre(kProfile));
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_FALSE(run->done());
  run->complete(0, user());
  EXPECT_FALSE(run->done());
  EXPECT_THAT(ready(), ElementsAre(kOrders));
}

TEST_F(ExecutionTest, NumbersRpcsInTheOrderOfHandingOut) {
  to_products();
  EXPECT_THAT(ids, ElementsAre(0, 1, 2, 3));
}

TEST_F(ExecutionTest, StartsIndependentCallsTogetherInPlanOrder) {
  home.call(kOrders).needs = home.call(kOrders).reads = {};
  home.call(kOrders).request.clear();
  start();
  EXPECT_THAT(ready(), ElementsAre(kProfile, kOrders));
}

TEST_F(ExecutionTest, WritesRequestsFromArgumentsAndAnswers) {
  to_products();
  EXPECT_EQ(shop().decode("t.UserRequest", requests[0]), R"(user_id: "u1")");
  EXPECT_EQ(shop().decode("t.OrdersRequest", requests[1]), R"(customer_id: "u1")");
}

TEST_F(ExecutionTest, APlanWithoutCallsIsDoneAtOnce) {
  RoutePlan empty;
  empty.shape = PlanBuilder::object(PlanBuilder::member("a", PlanBuilder::literal("1")));
  Execution alone(empty, {}, arena);
  EXPECT_THAT(alone.ready(), IsEmpty());
  ASSERT_TRUE(alone.done());
  EXPECT_EQ(alone.finish()->body, R"({"a":1})");
}

TEST_F(ExecutionTest, APlanWithoutAShapeHasNoBody) {
  plan = home.builder.build(nullptr);
  run.emplace(*plan, arguments, arena);
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders(""));
  ready();
  EXPECT_EQ(body(), "");
}

TEST_F(ExecutionTest, AShortResponseMayMoveAndItsBytesStay) {
  // Texts this short live inside std::string itself, so records must refer to where it ends up.
  start();
  ready();
  run->complete(0, user(R"(user { display_name: "A" })"));
  ready();
  run->complete(1, orders(R"(orders { id: "b" })"));
  ready();
  EXPECT_EQ(body(), R"({"user":"A","orders":[{"id":"b","lines":[]}]})");
}

TEST_F(ExecutionTest, SettlingWithoutAnRpcFreesEarlierCallsOfThePlan) {
  // first <- second (a table without keys) <- nothing: one ready() is enough for both.
  PlanBuilder builder(shop());
  Call& first = builder.call("first", "t.Orders");
  first.needs = {1};
  builder.call("second", "t.Products");
  Table& table =
      builder.table("second", "products", "id", shop().field("t.ProductsRequest", "ids"));
  table.collector = PlanBuilder::object();
  builder.call("third", "t.Orders");
  plan = builder.build(PlanBuilder::object());
  run.emplace(*plan, arguments, arena);
  EXPECT_THAT(ready(), ElementsAre(0, 2));
  EXPECT_THAT(ids, ElementsAre(0, 1));
}

}  // namespace
}  // namespace bff::plan
