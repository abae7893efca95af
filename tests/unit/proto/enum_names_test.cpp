// SPDX-License-Identifier: Apache-2.0
#include "proto/enum_names.hpp"

#include <gmock/gmock.h>

namespace bff::proto {
namespace {

using testing::ElementsAre;

std::vector<std::string> shortened(std::string_view prefix, std::vector<std::string> names) {
  EnumTable table;
  for (auto& name : names) table.values.push_back({0, std::move(name), ""});
  shorten_names(table, prefix);
  std::vector<std::string> result;
  for (auto& value : table.values) result.push_back(value.short_name);
  return result;
}

TEST(EnumNames, PrefixIsTheTypesNameInUpperSnakeCase) {
  EXPECT_EQ(enum_prefix("OrderStatus"), "ORDER_STATUS_");
  EXPECT_EQ(enum_prefix("Color"), "COLOR_");
  EXPECT_EQ(enum_prefix("HTTPMethod"), "HTTP_METHOD_");
  EXPECT_EQ(enum_prefix("StatusV2"), "STATUS_V2_");
  EXPECT_EQ(enum_prefix("Base64Kind"), "BASE64_KIND_");
  EXPECT_EQ(enum_prefix("Order_Status"), "ORDER_STATUS_");
  EXPECT_EQ(enum_prefix("PlanB"), "PLAN_B_");
}

TEST(EnumNames, CutsTheTypesOwnNameOnly) {
  EXPECT_THAT(shortened("ORDER_STATUS_", {"ORDER_STATUS_PAID", "ORDER_STATUS_SHIPPED"}),
              ElementsAre("PAID", "SHIPPED"));
  // That all begin with FOREIGN_ is chance: a value without it may be added tomorrow.
  EXPECT_THAT(shortened("FOREIGN_ENUM_", {"FOREIGN_FOO", "FOREIGN_BAR"}),
              ElementsAre("FOREIGN_FOO", "FOREIGN_BAR"));
}

TEST(EnumNames, KeepsANameThatWouldBecomeEmpty) {
  EXPECT_THAT(shortened("KIND_", {"KIND_", "KIND_A"}), ElementsAre("KIND_", "A"));
}

TEST(EnumNames, KeepsANameThatWouldBecomeAnothersName) {
  EXPECT_THAT(shortened("KIND_", {"KIND_A", "A", "KIND_B"}), ElementsAre("KIND_A", "A", "B"));
}

}  // namespace
}  // namespace bff::proto
