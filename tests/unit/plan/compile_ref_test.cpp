// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_ref.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A route that reads every call, and `value` besides.
std::vector<std::string> wrong_with_ref(const std::string& value) {
  return messages_of(route_with(kAllCalls,
                                "used: { a: $user, b: $orders, c: $products($path.id) }\n"
                                "value: " +
                                    value + "\n"));
}

std::string ref_of(const std::string& value) {
  const auto plan = plan_of(route_with(kUserCall, "value: " + value + "\n"));
  return plan ? text_of(*plan, plan->shape->members[0].value->expression) : "";
}

TEST(Ref, ReadsFieldsToTheEndOfThePath) {
  EXPECT_EQ(ref_of("$user.user.avatar.url"), "#0.user@0.avatar@0.url@0");
}

TEST(Ref, ReadsAWrapperThrough) {
  EXPECT_EQ(ref_of("$user.user.title"), "#0.user@0.title@0.value@0");
  EXPECT_EQ(ref_of("$user.user.title!"), "#0.user@0.title@0.value@0!<user.user.title>");
}

TEST(Ref, PointsAtAFieldThatIsNotThere) {
  const auto lines = problems_of(route_with(kUserCall, "name: $user.user.displayname\n"));
  EXPECT_THAT(lines, ElementsAre("17:24+11 BFF321 shop.v1.User has no field 'displayname' -- "
                                 "did you mean 'display_name'? (shop/v1/shop.proto:11)"));
}

TEST(Ref, ProposesTheProtoNameForAJsonName) {
  EXPECT_THAT(messages_of(route_with(kUserCall, "a: $user.user.displayName\n")),
              ElementsAre("shop.v1.User has no field 'displayName' -- "
                          "did you mean 'display_name'? (shop/v1/shop.proto:11)"));
}

TEST(Ref, ListsTheFieldsWhenNoneIsNear) {
  EXPECT_THAT(wrong_with_ref("$orders.zzzzzz"),
              ElementsAre("shop.v1.ListOrdersResponse has no field 'zzzzzz' -- "
                          "it has orders, newest, pages"));
}

TEST(Ref, SaysNothingMoreOfWhatFollowsAProblem) {
  EXPECT_THAT(messages_of(route_with(kUserCall, "a: $user.usr!.id ?? $user.user.id\n")),
              ElementsAre("shop.v1.GetUserResponse has no field 'usr' -- "
                          "did you mean 'user'? (shop/v1/shop.proto:41)"));
}

TEST(Ref, NeverCrossesAListSilently) {
  EXPECT_THAT(wrong_with_ref("$orders.orders.id"),
              ElementsAre("'orders.orders' is repeated -- write [] for all, [0] for one, or $for"));
  EXPECT_THAT(
      wrong_with_ref("$user.user.budgets.units"),
      ElementsAre(
          "'user.user.budgets' is a map -- look up one value: (key), or loop over it with $for"));
}

TEST(Ref, FindsNoFieldsInAScalar) {
  EXPECT_THAT(wrong_with_ref("$user.user.id.x"),
              ElementsAre("'user.user.id' is int64 and has no fields"));
  EXPECT_THAT(wrong_with_ref("$user.user.title.value"),
              ElementsAre("'user.user.title' is string and has no fields"));
  EXPECT_THAT(wrong_with_ref("$path.id.x"), ElementsAre("'path.id' is string and has no fields"));
}

TEST(Ref, RefusesToInsistOnWhatIsNeverNull) {
  EXPECT_THAT(problems_of(route_with(kUserCall, "a: $user.user!.id!\n")),
              ElementsAre("17:24+1 BFF324 'user.user.id' is never null -- drop the !"));
  EXPECT_THAT(wrong_with_ref("$user!"), ElementsAre("'user' is never null -- drop the !"));
  EXPECT_THAT(wrong_with_ref("$orders.orders!"),
              ElementsAre("'orders.orders' is never null -- drop the !"));
}

TEST(Ref, CountsAllOfAnAbsentMessageAsNull) {
  // Lists, maps and plain scalars too: each may be insisted on.
  EXPECT_THAT(wrong_with_ref("$user.user.id!"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$user.user.avatar.sizes!"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$user.user!.nickname!"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$user.user!.title!"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$user.user!.phone!"), IsEmpty());
}

TEST(Ref, ProposesTheNearestName) {
  EXPECT_THAT(wrong_with_ref("$usr.user"),
              ElementsAre("there is no '$usr' here -- did you mean '$user'?"));
  EXPECT_THAT(wrong_with_ref("$zzzzzz"),
              ElementsAre("there is no '$zzzzzz' here -- "
                          "names are those of calls, `as` and `in`, and path, query, header, "
                          "cookie, body, auth, request"));
}

TEST(Ref, WantsInputsToBeDeclared) {
  EXPECT_THAT(wrong_with_ref("$header.accept"),
              ElementsAre("the header 'accept' is not declared -- "
                          "declare it: header: { accept: { type: … } }"));
  EXPECT_THAT(wrong_with_ref("$body.x"),
              ElementsAre("the route has no body -- declare it: body: package.Message"));
  EXPECT_THAT(wrong_with_ref("$request.idd"),
              ElementsAre("$request has no 'idd' -- did you mean 'id'?"));
}

TEST(Ref, WantsANameBehindAnInputsRoot) {
  EXPECT_THAT(wrong_with_ref("$query"),
              ElementsAre("'$query' is no value -- write '$query.' and a name"));
  EXPECT_THAT(wrong_with_ref("$path!"),
              ElementsAre("'$path' is no value -- write '$path.' and a name"));
}

TEST(Ref, WantsAKeyForATable) {
  EXPECT_THAT(wrong_with_ref("$products.products"),
              ElementsAre("'products' is a table -- look up a row: $products(key)"));
  EXPECT_THAT(wrong_with_ref("$products"),
              ElementsAre("'products' is a table -- look up a row: $products(key)"));
}

TEST(Ref, TakesNoKeyElsewhere) {
  EXPECT_THAT(wrong_with_ref("$user($path.id)"),
              ElementsAre("'user' is no table and takes no key -- "
                          "tables are calls with batch, index, group or "
                          "for_each, and maps"));
  EXPECT_THAT(wrong_with_ref("$user.user.labels($path.id)"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$products(12)"), IsEmpty());
  EXPECT_THAT(wrong_with_ref("$products(null)"),
              ElementsAre("null is no key -- it would find nothing"));
}

TEST(Ref, WantsTheKeyFieldsTypeOfAKey) {
  EXPECT_THAT(problems_of(route_with(std::string(kUserCall) + std::string(kProductsCall),
                                     "a: $products($user.user.email).name\n")),
              ElementsAre("18:20+16 BFF328 the key is string, products.id is int64"));
  EXPECT_THAT(wrong_with_ref("$products($query.number)"),
              ElementsAre("the key is int32, products.id is int64"));
}

TEST(Ref, ParsesATextThatIsAKey) {
  const auto plan = plan_of(route_with(kProductsCall, "a: $products($path.id).name\n"));
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, plan->shape->members[0].value->expression), "products($id).name@1");
  EXPECT_EQ(plan->inputs.back().type, proto::FieldType::int64);
}

TEST(Ref, LooksUpWithTheRowOfAnotherLookUp) {
  const auto plan = plan_of(route_with(kProductsCall, "a: $products($path.id).name\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(
      problems_of(route_with(std::string(kProductsCall) +
                                 "others: { rpc: shop.v1.CatalogService/BatchGetProducts, "
                                 "batch: { into: ids }, index: products.id, on_error: as_null }\n",
                             "a: $others($products($path.id).related_id).name\n")),
      IsEmpty());
}

TEST(Ref, InsistsOnARow) { EXPECT_THAT(wrong_with_ref("$products($path.id)!.name"), IsEmpty()); }

}  // namespace
}  // namespace bff::plan
