// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The call `name` that reads the ids of `reads`.
std::string call(const std::string& name, const std::string& reads, const std::string& more = "") {
  return name + ": { rpc: shop.v1.UserService/GetUser, with: { user_id: " +
         (reads.empty() ? "1" : "$" + reads + ".user!.id") + " }" + more + " }\n";
}

TEST(Order, NamesTheCallsOfACycle) {
  EXPECT_THAT(problems_of(route_with(call("a", "c") + call("b", "a") + call("c", "b"),
                                     "a: $a\nb: $b\nc: $c\n")),
              ElementsAre("15:7+1 BFF315 calls wait for each other: a → c → b → a -- "
                          "one of them must not read the other"));
  EXPECT_THAT(messages_of(route_with(call("a", "a"), "a: $a\n")),
              ElementsAre("'a' waits for itself -- one of them must not read the other"));
}

TEST(Order, RefusesACallThatNothingReads) {
  EXPECT_THAT(problems_of(route_with(call("a", "") + call("b", "") + call("c", "b"), "a: $a\n")),
              ElementsAre("16:7+1 BFF314 nothing reads 'b' -- "
                          "read it in the shape, or take the call out",
                          "17:7+1 BFF314 nothing reads 'c' -- "
                          "read it in the shape, or take the call out"));
}

TEST(Order, CountsAsReadWhatAReadCallReads) {
  EXPECT_THAT(messages_of(route_with(call("a", "") + call("b", "a"), "b: $b\n")), IsEmpty());
}

TEST(Order, CountsAsReadWhatABrokenExpressionReads) {
  EXPECT_THAT(messages_of(route_with(call("a", ""), "b: $a.usr\n")),
              ElementsAre("shop.v1.GetUserResponse has no field 'usr' -- "
                          "did you mean 'user'? (shop/v1/shop.proto:41)"));
}

TEST(Order, MakesAWriteForItsEffect) {
  const auto plan = plan_of(post_with(call("add", ""), "done: true\n"));
  ASSERT_TRUE(plan);
  ASSERT_EQ(plan->calls.size(), 1U);
  EXPECT_TRUE(plan->calls[0].writes);
}

TEST(Order, WantsAnOrderOfWrites) {
  EXPECT_THAT(
      problems_of(post_with(call("add", "") + call("cart", ""), "cart: $cart\n")),
      ElementsAre("15:7+3 BFF317 'add' may write, and nothing orders 'add' and 'cart' -- "
                  "let one read the other, or say after: [add]; a call that writes nothing says "
                  "effect: read"));
  EXPECT_THAT(messages_of(post_with(call("add", "") + call("cart", "add"), "cart: $cart\n")),
              IsEmpty());
  EXPECT_THAT(messages_of(post_with(call("a", "") + call("b", "a") + call("c", "b"), "c: $c\n")),
              IsEmpty())
      << "order goes through others";
}

TEST(Order, WantsAnOrderOfAWriteAndATable) {
  EXPECT_THAT(
      messages_of(
          post_with(call("add", "") + std::string(kProductsCall), "a: $products($path.id)\n")),
      ElementsAre("'add' may write, and nothing orders 'add' and 'products' -- "
                  "let one read the other, or say after: [add]; a call that writes nothing says "
                  "effect: read"));
  EXPECT_THAT(messages_of(post_with(call("add", "") + std::string(kProductsCall),
                                    "a: $products($add.user.id)\n")),
              IsEmpty());
}

TEST(Order, LetsReadsOfAGetStandSideBySide) {
  EXPECT_THAT(messages_of(route_with(call("a", "") + call("b", ""), "a: $a\nb: $b\n")), IsEmpty());
}

TEST(Order, AddsUpTheTimeoutsOfTheLongestPath) {
  const std::string calls =
      call("profile", "", ", timeout: 200ms") + call("orders", "profile", ", timeout: 300ms") +
      call("side", "profile", ", timeout: 100ms") + call("products", "orders", ", timeout: 501ms");
  EXPECT_THAT(problems_of(route_with(calls, "a: { a: $products, b: $side }\n")),
              ElementsAre("11:15+2 BFF316 profile 200ms → orders 300ms → products 501ms exceed 1s "
                          "-- shorten the timeouts or lengthen the deadline"));
}

TEST(Order, FitsADeadlineThatIsMetExactly) {
  EXPECT_THAT(
      messages_of(route_with(call("a", "", ", timeout: 400ms") + call("b", "a", ", timeout: 600ms"),
                             "b: $b\n")),
      IsEmpty());
}

TEST(Order, KnowsTheDeadlineOfARouteThatSaysNone) {
  EXPECT_THAT(problems_of("version: bff/v1\nroutes:\n  - id: a\n    http: GET /a\n"
                          "    auth: public\n    calls:\n      " +
                          call("slow", "", ", timeout: 11s") + "    shape: { a: $slow }\n"),
              ElementsAre("7:80+3 BFF316 slow 11s exceeds 10s -- "
                          "routes have 10s; write a longer deadline or shorter timeouts"));
}

}  // namespace
}  // namespace bff::plan
