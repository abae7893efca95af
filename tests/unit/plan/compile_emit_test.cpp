// SPDX-License-Identifier: Apache-2.0
// What compile() makes and what Execution does with it, for what the home screen does not have.
#include "plan/compile_emit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory_resource>

#include "plan/execution.hpp"
#include "support/message_text.hpp"
#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;

// Answers of calls by name, as protobuf text; a call that is not here fails.
using Answers = std::map<std::string, std::string>;

struct Outcome {
  std::string body;
  std::vector<std::string> requests;  // "user: user_id: 7"
};

// Runs the route for the caller 7 and /v1/things/5.
Outcome run(const std::string& yaml, const Answers& answers) {
  const auto plan = plan_of(yaml);
  if (!plan) return {};
  const test::MessageText text(shop_schema().pool());
  std::pmr::monotonic_buffer_resource arena;
  auth::Principal caller;
  caller.claims = {{"sub", "7"}, {"iss", "here"}};
  const std::vector<std::string> variables{"5"};
  const auto arguments =
      plan::bind(*plan, {.variables = variables, .query = "must=m", .principal = &caller}, arena);
  if (!arguments) return {.body = arguments.error().detail};
  Execution execution(*plan, *arguments, arena);
  Outcome outcome;
  while (!execution.done()) {
    const auto ready = execution.ready();
    for (const Rpc& rpc : std::vector<Rpc>(ready.begin(), ready.end())) {
      const Call& call = plan->calls[rpc.call];
      const std::string rpc_name = call.method.substr(1);
      const std::string method = rpc_name.substr(rpc_name.find('/') + 1);
      outcome.requests.push_back(call.name + ": " +
                                 text.decode("shop.v1." + method + "Request", rpc.request));
      const auto answer = answers.find(call.name);
      if (answer == answers.end()) {
        execution.complete(rpc.id, Error{.code = Errc::upstream_unavailable});
      } else {
        execution.complete(rpc.id, text.encode("shop.v1." + method + "Response", answer->second));
      }
    }
  }
  auto finished = execution.finish();
  outcome.body = finished ? finished->body : "error: " + finished.error().detail;
  return outcome;
}

// An element of a list or a map, which has no record before it is bound.
TEST(Emit, BindsANameToAnElement) {
  const Outcome outcome =
      run(route_with(std::string(kOrdersCall) + std::string(kUserCall),
                     "a: { $from: '$orders.orders[0] as o', $shape: { id: $o.id } }\n"
                     "b: { $from: '$user.user.budgets(\"k\") as m', $shape: { units: $m.units } }\n"
                     "$merge: $orders.orders[0].lines[0]\n"),
          {{"orders", "orders { id: 3 lines { quantity: 2 } }"},
           {"user", R"(user { budgets { key: "k" value { units: 5 } } })"}});
  EXPECT_EQ(outcome.body,
            R"({"a":{"id":"3"},"b":{"units":"5"},"productId":"0","quantity":2,"giftId":null})");
}

TEST(EmittedPlan, WritesMapsWrappersAndPickedOneofs) {
  const Outcome outcome =
      run(route_with(std::string(kUserCall),
                     "budgets: { $for: m in $user.user!.budgets, $shape: { units: $m.units } }\n"
                     "notes: { $for: n in $user.user!.notes, $shape: { note: $n } }\n"
                     "title: $user.user.title\n"
                     "nickname: $user.user.nickname || \"none\"\n"
                     "picked: { $from: $user.user, $pick: [phone, card, labels] }\n"),
          {{"user",
            "user { budgets { key: 'a' value { units: 3 } } budgets { key: 'b' value {} } "
            "notes { value: 'x' } notes {} title {} nickname: '' phone: '1' "
            "labels { key: 'k' value: 'v' } }"}});
  EXPECT_EQ(outcome.body, R"({"budgets":{"a":{"units":"3"},"b":{"units":"0"}},)"
                          R"("notes":[{"note":"x"},{"note":""}],"title":"","nickname":"none",)"
                          R"("picked":{"phone":"1","labels":{"k":"v"}}})");
}

TEST(EmittedPlan, ReadsFromTheFirstSourceThatIsThere) {
  const std::string yaml =
      route_with(std::string(kUserCall),
                 "image: { $from: '$user.user.card ?? $user.user.avatar', $pick: [url] }\n");
  EXPECT_EQ(run(yaml, {{"user", "user { card { url: 'c' } avatar { url: 'a' } }"}}).body,
            R"({"image":{"url":"c"}})");
  EXPECT_EQ(run(yaml, {{"user", "user { avatar { url: 'a' } }"}}).body, R"({"image":{"url":"a"}})");
  EXPECT_EQ(run(yaml, {{"user", ""}}).body, R"({"image":null})");
}

TEST(EmittedPlan, CutsAndNarrowsWholeCopies) {
  const Outcome outcome =
      run(route_with(std::string(kOrdersCall), "list: $orders.orders\n") +
              "    clients: { web: { only: [list.id, list.tags], "
              "limit: { list: 2, list.tags: 1 } } }\n",
          {{"orders", "orders { id: 1 tags: 'a' tags: 'b' } orders { id: 2 } orders { id: 3 }"}});
  EXPECT_EQ(outcome.body, R"({"list":[{"id":"1","tags":["a"]},{"id":"2","tags":[]}]})");
}

TEST(EmittedPlan, AsksWithLiteralsAndParsedTexts) {
  const Outcome outcome =
      run(route_with("user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $path.id, "
                     "depth: $query.page, filter: { text: x, inner: { top: $query.page } }, "
                     "status: SHIPPED, fields: [a, b], locale: $query.must, ratio: 1.5 } }\n",
                     "id: $user.user.id\n"),
          {{"user", "user { id: 5 }"}});
  EXPECT_THAT(outcome.requests,
              ElementsAre("user: user_id: 5 locale: \"m\" depth { value: 1 } "
                          "filter { text: \"x\" inner { top: 1 } } fields: \"a\" fields: \"b\" "
                          "status: ORDER_STATUS_SHIPPED ratio: 1.5"));
  EXPECT_EQ(outcome.body, R"({"id":"5"})");
}

TEST(EmittedPlan, FetchesRowsForRequestsAndForRows) {
  const std::string yaml = route_with(
      std::string(kProductsCall) +
          "others: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, "
          "index: products.id, on_error: as_null }\n"
          "user: { rpc: shop.v1.UserService/GetUser, on_error: as_null, "
          "with: { user_id: $products($path.id).id } }\n",
      "name: $others($products($path.id).related_id).name\nuser: $user.user.id\n");
  const Outcome found = run(yaml, {{"products", "products { id: 5 related_id: 9 }"},
                                   {"others", "products { id: 9 name: 'nine' }"},
                                   {"user", "user { id: 5 }"}});
  EXPECT_THAT(found.requests,
              ElementsAre("products: ids: 5", "others: ids: 9", "user: user_id: 5"));
  EXPECT_EQ(found.body, R"({"name":"nine","user":"5"})");

  const Outcome missing = run(yaml, {{"products", ""}});
  EXPECT_THAT(missing.requests, ElementsAre("products: ids: 5")) << "what is missing asks nothing";
  EXPECT_EQ(missing.body, R"({"name":null,"user":null})");
}

TEST(EmittedPlan, TakesCallsAlongWithWhatTheyRead) {
  const Outcome outcome =
      run(route_with("first: { rpc: shop.v1.UserService/GetUser, on_error: as_null }\n"
                     "second: { rpc: shop.v1.UserService/GetUser, on_error: as_null, "
                     "with: { locale: $first.user.email } }\n",
                     "a: $first.user.id\nb: $second.user.id\n"),
          {{"second", "user { id: 2 }"}});
  EXPECT_THAT(outcome.requests, ElementsAre("first: "));
  EXPECT_THAT(outcome.body, testing::StartsWith(R"({"a":null,"b":null,"_errors":[)"));
  EXPECT_THAT(outcome.body, testing::HasSubstr(R"("paths":["a","b"])"));
}

TEST(EmittedPlan, TellsWhatFailedWhereverTheRootIsAnObject) {
  const std::string calls = std::string(kUserCall) +
                            "orders: { rpc: shop.v1.OrderService/ListOrders, on_error: as_null }\n";
  EXPECT_THAT(run(route_with(calls,
                             "$from: $user.user! as u\n"
                             "$shape: { id: $u.id, pages: $orders.pages }\n"),
                  {{"user", "user { id: 5 }"}})
                  .body,
              testing::StartsWith(R"({"id":"5","pages":null,"_errors":[)"));
}

}  // namespace
}  // namespace bff::plan
