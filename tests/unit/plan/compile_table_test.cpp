// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string table(const std::string& into, const std::string& index) {
  return route_with("products: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: " +
                        into + " }, index: " + index + " }\n",
                    "a: $products($path.id)\n");
}

TEST(TableDeclaration, NamesFieldsThatAreThere) {
  EXPECT_THAT(problems_of(table("idds", "product.id")),
              ElementsAre("15:80+4 BFF321 shop.v1.BatchGetProductsRequest has no field 'idds' -- "
                          "did you mean 'ids'? (shop/v1/shop.proto:70)",
                          "15:95+7 BFF321 shop.v1.BatchGetProductsResponse has no field 'product' "
                          "-- did you mean 'products'? (shop/v1/shop.proto:71)"));
  EXPECT_THAT(problems_of(table("ids", "products.idd")),
              ElementsAre("15:103+3 BFF321 shop.v1.Product has no field 'idd' -- "
                          "did you mean 'id'? (shop/v1/shop.proto:63)"));
}

TEST(TableDeclaration, FillsARepeatedField) {
  EXPECT_THAT(messages_of(table("language", "products.id")),
              ElementsAre("'language' is not repeated and cannot take the keys"));
}

TEST(TableDeclaration, FindsItsRowsInAListOfMessages) {
  EXPECT_THAT(messages_of(table("ids", "best.id")),
              ElementsAre("'best' is shop.v1.Product, rows are a list of messages"));
}

TEST(TableDeclaration, HasAKeyThatCanBeCompared) {
  EXPECT_THAT(messages_of(table("ids", "products.weight")),
              ElementsAre("'weight' is double and cannot be a key -- "
                          "keys are integers, bools, texts, bytes or enums"));
  EXPECT_THAT(messages_of(table("ids", "products.price")),
              ElementsAre("'price' is shop.v1.Money and cannot be a key -- "
                          "keys are integers, bools, texts, bytes or enums"));
}

TEST(TableDeclaration, AsksForWhatItsRowsAreJoinedBy) {
  EXPECT_THAT(messages_of(table("names", "products.id")),
              ElementsAre("products.id is int64, BatchGetProductsRequest.names takes string"));
  EXPECT_THAT(messages_of(table("names", "products.name")), IsEmpty());
}

// ---- What its collector waits for ---------------------------------------------------------------

TEST(TableKeys, AreTakenFromRequestsToo) {
  const auto plan =
      plan_of(route_with(std::string(kUserCall) + std::string(kProductsCall) +
                             "more: { rpc: shop.v1.UserService/GetUser, on_error: as_null, "
                             "with: { user_id: $products($user.user!.id).id } }\n",
                         "a: $more\n"));
  ASSERT_TRUE(plan);
  const Call &products = plan->calls[1], &more = plan->calls[2];
  EXPECT_THAT(products.needs, ElementsAre(0));
  EXPECT_THAT(more.needs, ElementsAre(0, 1));
  EXPECT_THAT(more.reads, ElementsAre(1));
  EXPECT_EQ(text_of(*plan, *products.table->collector),
            "{  keys of products: #0.user@0!<user.user>.id@0 }");
}

TEST(TableKeys, WaitForTheLoopsAroundThem) {
  const auto plan = plan_of(
      route_with(std::string(kOrdersCall) + std::string(kProductsCall),
                 "list: { $for: o in $orders.orders, $shape: { a: $products($path.id).name } }\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[1].needs, ElementsAre(0)) << "no order, no key";
}

TEST(TableKeys, AreFoundBehindEveryKindOfNode) {
  const auto plan =
      plan_of(route_with(std::string(kOrdersCall) + std::string(kProductsCall),
                         "newest: { $from: $orders.newest as n, $shape: { "
                         "x: '$products($n.id) ?? $products($path.id)', "
                         "list: { $for: l in $n.lines, $shape: $products($l.gift_id) } } }\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, *plan->calls[1].table->collector),
            "{  from #0.newest@0 as #4 {  keys of products: #4.id@0,  keys of products: $id,  "
            "for #5 in #4.lines@1 {  keys of products: #5.gift_id@0 } } }");
}

TEST(TableKeys, MayComeFromAnotherTable) {
  const auto plan = plan_of(route_with(
      std::string(kProductsCall) +
          "others: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, "
          "index: products.id, on_error: as_null }\n",
      "a: $others($products($path.id).related_id).name\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[0].needs, IsEmpty());
  EXPECT_THAT(plan->calls[1].needs, ElementsAre(0));
  EXPECT_EQ(text_of(*plan, *plan->calls[0].table->collector), "{  keys of products: $id }");
  EXPECT_EQ(text_of(*plan, *plan->calls[1].table->collector),
            "{  keys of others: products($id).related_id@1 }");
  EXPECT_THAT(plan->calls[0].view_paths, ElementsAre("a"));
  EXPECT_THAT(plan->calls[1].view_paths, ElementsAre("a"));
}

// The condition is judged when the rows are there; before that it decides on no key.
TEST(TableKeys, OfAConditionAloneDoNotWaitForTheirOwnRows) {
  const auto plan = plan_of(route_with(std::string(kUserCall) + std::string(kProductsCall),
                                       "a: { $when: $products($path.id).name, x: $user.user }\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[1].needs, IsEmpty());
  EXPECT_EQ(text_of(*plan, *plan->calls[1].table->collector), "{  keys of products: $id }");
}

TEST(TableKeys, BesideAConditionAreTakenOnlyWhereItHolds) {
  for (const char* a : {"{ $from: $products($path.id) as p, $when: $user, $shape: $p.name }",
                        "{ $count: '$groups($path.id)', $when: $user }"}) {
    const auto plan =
        plan_of(route_with(std::string(kUserCall) + std::string(kProductsCall) +
                               "groups: { rpc: shop.v1.CatalogService/BatchGetProducts, "
                               "batch: { into: ids }, group: products.id, on_error: as_null }\n",
                           "a: " + std::string(a) + "\nb: $user\nc: $products($auth.sub)\n" +
                               "d: $groups($auth.sub)\n"));
    ASSERT_TRUE(plan);
    const std::size_t table = a[3] == 'f' ? 1 : 2;
    EXPECT_THAT(text_of(*plan, *plan->calls[table].table->collector),
                testing::HasSubstr(": $id } when #0,  keys of"))
        << a;
  }
}

const std::string kMore =
    "more: { rpc: shop.v1.UserService/GetUser, for_each: id, on_error: as_null, "
    "with: { user_id: $id } }\n";

TEST(TableKeys, OfAChoiceDoNotWaitForTheirOwnRows) {
  const auto plan = plan_of(route_with(
      kMore, "a: { $switch: $more($auth.sub).user.contact, $case: { phone: x, $else: null } }\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[0].needs, IsEmpty());
  EXPECT_EQ(text_of(*plan, *plan->calls[0].table->collector), "{  keys of more: $sub }");
}

// Which elements count is known with the rows only, so the limit cuts no key off.
TEST(TableKeys, OfAChoiceBetweenElementsAreTakenFromAllOfThem) {
  const auto plan = plan_of(route_with(std::string(kOrdersCall) + kMore,
                                       "a: { $for: o in $orders.orders, $limit: 1, "
                                       "$switch: $more($o.id).user.contact, "
                                       "$case: { phone: x, $else: $skip } }\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[1].needs, ElementsAre(0));
  const std::string keys = text_of(*plan, *plan->calls[1].table->collector);
  EXPECT_THAT(keys, testing::HasSubstr("in #0.orders@0 {  keys of more: #"));
  EXPECT_THAT(keys, testing::Not(testing::HasSubstr("limit")));
}

// A loop with a filter in a request.
std::string filtered_fields(const std::string& when, const std::string& element) {
  return route_with(std::string(kOrdersCall) + std::string(kProductsCall) +
                        "user: { rpc: shop.v1.UserService/GetUser, on_error: as_null, with: "
                        "{ fields: { $for: o in $orders.orders, $when: " +
                        when + ", $shape: " + element + " } } }\n",
                    "a: $user\nb: $products($auth.sub)\n");
}

TEST(TableKeys, OfAFilterInARequestDoNotWaitForTheirOwnRows) {
  const auto plan = plan_of(filtered_fields("$products($path.id).name", "'n{$o.id}'"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[1].needs, IsEmpty());
  EXPECT_EQ(text_of(*plan, *plan->calls[1].table->collector),
            "{  keys of products: $sub,  keys of products: $id }");
}

TEST(TableKeys, OfAFilterInARequestCannotComeFromItsOwnList) {
  const auto refused = ElementsAre(
      "the filter needs 'products', which is fetched for this list -- "
      "filter by what the list itself holds, or in the service");
  EXPECT_THAT(messages_of(filtered_fields("$products($o.id).name", "'x{$o.id}'")), refused);
  EXPECT_THAT(messages_of(filtered_fields("$products($path.id).name", "'{$products($o.id).name}'")),
              refused);
}

TEST(TableKeys, AreTakenFromTheRequestsOfTablesByValue) {
  const auto plan = plan_of(
      route_with(std::string(kProductsCall) +
                     "more: { rpc: shop.v1.UserService/GetUser, for_each: id, on_error: as_null, "
                     "with: { user_id: $id, locale: $products($path.id).name } }\n",
                 "a: $more($auth.sub)\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, *plan->calls[0].table->collector), "{  keys of products: $id }");
}

TEST(TableKeys, AreTakenWithoutWhatATableByValueIsAskedBy) {
  const auto plan = plan_of(
      route_with(std::string(kUserCall) + std::string(kProductsCall) +
                     "more: { rpc: shop.v1.UserService/GetUser, for_each: m, on_error: as_null, "
                     "with: { budget: $m, filter: { $from: $m as n, $shape: "
                     "{ text: '$products($path.id).name ?? $n.currency_code' } } } }\n",
                 "a: { $for: b in $user.user.budgets, $shape: $more($b).user.id }\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, *plan->calls[1].table->collector), "{  keys of products: $id }");
}

TEST(TableKeys, CannotBePartsOfWhatAnotherTableIsAskedBy) {
  EXPECT_THAT(messages_of(route_with(
                  "names: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: names }, "
                  "index: products.name, on_error: as_null }\n"
                  "more: { rpc: shop.v1.UserService/GetUser, for_each: f, on_error: as_null, with: "
                  "{ filter: $f, budget: { $from: $f.inner as g, "
                  "$shape: { currency_code: '$names($g.text).name ?? \"x\"' } } } }\n"
                  "first: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub } }\n",
                  "a: $first\nb: $more($none)\n")),
              testing::Contains("'more' looks up 'names' by its own '$g' -- "
                                "look it up where 'more' is looked up"));
}

TEST(TableKeys, CannotComeFromItsOwnRows) {
  EXPECT_THAT(messages_of(route_with(std::string(kProductsCall),
                                     "a: $products($products($path.id).related_id).name\n")),
              ElementsAre("'products' waits for itself: its keys come from its own rows -- "
                          "one of them must not read the other"));
}

}  // namespace
}  // namespace bff::plan
