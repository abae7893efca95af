// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_types.hpp"

#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using proto::FieldType;

const proto::Field& field(const std::string& message, std::string_view name) {
  return *shop_schema().resolve("shop.v1." + message)->find(name);
}
Type type(const std::string& message, std::string_view name) {
  return type_of(field(message, name));
}

TEST(Types, AreNullableWhereAFieldHasPresence) {
  EXPECT_FALSE(type("User", "id").nullable()) << "implicit presence: zero is a value";
  EXPECT_TRUE(type("User", "nickname").nullable()) << "optional";
  EXPECT_TRUE(type("User", "avatar").nullable()) << "message";
  EXPECT_TRUE(type("User", "title").nullable()) << "wrapper";
  EXPECT_TRUE(type("User", "phone").nullable()) << "oneof member";
  EXPECT_FALSE(type("User", "notes").nullable()) << "list";
  EXPECT_FALSE(type("User", "budgets").nullable()) << "map";
}

TEST(Types, AreDescribedAsAProtoHasThem) {
  EXPECT_EQ(describe(type("User", "id")), "int64");
  EXPECT_EQ(describe(type("User", "title")), "string");
  EXPECT_EQ(describe(type("User", "score")), "double");
  EXPECT_EQ(describe(type("User", "avatar")), "shop.v1.Image");
  EXPECT_EQ(describe(type("User", "budgets")), "map<string, shop.v1.Money>");
  EXPECT_EQ(describe(type("Order", "tags")), "repeated string");
  EXPECT_EQ(describe(type("Order", "status")), "shop.v1.OrderStatus");
  EXPECT_EQ(describe(element_of(type("User", "budgets"))), "shop.v1.Money");
  EXPECT_EQ(describe(element_of(type("User", "notes"))), "string");
}

TEST(Types, AreTheSameWhateverTheirEncoding) {
  EXPECT_TRUE(same(scalar_type(FieldType::sint32), scalar_type(FieldType::sfixed32)));
  EXPECT_TRUE(same(scalar_type(FieldType::fixed64), scalar_type(FieldType::uint64)));
  EXPECT_FALSE(same(scalar_type(FieldType::text), scalar_type(FieldType::bytes)));
  EXPECT_FALSE(same(type("Order", "tags"), scalar_type(FieldType::text)));
  EXPECT_TRUE(same(type("User", "labels"), type("GetUserRequest", "labels")))
      << "maps of two messages with the same encoding";
}

TEST(Types, WidenWithoutLossOnly) {
  const auto widens = [](FieldType from, FieldType to) {
    return converts(scalar_type(from), scalar_type(to));
  };
  EXPECT_TRUE(widens(FieldType::int32, FieldType::int64));
  EXPECT_TRUE(widens(FieldType::uint32, FieldType::int64));
  EXPECT_TRUE(widens(FieldType::uint32, FieldType::uint64));
  EXPECT_TRUE(widens(FieldType::float32, FieldType::float64));
  EXPECT_FALSE(widens(FieldType::int64, FieldType::int32));
  EXPECT_FALSE(widens(FieldType::int32, FieldType::uint64));
  EXPECT_FALSE(widens(FieldType::int64, FieldType::float64));
  EXPECT_FALSE(widens(FieldType::boolean, FieldType::int32));
}

TEST(Types, HaveTheNamesOfRouteFiles) {
  for (const std::string_view name :
       {"string", "bool", "int32", "int64", "uint32", "uint64", "double", "float"}) {
    ASSERT_TRUE(scalar_named(name)) << name;
    EXPECT_EQ(name_of(*scalar_named(name)), name);
  }
  EXPECT_FALSE(scalar_named("bytes"));
}

}  // namespace
}  // namespace bff::plan
