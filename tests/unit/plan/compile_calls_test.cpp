// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> wrong_with_call(const std::string& call) {
  return messages_of(route_with("it: { " + call + " }\n", "a: $it\n"));
}

TEST(Calls, FindTheirMethod) {
  EXPECT_THAT(problems_of(route_with("it: { rpc: shop.v1.UserServce/GetUser }\n", "a: $it\n")),
              ElementsAre("15:18+26 BFF310 there is no service 'shop.v1.UserServce' -- "
                          "did you mean 'shop.v1.UserService'?"));
  EXPECT_THAT(wrong_with_call("rpc: other.Thing/Do"),
              ElementsAre("there is no service 'other.Thing' -- "
                          "the protos of gateway.yaml must have it"));
  EXPECT_THAT(wrong_with_call("rpc: shop.v1.UserService/GetUsr"),
              ElementsAre("shop.v1.UserService has no method 'GetUsr' -- did you mean 'GetUser'?"));
}

TEST(Calls, AreUnary) {
  EXPECT_THAT(wrong_with_call("rpc: shop.v1.UserService/WatchUser"),
              ElementsAre("'shop.v1.UserService/WatchUser' is a stream -- "
                          "write 'stream: sse' or 'stream: ndjson' in the route"));
}

TEST(Calls, NeedAnUpstream) {
  EXPECT_THAT(
      wrong_with_call("rpc: shop.v1.LonelyService/Sit"),
      ElementsAre("no upstream serves shop.v1.LonelyService -- "
                  "name it in gateway.yaml, under `services` of an upstream or `in_process`"));
}

TEST(Calls, SayNothingOfWhatReadsAnUnknownMethod) {
  EXPECT_THAT(messages_of(route_with("it: { rpc: shop.v1.UserService/Nope }\n"
                                     "that: { rpc: shop.v1.UserService/GetUser, "
                                     "with: { user_id: $it.some.thing } }\n",
                                     "a: $it.x.y\nb: $that\n")),
              ElementsAre("shop.v1.UserService has no method 'Nope'"));
}

TEST(Calls, CheckADefaultAsTheResponsesJson) {
  const auto with_default = [](const std::string& value) {
    return "rpc: shop.v1.OrderService/ListOrders, on_error: { default: " + value + " }";
  };
  EXPECT_THAT(wrong_with_call(with_default("{ orders: [{ id: \"12\", status: PAID, placedAt: "
                                           "\"2024-05-01T10:00:00Z\", tags: [a] }], pages: 1 }")),
              IsEmpty());
  EXPECT_THAT(wrong_with_call(with_default("{ ordrs: [] }")),
              ElementsAre("shop.v1.ListOrdersResponse has no field 'ordrs' -- "
                          "did you mean 'orders'? (shop/v1/shop.proto:59)"));
  EXPECT_THAT(wrong_with_call(with_default("{ orders: [{ total: { units: 1.5 } }] }")),
              ElementsAre("'1.5' is out of range, units is int64"));
  EXPECT_THAT(wrong_with_call(with_default("{ orders: {} }")),
              ElementsAre("a map, 'orders' is repeated -- write a list: [ … ]"));
  EXPECT_THAT(wrong_with_call(with_default("{ pages: null }")), IsEmpty());
  EXPECT_THAT(
      wrong_with_call(with_default("5")),
      ElementsAre("a number is no shop.v1.ListOrdersResponse -- write a map of its fields"));
}

TEST(Calls, CheckMapsOneofsAndWrappersInADefault) {
  const auto with_user = [](const std::string& user) {
    return "rpc: shop.v1.UserService/GetUser, on_error: { default: { user: " + user + " } }";
  };
  EXPECT_THAT(
      wrong_with_call(with_user("{ budgets: { a: { units: 1 } }, labels: { b: c }, title: Dr, "
                                "notes: [x], extra: { any: [1] }, phone: \"1\" }")),
      IsEmpty());
  EXPECT_THAT(wrong_with_call(with_user("{ phone: \"1\", card: { url: x } }")),
              ElementsAre("'card' and 'phone' are of the oneof 'contact' -- write one of them"));
  EXPECT_THAT(wrong_with_call(with_user("{ labels: { b: 5 } }")),
              ElementsAre("'5' is a number, value is string"));
  EXPECT_THAT(wrong_with_call(with_user("{ labels: [] }")),
              ElementsAre("a list, 'labels' is a map -- write a map: { key: value }"));
  EXPECT_THAT(wrong_with_call(with_user("{ notes: [null] }")),
              ElementsAre("null in a list, 'notes' has values -- leave it out"));
}

TEST(Calls, EncodeTheDefaultOfATableAsARow) {
  const auto plan = plan_of(
      route_with("products: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, "
                 "index: products.id, on_error: { default: { name: gone } } }\n",
                 "a: $products($path.id)\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->calls[0].on_error.bytes, std::string("\x12\x04gone"));
}

TEST(Calls, MayWriteInRoutesOtherThanGet) {
  const auto plan = plan_of(post_with(std::string(kUserCall), "a: $user\n"));
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->calls[0].writes);
  const auto peek =
      plan_of(post_with("user: { rpc: shop.v1.UserService/PeekUser }\n", "a: $user\n"));
  ASSERT_TRUE(peek);
  EXPECT_FALSE(peek->calls[0].writes) << "the proto says NO_SIDE_EFFECTS";
}

TEST(Calls, NeverRetryAWrite) {
  const std::string call =
      "user: { rpc: shop.v1.UserService/GetUser, retry: { attempts: 2, codes: [UNAVAILABLE] } }\n";
  EXPECT_THAT(problems_of(post_with(call, "a: $user\n")),
              ElementsAre("15:49+5 BFF318 'user' may write, and a write is never retried -- "
                          "drop the retry, or say idempotent: true if doing it twice is doing it "
                          "once"));
  EXPECT_THAT(problems_of(route_with(call, "a: $user\n")), IsEmpty());
}

TEST(Calls, RetryTheListedCodes) {
  const auto plan =
      plan_of(route_with("user: { rpc: shop.v1.UserService/GetUser, retry: { "
                         "attempts: 3, codes: [CANCELLED, UNAUTHENTICATED] } }\n",
                         "a: $user\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->calls[0].retry.attempts, 3U);
  EXPECT_EQ(plan->calls[0].retry.codes, 1U << 1 | 1U << 16);
}

}  // namespace
}  // namespace bff::plan
