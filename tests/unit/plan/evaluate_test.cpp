// SPDX-License-Identifier: Apache-2.0
#include "plan/evaluate.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "support/plan_builder.hpp"
#include "support/plan_scope.hpp"
#include "support/shop_proto.hpp"

namespace bff::plan {
namespace {

using bff::test::PlanBuilder;
using bff::test::PlanScope;
using bff::test::shop;
using proto::Cell;
using proto::FieldType;
using Fallback = Expression::Fallback;

class Evaluate : public testing::Test {
 protected:
  Evaluate() : builder(shop()) { builder.call("profile", "t.UserAnswer"); }

  // The value of an expression over one answer of `profile`.
  Result<Value> over(Expression expression, const std::string& answer) {
    auto node = PlanBuilder::value(std::move(expression));
    const Expression& kept = node->expression;
    plan = builder.build(std::move(node));
    scope.emplace(plan);
    scope->answer(0, shop().encode("t.UserAnswer", answer));
    return evaluate(kept, **scope);
  }
  Result<Value> over(const std::string& path, const std::string& answer) {
    return over(PlanBuilder::expression(builder.at(path)), answer);
  }

  PlanBuilder builder;
  std::shared_ptr<const RoutePlan> plan;
  std::optional<PlanScope> scope;
};

TEST_F(Evaluate, FollowsAPathThroughMessages) {
  const auto value = over("profile.user.avatar.url", R"(user { avatar { url: "/a.png" } })");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->kind, Value::Kind::single);
  EXPECT_EQ(value->cell.text(), "/a.png");
  EXPECT_EQ(value->origin, 0);
}

TEST_F(Evaluate, AFieldOfAnAbsentMessageIsNullToTheEnd) {
  EXPECT_EQ(over("profile.user.avatar.url", R"(user { id: "1" })")->kind, Value::Kind::absent);
}

TEST_F(Evaluate, AListOfAnAbsentMessageIsNull) {
  PlanBuilder other(shop());
  other.call("orders", "t.Orders");
  auto node = PlanBuilder::value(other.at("orders.orders"));
  const Expression& kept = node->expression;
  PlanScope run(other.build(std::move(node)));
  run.miss(0);
  EXPECT_EQ(evaluate(kept, *run)->kind, Value::Kind::missing);
  run.answer(0, "");
  const auto empty = evaluate(kept, *run);
  EXPECT_EQ(empty->kind, Value::Kind::list);
  EXPECT_EQ(empty->slot->count, 0u);
}

TEST_F(Evaluate, AnImplicitFieldOfAPresentMessageIsItsZero) {
  const auto text = over("profile.user.display_name", "user {}");
  EXPECT_EQ(text->kind, Value::Kind::single);
  EXPECT_EQ(text->cell.text(), "");
}

TEST_F(Evaluate, AnImplicitNumberOfAPresentMessageIsItsZero) {
  const auto visits = over("profile.user.visits", "user {}");
  EXPECT_EQ(visits->kind, Value::Kind::single);
  EXPECT_EQ(visits->cell.bits, 0u);
}

TEST_F(Evaluate, AnOptionalFieldIsNullWhenItIsAbsentAndNotWhenItIsEmpty) {
  EXPECT_EQ(over("profile.user.email", "user {}")->kind, Value::Kind::absent);
}

TEST_F(Evaluate, AnEmptyOptionalFieldIsNotNull) {
  EXPECT_EQ(over("profile.user.email", R"(user { email: "" })")->kind, Value::Kind::single);
}

TEST_F(Evaluate, InsistingOnWhatIsThereChangesNothing) {
  EXPECT_EQ(over("profile.user!.id", R"(user { id: "7" })")->cell.text(), "7");
}

TEST_F(Evaluate, InsistingOnWhatIsAbsentNamesFieldAndCall) {
  const auto value = over("profile.user!.id", "");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, Errc::upstream_absent);
  EXPECT_EQ(value.error().detail, "profile.user is absent");
  EXPECT_EQ(value.error().call, "profile");
}

TEST_F(Evaluate, NullCoalescingTakesTheLiteralForNullOnly) {
  auto expression =
      PlanBuilder::either(builder.at("profile.user.email"), Fallback::if_null, "none");
  EXPECT_EQ(over(std::move(expression), "user {}")->cell.text(), "none");
}

TEST_F(Evaluate, NullCoalescingKeepsTheEmptyText) {
  auto expression =
      PlanBuilder::either(builder.at("profile.user.email"), Fallback::if_null, "none");
  EXPECT_EQ(over(std::move(expression), R"(user { email: "" })")->cell.text(), "");
}

TEST_F(Evaluate, OrTakesTheLiteralForEmptyToo) {
  auto expression =
      PlanBuilder::either(builder.at("profile.user.display_name"), Fallback::if_empty, "?");
  EXPECT_EQ(over(std::move(expression), "user {}")->cell.text(), "?");
}

TEST_F(Evaluate, OrReadsThroughAWrapper) {
  auto expression =
      PlanBuilder::either(builder.at("profile.user.nick.value"), Fallback::if_empty, "?");
  EXPECT_EQ(over(std::move(expression), "user { nick {} }")->cell.text(), "?");
}

TEST_F(Evaluate, TheLastOperandIsTakenAsItIs) {
  Expression expression = PlanBuilder::expression(builder.at("profile.user.email"));
  expression.fallback = Fallback::if_empty;
  expression.paths.push_back(std::move(builder.at("profile.user.display_name").path));
  const auto value = over(std::move(expression), R"(user { email: "" })");
  EXPECT_EQ(value->kind, Value::Kind::single);
  EXPECT_EQ(value->cell.text(), "");
}

TEST_F(Evaluate, TheFirstOperandThatHoldsWins) {
  Expression expression = PlanBuilder::expression(builder.at("profile.user.email"));
  expression.fallback = Fallback::if_null;
  expression.paths.push_back(std::move(builder.at("profile.user.display_name").path));
  EXPECT_EQ(over(std::move(expression), R"(user { email: "e" display_name: "d" })")->cell.text(),
            "e");
}

TEST_F(Evaluate, AnExplicitNullIsAbsentNotMissing) {
  Expression expression = PlanBuilder::expression(builder.at("profile.user.email"));
  expression.fallback = Fallback::if_null;
  expression.has_literal = expression.literal_null = true;
  auto node = PlanBuilder::value(std::move(expression));
  const Expression& kept = node->expression;
  PlanScope run(builder.build(std::move(node)));
  run.miss(0);
  EXPECT_EQ(evaluate(kept, *run)->kind, Value::Kind::absent);
}

TEST(EvaluateInput, ReadsArgumentsAndTheirNulls) {
  PlanBuilder builder(shop());
  builder.input(Input::Source::query, "recent", FieldType::int32);
  builder.input(Input::Source::claim, "sub", FieldType::text);
  auto recent = PlanBuilder::expression(builder.in(0));
  auto sub = PlanBuilder::expression(builder.in(1));
  PlanScope run(builder.build(nullptr), {{Cell::number(5), false}, {Cell{}, true}});
  EXPECT_EQ(evaluate(recent, *run)->cell.bits, 5u);
  EXPECT_TRUE(evaluate(sub, *run)->null());
}

TEST(EvaluateInput, InsistingOnAnInputIsTheClientsFault) {
  PlanBuilder builder(shop());
  builder.input(Input::Source::query, "q", FieldType::text);
  builder.input(Input::Source::claim, "sub", FieldType::text);
  auto insist_on = [&](std::uint16_t input, const char* label) {
    auto typed = builder.in(input);
    Step step;
    step.kind = Step::Kind::insist;
    step.label = label;
    typed.path.steps.push_back(step);
    return PlanBuilder::expression(std::move(typed));
  };
  const Expression query = insist_on(0, "query.q"), claim = insist_on(1, "auth.sub");
  builder.plan().policy.mode = auth::Policy::Mode::optional;
  PlanScope run(builder.build(nullptr), {{Cell{}, true}, {Cell{}, true}});
  EXPECT_EQ(evaluate(query, *run).error().code, Errc::invalid_parameter);
  EXPECT_EQ(evaluate(query, *run).error().parameter, "query.q");
  EXPECT_EQ(evaluate(claim, *run).error().code, Errc::unauthenticated);
  builder.plan().policy.mode = auth::Policy::Mode::required;
  EXPECT_EQ(evaluate(claim, *run).error().code, Errc::invalid_claim);
}

TEST(IsEmpty, HoldsForTheZeroOfEachType) {
  EXPECT_TRUE(is_empty(Cell::view(""), FieldType::text));
  EXPECT_FALSE(is_empty(Cell::view("0"), FieldType::text));
  EXPECT_TRUE(is_empty(Cell::number(0), FieldType::enumeration));
  EXPECT_FALSE(is_empty(Cell::number(1), FieldType::boolean));
  EXPECT_TRUE(is_empty(Cell::number(std::bit_cast<std::uint64_t>(-0.0)), FieldType::float64));
  EXPECT_TRUE(is_empty(Cell::number(std::bit_cast<std::uint32_t>(-0.0f)), FieldType::float32));
  EXPECT_FALSE(is_empty(Cell::view(""), FieldType::message));
}

}  // namespace
}  // namespace bff::plan
