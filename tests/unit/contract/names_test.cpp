// SPDX-License-Identifier: Apache-2.0
#include "contract/names.hpp"

#include <gtest/gtest.h>

namespace bff::contract {
namespace {

TEST(Names, AreMadeOfWords) {
  EXPECT_EQ(pascal_case("my-orders"), "MyOrders");
  EXPECT_EQ(camel_case("my-orders"), "myOrders");
  EXPECT_EQ(camel_case("order_lines.v2"), "orderLinesV2");
  EXPECT_EQ(pascal_case("OrderStatus"), "OrderStatus");
}

TEST(Names, AreIdentifiersWhateverTheyAreMadeOf) {
  for (const auto* name : {"7-days", "-", "", "a.b", "9"}) {
    EXPECT_TRUE(is_identifier(pascal_case(name))) << name;
    EXPECT_TRUE(is_identifier(camel_case(name))) << name;
  }
  EXPECT_FALSE(is_identifier("x-ray"));
  EXPECT_FALSE(is_identifier("1st"));
  EXPECT_FALSE(is_identifier("é"));
}

TEST(Names, AreUniqueInAScope) {
  Scope scope("Type", {"Error"});
  EXPECT_EQ(scope.unique("Error"), "ErrorType");
  EXPECT_EQ(scope.unique("ErrorType"), "ErrorType2");
  EXPECT_EQ(scope.unique("Money"), "Money");
  EXPECT_EQ(scope.unique("Money"), "Money2");
}

}  // namespace
}  // namespace bff::contract
