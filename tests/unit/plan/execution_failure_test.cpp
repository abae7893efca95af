// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/execution_fixture.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using FailedCall = ExecutionFixture;

TEST_F(FailedCall, EndsAtOnceWhenARequiredCallFails) {
  start();
  ready();
  run->complete(0, timed_out());
  EXPECT_TRUE(run->done());
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_EQ(error().code, Errc::upstream_timeout);
  EXPECT_EQ(error().call, "profile");
}

TEST_F(FailedCall, IgnoresOutcomesAfterTheEndAndSecondOnes) {
  home.call(kOrders).needs = home.call(kOrders).reads = {};
  home.call(kOrders).request.clear();
  start();
  ready();
  run->complete(1, orders(""));
  run->complete(1, timed_out());
  run->complete(99, timed_out());
  EXPECT_FALSE(run->done());
  run->complete(0, timed_out());
  run->complete(0, user());
  EXPECT_EQ(error().call, "profile");
}

TEST_F(FailedCall, AnAnswerThatIsNoProtobufIsTheCallsFailure) {
  start();
  ready();
  run->complete(0, std::string("\x0a\x7f", 2));
  EXPECT_EQ(error().code, Errc::upstream_invalid);
  EXPECT_EQ(error().call, "profile");
}

TEST_F(FailedCall, AFailedCallIsNullWhereItMayBe) {
  home.call(kOrders).on_error.kind = OnError::Kind::as_null;
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, timed_out());
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_THAT(body(), HasSubstr(R"({"user":"Ada","orders":null,"_errors":[{)"));
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].call, kOrders);
}

TEST_F(FailedCall, AFailedCallHasItsDefault) {
  home.call(kOrders).on_error.kind = OnError::Kind::use_default;
  home.call(kOrders).on_error.bytes = orders(R"(orders { id: "none" })");
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, std::string("\xff"));
  ready();
  EXPECT_THAT(body(), HasSubstr(R"("orders":[{"id":"none","lines":[]}],"_errors":[{)"));
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].error.code, Errc::upstream_invalid);
}

TEST_F(FailedCall, ACallThatReadsAMissingResultIsMissingTooAndNoFailureOfItsOwn) {
  home.call(kProfile).on_error.kind = OnError::Kind::as_null;
  home.call(kOrders).on_error.kind = OnError::Kind::as_null;
  plan = home.builder.build(PlanBuilder::object(
      PlanBuilder::member("next", PlanBuilder::value(home.builder.at("orders.next")))));
  run.emplace(*plan, arguments, arena);
  ready();
  run->complete(0, timed_out());
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_THAT(body(), HasSubstr(R"({"next":null,"_errors":[{)"));
  ASSERT_EQ(partials.size(), 1u);
  EXPECT_EQ(partials[0].call, kProfile);
}

TEST_F(FailedCall, ACallThatReadsAMissingRowIsMissingToo) {
  // detail needs the row of product 9, which is not there.
  PlanBuilder& builder = home.builder;
  builder.input(Input::Source::query, "id", proto::FieldType::int64);
  home.call(kProducts).table->collector = builder.keys("products", builder.in(1));
  home.call(kProducts).needs = {};
  Call& detail = builder.call("detail", "t.UserAnswer");
  detail.needs = detail.reads = {kProducts};
  detail.on_error.kind = OnError::Kind::as_null;
  detail.request.push_back(
      builder.with(shop().field("t.UserRequest", "user_id"),
                   PlanBuilder::expression(builder.look_up("products", builder.in(1), "name"))));
  arguments.push_back({proto::Cell::number(9), false});
  start();
  EXPECT_THAT(ready(), ElementsAre(kProfile, kProducts));
  run->complete(1, products(kFirstTwo));
  EXPECT_THAT(ready(), IsEmpty());
  run->complete(0, user());
  EXPECT_THAT(ready(), ElementsAre(kOrders));
  run->complete(2, orders(""));
  ready();
  EXPECT_EQ(body(), R"({"user":"Ada","orders":[]})");
}

TEST_F(FailedCall, PartialsAreInPlanOrderWhateverFailedFirst) {
  home.call(kOrders).on_error.kind = OnError::Kind::as_null;
  home.call(kOrders).needs = home.call(kOrders).reads = {};
  home.call(kOrders).request.clear();
  home.call(kProducts).needs = {};
  home.builder.input(Input::Source::query, "id", proto::FieldType::int64);
  home.call(kProducts).table->collector = home.builder.keys("products", home.builder.in(1));
  arguments.push_back({proto::Cell::number(1), false});
  plan = home.builder.build(PlanBuilder::object());
  run.emplace(*plan, arguments, arena);
  EXPECT_THAT(ready(), ElementsAre(kProfile, kOrders, kProducts));
  run->complete(2, timed_out());
  run->complete(1, timed_out());
  run->complete(0, user());
  EXPECT_THAT(body(), HasSubstr(R"({"_errors":[{)"));
  ASSERT_EQ(partials.size(), 2u);
  EXPECT_EQ(partials[0].call, kOrders);
  EXPECT_EQ(partials[1].call, kProducts);
}

TEST_F(FailedCall, InsistingInARequestEndsTheRequestWhateverTheCallMayDo) {
  home.call(kOrders).on_error.kind = OnError::Kind::as_null;
  start();
  ready();
  run->complete(0, user(""));
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_TRUE(run->done());
  EXPECT_EQ(error().code, Errc::upstream_absent);
  EXPECT_EQ(error().detail, "profile.user is absent");
  EXPECT_EQ(error().call, "profile");
}

TEST_F(FailedCall, InsistingOnTheWayToAKeyEndsTheRequest) {
  home.call(kProducts).table->collector =
      home.builder.keys("products", home.builder.at("profile.user.age!"));
  start();
  ready();
  run->complete(0, user());
  ready();
  run->complete(1, orders());
  EXPECT_THAT(ready(), IsEmpty());
  EXPECT_EQ(error().code, Errc::upstream_absent);
}

TEST_F(FailedCall, InsistingInTheShapeEndsTheRequest) {
  home.call(kOrders).request.clear();
  start();
  ready();
  run->complete(0, user(""));
  ready();
  run->complete(1, orders(""));
  ready();
  EXPECT_EQ(error().code, Errc::upstream_absent);
}

TEST_F(FailedCall, ADeadlineThatRunsOutIsEachUnfinishedCallsOwnFailure) {
  to_products();
  run->complete(2, timed_out());
  run->complete(3, timed_out());
  EXPECT_THAT(body(), HasSubstr(R"("paths":["orders.lines.product"])"));
}

}  // namespace
}  // namespace bff::plan
