// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `value` in a shape over the loop `o` of orders and the call `user`.
std::string shaped(const std::string& value) {
  return route_with(kUserAndOrders,
                    "id: $user.user.id\n"
                    "orders: { $for: o in $orders.orders, $shape: { value: '" +
                        value + "' } }\n");
}
std::vector<std::string> wrong_with_expression(const std::string& value) {
  return messages_of(shaped(value));
}

std::string expression_of(const std::string& value) {
  const auto plan = plan_of(shaped(value));
  if (!plan) return "";
  return text_of(*plan, plan->shape->members[1].value->body->members[0].value->expression);
}

TEST(Expression, FallsBackFromOneRefToTheNext) {
  EXPECT_EQ(expression_of("$user.user.nickname ?? $user.user.title ?? \"none\""),
            "#0.user@0.nickname@1 ?? #0.user@0.title@2.value@0 ?? 'none'");
}

TEST(Expression, RefusesAFallbackFromWhatIsNeverNull) {
  EXPECT_THAT(wrong_with_expression("$o.id ?? 1"),
              ElementsAre("the left of ?? is never null -- for the empty value write ||"));
  EXPECT_THAT(wrong_with_expression("$user.user ?? $user.user"), IsEmpty());
  EXPECT_THAT(wrong_with_expression("$orders ?? $orders"),
              ElementsAre("the left of ?? is never null -- drop the ??"));
  EXPECT_THAT(wrong_with_expression("$user.user.id ?? $o.id ?? 5"),
              ElementsAre("the left of ?? is never null -- for the empty value write ||"));
}

TEST(Expression, TakesTheEmptyValueOfScalarsOnly) {
  EXPECT_THAT(wrong_with_expression("$o.id || 1"), IsEmpty());
  EXPECT_THAT(wrong_with_expression("$o.status || PAID"), IsEmpty());
  EXPECT_THAT(wrong_with_expression("$o.total || null"),
              ElementsAre("|| wants a scalar, $o.total is shop.v1.Money -- for null write ??"));
  EXPECT_THAT(wrong_with_expression("$o.tags || null"),
              ElementsAre("|| wants a scalar, $o.tags is repeated string -- for null write ??"));
}

TEST(Expression, WantsOneTypeOfAllOperands) {
  EXPECT_THAT(wrong_with_expression("$user.user.id ?? $user.user.email"),
              ElementsAre("the operands differ: int64 and string"));
  EXPECT_THAT(wrong_with_expression("$user.user.avatar ?? $o.total"),
              ElementsAre("the operands differ: shop.v1.Image and shop.v1.Money"));
}

TEST(Expression, ParsesATextInputAsTheOtherOperand) {
  EXPECT_EQ(expression_of("$user.user.id ?? $path.id"), "#0.user@0.id@0 ?? $id");
}

TEST(Expression, TypesItsLiteral) {
  EXPECT_EQ(expression_of("$o.id || 7"), "#2.id@0 || 7");
  EXPECT_THAT(wrong_with_expression("$o.id || \"7\""),
              ElementsAre("'7' is a text, $o.id is int64"));
  EXPECT_THAT(wrong_with_expression("$user.user.email || 7"),
              ElementsAre("'7' is a number, $user.user.email is string"));
  EXPECT_THAT(wrong_with_expression("$o.lines ?? 7"),
              ElementsAre("the left of ?? is never null -- drop the ??"));
  EXPECT_THAT(wrong_with_expression("$user.user.avatar ?? 7"),
              ElementsAre("'7' is a number, $user.user.avatar is shop.v1.Image"));
  EXPECT_THAT(wrong_with_expression("$query.number || 3000000000"),
              ElementsAre("'3000000000' is out of range, $query.number is int32"));
}

TEST(Expression, TakesABareWordForAnEnumsValueOnly) {
  EXPECT_EQ(expression_of("$o.status || SHIPPED"), "#2.status@0 || 2");
  EXPECT_EQ(expression_of("$o.status || ORDER_STATUS_SHIPPED"), "#2.status@0 || 2");
  EXPECT_THAT(wrong_with_expression("$o.status || SHIPED"),
              ElementsAre("shop.v1.OrderStatus has no 'SHIPED' -- did you mean 'SHIPPED'?"));
  EXPECT_THAT(wrong_with_expression("$user.user.email || none"),
              ElementsAre("'none' is a bare word, $user.user.email is string -- write \"none\""));
  EXPECT_THAT(
      wrong_with_expression("$o.id || none"),
      ElementsAre("'none' is a bare word, $o.id is int64 -- bare words are values of enums"));
}

TEST(Expression, TurnsTheEmptyValueIntoNull) {
  const auto plan = plan_of(shaped("$o.id || null"));
  ASSERT_TRUE(plan);
  const Expression& value = plan->shape->members[1].value->body->members[0].value->expression;
  EXPECT_TRUE(value.has_literal);
  EXPECT_TRUE(value.literal_null);
  EXPECT_TRUE(value.type.nullable);
}

TEST(Expression, IsNullableAsItsLastOperandIs) {
  const auto nullable = [](const std::string& value) {
    const auto plan = plan_of(shaped(value));
    return plan && plan->shape->members[1].value->body->members[0].value->expression.type.nullable;
  };
  EXPECT_FALSE(nullable("$o.id"));
  EXPECT_TRUE(nullable("$o.total"));
  EXPECT_TRUE(nullable("$user.user.id"));
  EXPECT_FALSE(nullable("$user.user.id ?? 1"));
  EXPECT_FALSE(nullable("$user.user.id ?? $o.id"));
  EXPECT_TRUE(nullable("$o.id || $user.user.id"));
}

TEST(Expression, DescribesTheValueToItsWriter) {
  const auto type_of_value = [](const std::string& value) {
    const auto plan = plan_of(shaped(value));
    const ValueType type = plan->shape->members[1].value->body->members[0].value->expression.type;
    std::string text = type.list ? "list of " : "";
    if (type.message != nullptr) return text + type.message->full_name;
    return text + (type.field->name.empty() ? "an input" : type.field->name);
  };
  EXPECT_EQ(type_of_value("$o.total"), "total");
  EXPECT_EQ(type_of_value("$o.lines"), "list of lines");
  EXPECT_EQ(type_of_value("$user.user.budgets"), "list of budgets");
  EXPECT_EQ(type_of_value("$user"), "shop.v1.GetUserResponse");
  EXPECT_EQ(type_of_value("$o"), "orders");
  EXPECT_EQ(type_of_value("$query.page"), "an input");
  EXPECT_EQ(type_of_value("$user.user.title"), "value");
}

}  // namespace
}  // namespace bff::plan
