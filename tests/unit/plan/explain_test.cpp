// SPDX-License-Identifier: Apache-2.0
#include "plan/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/contract_of.hpp"
#include "plan/explain_order.hpp"
#include "support/golden.hpp"
#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using test::expect_golden;
using testing::ElementsAre;
using testing::IsEmpty;

Explanation explained(const std::string& yaml, const std::string& client = "web") {
  auto result = compiled(yaml, client);
  EXPECT_TRUE(result.problems.empty()) << result.problems.text();
  return explain(*result.plans.at(0), contract_of(client, result.plans, shop_schema()),
                 {"users", "orders", "catalog"});
}

// A write, a read behind it, a table by value and one in batches, conditions and requirements.
const std::string kOrder = R"(version: bff/v1
calls:
  buyer:
    rpc: shop.v1.UserService/GetUser
    for_each: id
    with: { user_id: $id }
    when: $id != 7
    timeout: 100ms
    max: 20
routes:
  - id: order
    http: POST /v1/orders/{id}
    summary: Orders once more
    auth: { required: true, scopes: [orders.write, orders.read] }
    query: { text: { type: string } }
    deadline: 1s
    body: shop.v1.OrderLine
    require:
      - { that: $body.quantity, status: 422, title: The quantity must be at least 1 }
    calls:
      place:
        rpc: shop.v1.UserService/GetUser
        with: { user_id: $auth.sub, locale: $query.text }
        timeout: 300ms
        on_error: { FAILED_PRECONDITION: { status: 402, title: The card was refused }, NOT_FOUND: as_null, else: fail }
      orders:
        rpc: shop.v1.OrderService/ListOrders
        with: { customer_id: $path.id, page_size: $body.quantity }
        effect: read
        after: [place]
        timeout: 200ms
        retry: { attempts: 3, codes: [UNAVAILABLE, ABORTED] }
        on_error: as_null
      products:
        rpc: shop.v1.CatalogService/BatchGetProducts
        batch: { into: ids, max: 30, total: 100 }
        index: products.id
        timeout: 250ms
        on_error: as_null
    respond: { status: 201 }
    shape:
      placed: $place.user.id
      orders:
        $for: o in $orders.orders
        $shape:
          id: $o.id
          status: $o.status
          buyer: $buyer($o.id).user.display_name
          lines: { $for: l in $o.lines, $shape: { product: { $from: $products($l.product_id), $pick: [name, price] } } }
    clients:
      web: {}
      mobile: { only: [placed] }
)";

TEST(Explain, TellsAllOfARoute) {
  expect_golden("tests/unit/plan/golden/explain_order.txt", explain_text(explained(kOrder)));
}

TEST(Explain, DrawsARoute) {
  EXPECT_EQ(explain_mermaid(explained(kOrder)),
            "flowchart LR\n"
            "  c0[\"place<br/>shop.v1.UserService/GetUser\"]\n"
            "  c1[\"orders<br/>shop.v1.OrderService/ListOrders\"]\n"
            "  c2[(\"products<br/>shop.v1.CatalogService/BatchGetProducts\")]\n"
            "  c3[(\"buyer<br/>shop.v1.UserService/GetUser\")]\n"
            "  c0 -.-> c1\n"
            "  c1 --> c2\n"
            "  c1 --> c3\n");
}

TEST(Explain, NamesCallsThatAreNotMadeForAClient) {
  EXPECT_THAT(explained(kOrder).pruned, IsEmpty());
  EXPECT_THAT(explained(kOrder, "mobile").pruned, ElementsAre("orders", "products"));
}

TEST(Explain, KnowsWhoIsServedWhereTheContractHasNoSuchRoute) {
  const auto result = compiled(kOrder);
  const Explanation route = explain(*result.plans.at(0), {}, {"users", "orders", "catalog"});
  EXPECT_EQ(route.auth.mode, contract::Auth::Mode::required);
  EXPECT_THAT(route.auth.scopes, ElementsAre("orders.write", "orders.read"));
}

TEST(Explain, CountsTheRpcsOfTables) {
  const Explanation route = explained(kOrder);
  ASSERT_EQ(route.calls.size(), 4U);
  EXPECT_EQ(route.calls[0].rpcs, 1U);
  EXPECT_EQ(route.calls[2].rpcs, 4U);   // 100 keys, 30 each
  EXPECT_EQ(route.calls[3].rpcs, 20U);  // one each
}

TEST(Explain, TakesTheDeadlineForACallWithoutATimeout) {
  const auto yaml = route_with(
      "one: { rpc: shop.v1.UserService/GetUser, timeout: 900ms }\n"
      "two: { rpc: shop.v1.OrderService/ListOrders, with: { customer_id: $one.user!.id } }\n"
      "three: { rpc: shop.v1.UserService/GetUser }\n",
      "a: $two.pages\nb: $three.user.id\n");
  const Explanation route = explained(yaml);
  EXPECT_THAT(route.stages, ElementsAre(ElementsAre(0, 2), ElementsAre(1)));
  EXPECT_THAT(route.critical_path, ElementsAre(0, 1));
  EXPECT_EQ(route.critical_time, Duration{1900});
}

TEST(Explain, RunsTheCallsOfALoopOneAfterTheOther) {
  std::string yaml = route_with(
      "one: { rpc: shop.v1.UserService/GetUser, effect: read }\n"
      "all: { rpc: shop.v1.UserService/GetUser, for_each: n in $one.user!.notes, with: { locale: "
      "$n }, max: 5, timeout: 100ms }\n",
      "a: $one.user.id\n");
  yaml.replace(yaml.find("GET /"), 5, "POST /");
  const Explanation route = explained(yaml);
  EXPECT_EQ(route.calls.at(1).each, 5U);
  EXPECT_EQ(route.calls.at(1).rpcs, 5U);
  EXPECT_EQ(route.critical_time, Duration{1500});
}

TEST(Explain, HasNothingToTellOfARouteWithoutCalls) {
  const Explanation route = explained(route_with("", "a: 1\n"));
  EXPECT_THAT(route.stages, IsEmpty());
  EXPECT_THAT(route.critical_path, IsEmpty());
  EXPECT_EQ(explain_mermaid(route), "flowchart LR\n");
}

TEST(AnswerFields, ListValuesAndWhatMayBeNull) {
  const Explanation route = explained(
      route_with("user: { rpc: shop.v1.UserService/GetUser }\n",
                 "id: $user.user!.id\ncard: { $from: $user.user!.avatar, $pick: [url] }\nlabels: "
                 "$user.user!.labels\nbudgets: $user.user!.budgets\n\"x-y\": yes\n"));
  std::vector<std::string> lines;
  for (const AnswerField& field : route.answer) lines.push_back(field.path + " " + field.type);
  EXPECT_THAT(lines, ElementsAre("$.id string int64", "$.card object or null", "$.card.url string",
                                 "$.labels.* string", "$.budgets.*.currencyCode string",
                                 "$.budgets.*.units string int64", "$.budgets.*.nanos number int32",
                                 "$[\"x-y\"] \"yes\""));
}

TEST(AnswerFields, GoIntoATypeWithinItselfOnce) {
  contract::Type self{.kind = contract::Type::Kind::reference, .nullable = true, .name = "Tree"};
  contract::Contract contract{.client = "web"};
  contract.types.push_back(
      {.name = "Tree",
       .type = {.kind = contract::Type::Kind::object, .members = {{.key = "next", .type = self}}}});
  self.nullable = false;
  const auto fields = answer_fields(self, contract);
  ASSERT_EQ(fields.size(), 1U);
  EXPECT_EQ(fields[0].path + " " + fields[0].type, "$.next Tree or null");
}

}  // namespace
}  // namespace bff::plan
