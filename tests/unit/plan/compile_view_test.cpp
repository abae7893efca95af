// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// One shape with every kind of node; the view of `web` is `view`.
std::string viewed(const std::string& view) {
  return route_with(kAllCalls,
                    "user: $user.user\n"
                    "list: $orders.orders\n"
                    "picked: { $from: $orders.newest, $pick: [id, total, tags] }\n"
                    "each:\n"
                    "  $for: o in $orders.orders\n"
                    "  $shape: { id: $o.id, lines: { $for: l in $o.lines, "
                    "$shape: { product: $products($l.product_id) } } }\n"
                    "fixed: 1\n") +
         "    clients: { web: " + view + " }\n";
}
std::vector<std::string> wrong_with_view(const std::string& view) {
  return messages_of(viewed(view));
}
std::string view_of(const std::string& view) {
  const auto plan = plan_of(viewed(view));
  return plan ? text_of(*plan, *plan->shape) : "";
}

TEST(View, KeepsShapeOrder) {
  EXPECT_EQ(view_of("{ only: [fixed, each.id, user] }"),
            "{ \"user\": #0.user@0, \"each\": for #2 in #1.orders@0 { \"id\": #2.id@0 }, "
            "\"fixed\": 1 }");
}

TEST(View, GoesIntoAMessageThatIsCopiedWhole) {
  EXPECT_EQ(view_of("{ only: [user.displayName, user.avatar.url] }"),
            "{ \"user\": from #0.user@0 as #1 { \"displayName\": #1.display_name@0, "
            "\"avatar\": from #1.avatar@1 as #2 { \"url\": #2.url@0 } } }");
}

TEST(View, GoesIntoListsMapsAndPicks) {
  EXPECT_EQ(view_of("{ only: [list.lines.quantity] }"),
            "{ \"list\": for #1 in #0.orders@0 { \"lines\": for #2 in #1.lines@0 "
            "{ \"quantity\": #2.quantity@0 } } }");
  EXPECT_EQ(view_of("{ only: [picked.total.units] }"),
            "{ \"picked\": from #0.newest@0 as #1 { \"total\": from #1.total@0 as #2 "
            "{ \"units\": #2.units@0 } } }");
  EXPECT_EQ(view_of("{ only: [user.budgets.units] }"),
            "{ \"user\": from #0.user@0 as #1 { \"budgets\": for #2 in #1.budgets@0 "
            "{ \"units\": #2.units@0 } } }");
  EXPECT_EQ(view_of("{ only: [each.lines.product.name] }"),
            "{ \"each\": for #2 in #0.orders@0 { \"lines\": for #3 in #2.lines@0 "
            "{ \"product\": from products(#3.product_id@0) as #4 { \"name\": #4.name@1 } } } }");
}

TEST(View, KeepsAOneofsMemberOnlyWhereItIsSet) {
  EXPECT_EQ(view_of("{ only: [user.phone, user.card.url] }"),
            "{ \"user\": from #0.user@0 as #1 { \"phone\":? #1.phone@0, "
            "\"card\":? from #1.card@1 as #2 { \"url\": #2.url@0 } } }");
}

TEST(View, TakesTheWholeWhereAPathAboveIsNamed) {
  EXPECT_EQ(view_of("{ only: [picked, picked.id, fixed] }"),
            "{ \"picked\": from #0.newest@0 as #1 { \"id\": #1.id@0, \"total\": #1.total@1, "
            "\"tags\": #1.tags@2 }, \"fixed\": 1 }");
}

TEST(View, RefusesAPathThatNamesNothing) {
  EXPECT_THAT(problems_of(viewed("{ only: [user.displayname, eachh, fixed.x, user.id.x] }")),
              UnorderedElementsAre("26:48+5 BFF360 the view has no 'eachh' -- did you mean 'each'?",
                                   "26:35+11 BFF360 the view has no 'user.displayname' -- "
                                   "did you mean 'displayName'?",
                                   "26:72+1 BFF360 'user.id' is a value, there is no 'x' in it",
                                   "26:61+1 BFF360 'fixed' is a value, there is no 'x' in it"));
}

TEST(View, RefusesAPathBelowAValueOfItsOwnForm) {
  EXPECT_THAT(wrong_with_view("{ only: [list.placedAt.seconds] }"),
              ElementsAre("'list.placedAt' is a value, there is no 'seconds' in it"));
}

TEST(View, CutsLists) {
  EXPECT_EQ(view_of("{ only: [each.id], limit: { each: 2 } }"),
            "{ \"each\": for #1 in #0.orders@0 limit 2 { \"id\": #1.id@0 } }");
}

TEST(View, CutsListsThatAreCopiedWhole) {
  EXPECT_EQ(view_of("{ only: [list], limit: { list: 2 } }"),
            "{ \"list\": for #1 in #0.orders@0 limit 2 whole }");
  EXPECT_EQ(
      view_of("{ only: [picked.tags], limit: { picked.tags: 1 } }"),
      "{ \"picked\": from #0.newest@0 as #1 { \"tags\": for #2 in #1.tags@0 limit 1 whole } }");
  EXPECT_EQ(view_of("{ only: [list.tags, list.lines], limit: { list.lines: 1 } }"),
            "{ \"list\": for #1 in #0.orders@0 { \"lines\": for #2 in #1.lines@0 limit 1 whole, "
            "\"tags\": #1.tags@1 } }");
}

TEST(View, OpensAWholeCopyToCutAListInIt) {
  EXPECT_EQ(view_of("{ only: [list], limit: { list.lines: 1 } }"),
            "{ \"list\": for #1 in #0.orders@0 { \"id\": #1.id@0, \"status\": #1.status@1, "
            "\"placedAt\": #1.placed_at@2, \"total\": #1.total@3, "
            "\"lines\": for #2 in #1.lines@4 limit 1 whole, \"tags\": #1.tags@5 } }");
}

TEST(View, CutsNothingElse) {
  EXPECT_THAT(problems_of(viewed("{ limit: { user: 1, fixed: 1, picked.id: 1, picked: 1 } }")),
              ElementsAre("26:32+4 BFF361 'user' is no list -- limits cut lists",
                          "26:41+5 BFF361 'fixed' is no list -- limits cut lists",
                          "26:51+9 BFF361 'picked.id' is no list -- limits cut lists",
                          "26:65+6 BFF361 'picked' is no list -- limits cut lists"));
  EXPECT_THAT(wrong_with_view("{ limit: { user.budgets: 1 } }"),
              ElementsAre("'user.budgets' is no list -- limits cut lists"));
  EXPECT_THAT(wrong_with_view("{ limit: { each.lnes: 1 } }"),
              ElementsAre("the view has no 'each.lnes' -- did you mean 'lines'?"));
}

TEST(View, CutsOnlyWhatOnlyHasKept) {
  EXPECT_THAT(wrong_with_view("{ only: [fixed], limit: { each: 1 } }"),
              ElementsAre("the view has no 'each'"));
}

TEST(View, ChecksTheViewsOfOtherClientsToo) {
  const std::string text = viewed("{}") + "";
  std::string broken = text;
  broken.replace(broken.find("{ web: {} }"), 11, "{ web: {}, tv: { only: [nothing] } }");
  EXPECT_THAT(messages_of(broken), ElementsAre("the view has no 'nothing'"));
}

TEST(View, SaysNothingOfWhatIsBrokenAbove) {
  EXPECT_THAT(messages_of(route_with(std::string(kUserCall), "user: $user.usr\n") +
                          "    clients: { web: { only: [user.name], limit: { user.list: 1 } } }\n"),
              ElementsAre("shop.v1.GetUserResponse has no field 'usr' -- "
                          "did you mean 'user'? (shop/v1/shop.proto:41)"));
}

}  // namespace
}  // namespace bff::plan
