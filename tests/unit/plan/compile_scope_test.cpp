// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_scope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> wrong_in_scope(const std::string& shape) {
  return problems_of(route_with(std::string(kOrdersCall), shape));
}

TEST(Scope, ShadowsNothing) {
  EXPECT_THAT(wrong_in_scope("a: { $for: orders in $orders.orders, $shape: 1 }\n"),
              ElementsAre("17:18+6 BFF313 'orders' is a name already (a.yaml:15) -- "
                          "choose another name; nothing is shadowed"));
  EXPECT_THAT(wrong_in_scope("a:\n"
                             "  $for: o in $orders.orders\n"
                             "  $shape: { $for: o in $o.lines, $shape: $o.id }\n"),
              ElementsAre("19:25+1 BFF313 'o' is a name already (a.yaml:18) -- "
                          "choose another name; nothing is shadowed"));
  EXPECT_THAT(wrong_in_scope("a: { $from: $orders.newest as orders, $shape: 1 }\n"),
              ElementsAre("17:37+6 BFF313 'orders' is a name already (a.yaml:15) -- "
                          "choose another name; nothing is shadowed"));
}

TEST(Scope, GivesANameFreeBehindItsBody) {
  EXPECT_THAT(wrong_in_scope("a: { $for: o in $orders.orders, $shape: $o.id }\n"
                             "b: { $for: o in $orders.orders, $shape: $o.id }\n"),
              IsEmpty());
  EXPECT_THAT(wrong_in_scope("a: { $for: o in $orders.orders, $shape: $o.id }\n"
                             "b: $o.id\n"),
              ElementsAre("18:10+2 BFF320 there is no '$o' here -- "
                          "names are those of calls, `as` and `in`, and path, query, header, "
                          "cookie, body, auth, request"));
}

TEST(Scope, DoesNotBindANameInItsOwnSource) {
  EXPECT_THAT(wrong_in_scope("a: { $for: o in $o.orders, $shape: $o.id }\n"
                             "b: $orders\n"),
              ElementsAre("17:23+2 BFF320 there is no '$o' here -- "
                          "names are those of calls, `as` and `in`, and path, query, header, "
                          "cookie, body, auth, request"));
}

TEST(Scope, NamesKeysAsTheFileSays) {
  std::string text =
      route_with(std::string(kUserCall), "a: { $from: $user.user, $pick: [display_name] }\n");
  const auto camel = plan_of(text);
  ASSERT_TRUE(camel);
  EXPECT_EQ(camel->shape->members[0].value->body->members[0].key, "displayName");
  const auto proto = plan_of(text.insert(text.find("routes:"), "defaults: { names: proto }\n"));
  ASSERT_TRUE(proto);
  EXPECT_EQ(proto->shape->members[0].value->body->members[0].key, "display_name");
}

}  // namespace
}  // namespace bff::plan
