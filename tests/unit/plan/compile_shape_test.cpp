// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_shape.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kUsed = "used: { a: $user, b: $orders, c: $products($path.id) }\n";

std::vector<std::string> wrong_with_shape(const std::string& value) {
  return messages_of(route_with(kAllCalls, std::string(kUsed) + "value: " + value + "\n"));
}
std::string shape_text(const std::string& value) {
  const auto plan = plan_of(route_with(kAllCalls, std::string(kUsed) + "value: " + value + "\n"));
  return plan ? text_of(*plan, *plan->shape->members[1].value) : "";
}

TEST(Shape, KeepsLiteralsAsJson) {
  EXPECT_EQ(shape_text("{ a: text, b: \"say \\\"hi\\\"\", c: 1.50, d: true, e: null, f: $$5 }"),
            "{ \"a\": \"text\", \"b\": \"say \\\"hi\\\"\", \"c\": 1.50, \"d\": true, "
            "\"e\": null, \"f\": \"$5\" }");
}

TEST(Shape, EscapesItsKeys) { EXPECT_EQ(shape_text("{ \"a\\\"b\": 1 }"), "{ \"a\\\"b\": 1 }"); }

TEST(Shape, MayBeNoObject) {
  const auto list = plan_of(
      "version: bff/v1\nroutes:\n  - id: a\n    http: GET /a\n"
      "    auth: { required: true }\n    calls:\n      " +
      std::string(kOrdersCall) + "    shape: { $for: o in $orders.orders, $pick: [id] }\n");
  ASSERT_TRUE(list);
  EXPECT_EQ(text_of(*list, *list->shape), "for #1 in #0.orders@0 { \"id\": #1.id@0 }");
  EXPECT_FALSE(list->object_root);
  EXPECT_THAT(list->calls[0].view_paths, IsEmpty()) << "there is nowhere to name them";
}

TEST(Shape, LoopsOverListsOfEveryKind) {
  EXPECT_EQ(shape_text(
                "{ $for: o in $orders.orders, $shape: { t: { $for: t in $o.tags, $shape: $t } } }"),
            "for #3 in #1.orders@0 { \"t\": for #4 in #3.tags@0 #4 }");
  EXPECT_EQ(shape_text("{ $for: n in $user.user.notes, $shape: { note: $n } }"),
            "for #3 in #0.user@0.notes@0 { \"note\": #3.value@0 }")
      << "a wrapper is read through";
  EXPECT_EQ(shape_text("{ $for: o in $orders.orders }"), "for #3 in #1.orders@0 whole");
}

TEST(Shape, LoopsOverMapsByTheirValues) {
  const auto plan = plan_of(route_with(
      kAllCalls,
      std::string(kUsed) + "value: { $for: m in $user.user.budgets, $shape: $m.units }\n"));
  ASSERT_TRUE(plan);
  const Node& node = *plan->shape->members[1].value;
  EXPECT_EQ(text_of(*plan, node), "for #3 in #0.user@0.budgets@0 #3.units@0");
  ASSERT_NE(node.entry, nullptr);
  EXPECT_EQ(node.entry->field(0).name, "key");
  EXPECT_EQ(node.entry->field(1).name, "value");
  ASSERT_NE(node.selection, nullptr);
  EXPECT_EQ(node.selection->table().full_name, "shop.v1.Money");
}

TEST(Shape, WantsAListForALoop) {
  EXPECT_THAT(wrong_with_shape("{ $for: o in $orders.newest, $shape: $o.x }"),
              ElementsAre("$for wants a list, $orders.newest is shop.v1.Order"));
}

TEST(Shape, WantsAMessageForFrom) {
  EXPECT_THAT(wrong_with_shape("{ $from: $orders.orders as o, $shape: $o.x }"),
              ElementsAre("$from wants a message, $orders.orders is repeated shop.v1.Order -- "
                          "loop over it with $for"));
  EXPECT_THAT(wrong_with_shape("{ $from: $user.user.id, $pick: [id] }"),
              ElementsAre("$from wants a message, $user.user.id is int64 -- write it as a value"));
}

TEST(Shape, KnowsThatFromIsThereInside) {
  EXPECT_THAT(wrong_with_shape("{ $from: $user.user as u, $shape: $u.id! }"),
              ElementsAre("'u.id' is never null -- drop the !"));
}

TEST(Shape, CopiesFromWholeWithoutABody) {
  EXPECT_EQ(shape_text("{ $from: $orders.newest }"), "#1.newest@0");
}

TEST(Shape, BindsACallItself) {
  EXPECT_EQ(shape_text("{ $from: $orders as all, $shape: { pages: $all.pages } }"),
            "from #1 as #3 { \"pages\": #3.pages@0 }");
}

TEST(Shape, ReadsTheBytesOnceMoreWhereFromHasTwoSources) {
  const auto plan = plan_of(route_with(
      kAllCalls, std::string(kUsed) +
                     "value: { $from: '$user.user.card ?? $user.user.avatar', $pick: [url] }\n"));
  ASSERT_TRUE(plan);
  const Node& node = *plan->shape->members[1].value;
  EXPECT_EQ(text_of(*plan, node),
            "from #0.user@0.card@0 ?? #0.user@0.avatar@1 as #3 { \"url\": #3.url@0 }");
  ASSERT_NE(node.selection, nullptr);
  EXPECT_EQ(node.selection->table().full_name, "shop.v1.Image");
}

TEST(Shape, PicksFieldsByTheirProtoNames) {
  EXPECT_EQ(shape_text("{ $from: $user.user, $pick: [email, display_name, title, phone] }"),
            "from #0.user@0 as #3 { \"email\": #3.email@0, \"displayName\": #3.display_name@1, "
            "\"title\": #3.title@2.value@0, \"phone\":? #3.phone@3 }")
      << "in the order of $pick; a oneof's member only if it is set";
  EXPECT_THAT(wrong_with_shape("{ $from: $user.user, $pick: [displayName] }"),
              ElementsAre("shop.v1.User has no field 'displayName' -- "
                          "did you mean 'display_name'? (shop/v1/shop.proto:11)"));
  EXPECT_THAT(wrong_with_shape("{ $for: t in $user.user.avatar.sizes, $pick: [id] }"),
              ElementsAre("$pick wants a message, this is string"));
}

TEST(Shape, LetsALookUpBeTheSource) {
  EXPECT_EQ(shape_text("{ $for: o in $orders.orders, $shape: "
                       "{ $for: l in $o.lines, $shape: $products($l.product_id) } }"),
            "for #3 in #1.orders@0 for #4 in #3.lines@0 products(#4.product_id@0)");
}

}  // namespace
}  // namespace bff::plan
