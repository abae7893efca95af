// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kFirst =
    "first: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub } }\n";

// The call `second` with this `with`, after `first` and `maybe`.
std::string asking(const std::string& with, const std::string& more = "") {
  return route_with(kFirst + std::string(kMaybeCall) + std::string(kProductsCall) +
                        "second: { rpc: shop.v1.UserService/GetUser, with: " + with + more + " }\n",
                    "a: { a: $first, b: $second, c: $maybe, d: $products($path.id) }\n");
}
std::vector<std::string> wrong_with_request(const std::string& with, const std::string& more = "") {
  return messages_of(asking(with, more));
}

// The fields of `second`'s request, in order: "user_id = …".
std::vector<std::string> shown_fields(const RoutePlan& plan,
                                      const std::vector<RequestField>& fields) {
  std::vector<std::string> lines;
  for (const RequestField& field : fields) {
    std::string line = field.field->name + (field.wrap ? " wraps " : " = ");
    if (field.is_nested) {
      line += "{";
      for (const std::string& nested : shown_fields(plan, field.nested)) line += " " + nested;
      line += " }";
    } else if (field.expression) {
      line += text_of(plan, *field.expression);
    } else {
      for (const char c : field.literal)
        line += "0123456789abcdef"[(c >> 4) & 15], line += "0123456789abcdef"[c & 15];
    }
    lines.push_back(line);
  }
  return lines;
}
std::vector<std::string> request(const std::string& with) {
  const auto plan = plan_of(asking(with));
  if (!plan) return {};
  for (const Call& call : plan->calls) {
    if (call.name == "second") return shown_fields(*plan, call.request);
  }
  return {};
}

TEST(Request, EncodesLiteralsOnce) {
  EXPECT_THAT(request("{ user_id: 300, locale: en, full: true, ratio: 0.5 }"),
              ElementsAre("user_id = 08ac02", "locale = 1202656e", "full = 4801",
                          "ratio = 59000000000000e03f"));
}

TEST(Request, SendsNothingForTheZeroOfAPlainField) {
  EXPECT_THAT(request("{ user_id: 0, full: false, locale: '' }"), ElementsAre("locale = 1200"));
}

TEST(Request, EncodesEnumsListsWrappersAndTimestamps) {
  EXPECT_THAT(request("{ user_id: 1, status: PAID, fields: [id, name], depth: 3, "
                      "since: \"1970-01-01T00:00:05Z\", token: aGk= }"),
              ElementsAre("user_id = 0801", "depth = 1a020803", "fields = 3a0269643a046e616d65",
                          "status = 4001", "since = 52020805", "token = 72026869"));
}

TEST(Request, NestsMessages) {
  EXPECT_THAT(request("{ user_id: 1, filter: { inner: { top: $query.page }, text: x } }"),
              ElementsAre("user_id = 0801", "filter = { text = 0a0178 inner = { top = $page } }"));
}

TEST(Request, WidensWithoutLoss) {
  EXPECT_THAT(request("{ user_id: $query.page }"), ElementsAre("user_id = $page"));
  EXPECT_THAT(wrong_with_request("{ user_id: 1, filter: { top: $first.user!.id } }"),
              ElementsAre("Filter.top is int32, $first.user!.id is int64"));
}

TEST(Request, WrapsAScalarAndReadsAWrapperThrough) {
  EXPECT_THAT(request("{ user_id: 1, depth: $query.page }"),
              ElementsAre("user_id = 0801", "depth wraps $page"));
  EXPECT_THAT(request("{ user_id: 1, locale: $first.user!.title }"),
              ElementsAre("user_id = 0801", "locale = #0.user@0!<first.user>.title@0.value@0"));
}

TEST(Request, CopiesMessagesListsAndMaps) {
  EXPECT_THAT(wrong_with_request("{ user_id: 1, fields: $first.user!.avatar!.sizes }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: 1, labels: $first.user!.labels }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: 1, budget: $first.user!.avatar }"),
              ElementsAre("GetUserRequest.budget is shop.v1.Money, "
                          "$first.user!.avatar is shop.v1.Image"));
  EXPECT_THAT(wrong_with_request("{ user_id: 1, fields: $first.user!.notes }"),
              ElementsAre("GetUserRequest.fields is repeated string, "
                          "$first.user!.notes is repeated google.protobuf.StringValue"));
  EXPECT_THAT(wrong_with_request("{ user_id: 1, labels: $first.user!.budgets }"),
              ElementsAre("GetUserRequest.labels is map<string, string>, "
                          "$first.user!.budgets is map<string, shop.v1.Money>"));
}

TEST(Request, RefusesNullIntoAPlainField) {
  EXPECT_THAT(problems_of(asking("{ user_id: $first.user.id }")),
              ElementsAre("18:68+14 BFF341 $first.user.id may be null and "
                          "GetUserRequest.user_id cannot be left unset -- write !, ?? or ||"));
  EXPECT_THAT(wrong_with_request("{ user_id: $query.text }"),
              ElementsAre("$query.text may be null and GetUserRequest.user_id "
                          "cannot be left unset -- write !, ?? or ||"));
  EXPECT_THAT(wrong_with_request("{ user_id: 1, fields: $first.user.avatar.sizes }"),
              ElementsAre("$first.user.avatar.sizes may be null and GetUserRequest.fields "
                          "cannot be left unset -- write !, ?? or ||"));
  EXPECT_THAT(wrong_with_request("{ user_id: null }"),
              ElementsAre("GetUserRequest.user_id cannot be left unset, and this is null -- "
                          "leave it out, or write a value"));
  EXPECT_THAT(wrong_with_request("{ user_id: $first.user.id || null }"),
              ElementsAre("$first.user.id || null may be null and GetUserRequest.user_id "
                          "cannot be left unset -- write !, ?? or ||"));
}

TEST(Request, TakesNullWhereAFieldCanBeLeftUnset) {
  EXPECT_THAT(wrong_with_request("{ user_id: 1, locale: $first.user.email }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: 1, budget: null, depth: $query.number }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: 1, by_name: $query.text }"), IsEmpty());
}

TEST(Request, TakesThreeWaysOutOfNull) {
  EXPECT_THAT(wrong_with_request("{ user_id: $first.user!.id }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: '$first.user.id ?? 7' }"), IsEmpty());
  EXPECT_THAT(wrong_with_request("{ user_id: $first.user.id || $path.id }"), IsEmpty());
}

TEST(Request, RefusesToDependOnWhatMayBeMissing) {
  EXPECT_THAT(problems_of(asking("{ user_id: 1, budget: $maybe.user!.id }")).front(),
              "18:79+15 BFF340 GetUserRequest.budget is shop.v1.Money, $maybe.user!.id is int64");
  EXPECT_THAT(wrong_with_request("{ user_id: 1, locale: $maybe.user.email }"),
              ElementsAre("'second' reads 'maybe', which may be missing -- "
                          "write ?? or on_error: as_null"));
  EXPECT_THAT(wrong_with_request("{ user_id: 1, locale: $products($path.id).name }"),
              ElementsAre("'second' reads 'products', which may be missing -- "
                          "write ?? or on_error: as_null"));
}

TEST(Request, MayBeMissingWithWhatItReads) {
  const auto plan =
      plan_of(asking("{ user_id: 1, locale: $maybe.user.email }", ", on_error: as_null"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[3].needs, ElementsAre(1));
  EXPECT_THAT(plan->calls[3].reads, ElementsAre(1));
  EXPECT_THAT(plan->calls[1].view_paths, ElementsAre("a.b", "a.c")) << "`b` is gone without it";
}

TEST(Request, StandsOnItsOwnBehindAFallback) {
  const auto plan = plan_of(asking("{ user_id: 1, locale: '$maybe.user.email ?? \"en\"' }"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[3].needs, ElementsAre(1));
  EXPECT_THAT(plan->calls[3].reads, IsEmpty());
}

TEST(Request, NeedsNoWayOutOfARowThatTakesTheCallWithIt) {
  // A row that is not there is missing, not absent: the call is not made, so no null arrives.
  EXPECT_THAT(wrong_with_request("{ user_id: $products($path.id).id }", ", on_error: as_null"),
              IsEmpty());
  EXPECT_THAT(
      wrong_with_request("{ user_id: $products($path.id).price.units }", ", on_error: as_null"),
      ElementsAre("$products($path.id).price.units may be null and "
                  "GetUserRequest.user_id cannot be left unset -- write !, ?? or ||"));
}

TEST(Request, RefusesFieldsThatAreNotThere) {
  EXPECT_THAT(problems_of(asking("{ user_idd: 1 }")),
              ElementsAre("18:59+8 BFF321 shop.v1.GetUserRequest has no field 'user_idd' -- "
                          "did you mean 'user_id'? (shop/v1/shop.proto:25)"));
  EXPECT_THAT(wrong_with_request("{ filter: { topp: 1 } }"),
              ElementsAre("shop.v1.Filter has no field 'topp' -- "
                          "did you mean 'top'? (shop/v1/shop.proto:40)"));
}

TEST(Request, RefusesLiteralsOfAnotherType) {
  EXPECT_THAT(wrong_with_request("{ user_id: abc, full: 1, locale: 5, ratio: x }"),
              ElementsAre("'abc' is a text, user_id is int64", "'1' is a number, full is bool",
                          "'5' is a number, locale is string", "'x' is a text, ratio is double"));
  EXPECT_THAT(wrong_with_request("{ filter: { top: 3000000000 } }"),
              ElementsAre("'3000000000' is out of range, top is int32"));
  EXPECT_THAT(wrong_with_request("{ fields: a }"),
              ElementsAre("a text, 'fields' is repeated -- write a list: [ … ]"));
  EXPECT_THAT(wrong_with_request("{ fields: [a, 1] }"),
              ElementsAre("'1' is a number, fields is string"));
  EXPECT_THAT(wrong_with_request("{ since: yesterday }"),
              ElementsAre("'yesterday' is no google.protobuf.Timestamp"));
  EXPECT_THAT(wrong_with_request("{ status: PAIDD }"),
              ElementsAre("shop.v1.OrderStatus has no 'PAIDD' -- did you mean 'PAID'?"));
  EXPECT_THAT(wrong_with_request("{ token: '*' }"),
              ElementsAre("'*' is no base64, token is bytes"));
  EXPECT_THAT(wrong_with_request("{ filter: 5 }"),
              ElementsAre("a number is no shop.v1.Filter -- write a map of its fields"));
  EXPECT_THAT(wrong_with_request("{ user_id: { a: 1 } }"),
              ElementsAre("GetUserRequest.user_id is int64, not a message"));
  EXPECT_THAT(wrong_with_request("{ labels: { a: b } }"), IsEmpty());
}

TEST(Request, RefusesTextsForTypesThatDoNotParse) {
  EXPECT_THAT(wrong_with_request("{ token: $query.must }"),
              ElementsAre("GetUserRequest.token is bytes, $query.must is string"));
}

TEST(Request, SetsOneMemberOfAOneof) {
  EXPECT_THAT(wrong_with_request("{ by_name: a, by_mail: b }"),
              ElementsAre("'by_mail' and 'by_name' are of one oneof -- write one of them"));
}

TEST(Request, LeavesTheKeysOfABatchToTheBatch) {
  EXPECT_THAT(
      messages_of(route_with("products: { rpc: shop.v1.CatalogService/BatchGetProducts, "
                             "batch: { into: ids }, index: products.id, with: { ids: [1] } }\n",
                             "a: $products($path.id)\n")),
      ElementsAre("'ids' takes the keys of the batch -- leave it out of `with`"));
}

TEST(Request, GivesABatchItsOtherFields) {
  const auto plan = plan_of(
      route_with("products: { rpc: shop.v1.CatalogService/BatchGetProducts, "
                 "batch: { into: ids }, index: products.id, with: { language: $query.must } }\n",
                 "a: $products($path.id)\n"));
  ASSERT_TRUE(plan);
  EXPECT_THAT(shown_fields(*plan, plan->calls[0].request), ElementsAre("language = $must"));
}

}  // namespace
}  // namespace bff::plan
