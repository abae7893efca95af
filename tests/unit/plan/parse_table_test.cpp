// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

TEST(ForEach, IsATableByValue) {
  const auto each = call_of("for_each: money, max: 20").for_each;
  EXPECT_EQ(each->name.value, "money");
  EXPECT_FALSE(each->list);
  EXPECT_EQ(each->max.value, 20U);
  EXPECT_EQ(call_of("for_each: money").for_each->max.value, 1'000U);
}

TEST(ForEach, IsOneCallForEachElement) {
  const auto each = call_of("for_each: i in $cart.items").for_each;
  EXPECT_EQ(each->name.value, "i");
  EXPECT_EQ(to_text(each->list->refs[0]), "$cart.items");
}

TEST(ForEach, SaysHowItIsWritten) {
  constexpr auto kForm =
      " -- write 'for_each: id' for a table by value, or 'for_each: x in $call.items' for one call "
      "per element";
  EXPECT_THAT(call_problems("for_each: $cart.items"),
              ElementsAre(std::string{"6:34+11 BFF243 '$cart.items' names no element"} + kForm));
  EXPECT_THAT(call_problems("for_each: i of $cart.items"),
              ElementsAre(std::string{"6:34+16 BFF243 'i of $cart.items' names no element and "
                                      "list"} +
                          kForm));
  EXPECT_THAT(call_problems("for_each: [id]"), ElementsAre(EndsWith(kForm)));
  EXPECT_THAT(call_problems("for_each: body"), ElementsAre(StartsWith("6:34+4 BFF210 'body'")));
}

TEST(Group, NamesTheRowsAndTheirKey) {
  EXPECT_EQ(call_of("batch: { into: ids }, group: reviews.product_id").group->value,
            "reviews.product_id");
  EXPECT_EQ(call_of("group: reviews.product_id").group->value, "reviews.product_id");
  EXPECT_THAT(call_problems("group: reviews"),
              ElementsAre("6:31+7 BFF241 'reviews' names no key of its rows -- "
                          "write the rows and their key field, as in 'reviews.product_id'"));
}

TEST(Table, IsOfOneKind) {
  EXPECT_THAT(call_problems("batch: { into: ids }, index: a.b, group: a.b"),
              ElementsAre("6:58+5 BFF212 'group' beside 'index' -- "
                          "'index' gives one row for a key, 'group' a list"));
  EXPECT_THAT(call_problems("batch: { into: ids }, index: a.b, for_each: id"),
              ElementsAre("6:24+5 BFF212 'batch' beside 'for_each' -- "
                          "one asks for many keys at once, the other for each alone"));
  EXPECT_THAT(call_problems("for_each: id, index: a.b"),
              ElementsAre("6:38+5 BFF212 'index' beside 'for_each' -- "
                          "what 'for_each' makes is looked up by its value"));
  EXPECT_THAT(call_problems("max: 5"), ElementsAre("6:24+3 BFF203 'max' without 'for_each' -- "
                                                   "it bounds the values of a 'for_each'"));
  EXPECT_THAT(call_problems("batch: { into: ids }, index: a.b, max: 5"),
              ElementsAre("6:58+3 BFF203 'max' without 'for_each' -- write it in 'batch'"));
}

TEST(Call, SaysItsEffect) {
  EXPECT_TRUE(call_of("effect: read").reads->value);
  EXPECT_FALSE(call_of("effect: write, idempotent: true").reads->value);
  EXPECT_TRUE(call_of("idempotent: true").idempotent->value);
  EXPECT_THAT(call_problems("effect: reads"),
              ElementsAre("6:32+5 BFF205 'effect' cannot be 'reads' -- did you mean 'read'?"));
  EXPECT_THAT(call_problems("for_each: id, effect: write"),
              ElementsAre("6:38+6 BFF212 'effect: write' in a table, which only reads -- to write "
                          "once for each element of a list write 'for_each: x in $list'"));
  EXPECT_THAT(call_problems("effect: read, idempotent: true"),
              ElementsAre("6:38+10 BFF212 'idempotent' in a call that only reads: it is retried "
                          "anyway -- leave it out"));
}

TEST(Call, StandsBehindOthers) {
  EXPECT_EQ(call_of("after: [a, b]").after.at(1).value, "b");
  EXPECT_EQ(call_of("after: a").after.at(0).value, "a");
  EXPECT_THAT(call_problems("after: [a, $b, a-b, a]"),
              ElementsAre(StartsWith("6:35+2 BFF208 an expression"),
                          StartsWith("6:39+3 BFF209 'a-b' is no name of a call"),
                          "6:44+1 BFF211 the call 'a' stands twice"));
  EXPECT_THAT(call_problems("after: []"),
              ElementsAre(EndsWith("'after' is empty -- leave it out")));
}

TEST(Call, MayAskForWhatIsReadOnly) {
  EXPECT_TRUE(call_of("read_mask: auto").read_mask);
  EXPECT_FALSE(call_of("effect: read").read_mask);
  EXPECT_THAT(call_problems("read_mask: [id]"), ElementsAre(StartsWith("6:35+1 BFF204")));
}

TEST(Metadata, IsNamedAsHttp2Does) {
  const auto call =
      call_of("metadata: { x-tenant: $auth.tenant, x-n: 5, authorization: 'a {$b}' }");
  ASSERT_EQ(call.metadata.size(), 3U);
  EXPECT_EQ(call.metadata[0].name.value, "x-tenant");
  EXPECT_EQ(call.metadata[0].value->kind, ShapeSyntax::Kind::expression);
  EXPECT_EQ(call.metadata[1].value->kind, ShapeSyntax::Kind::literal);
  EXPECT_EQ(call.metadata[2].value->kind, ShapeSyntax::Kind::text);
  EXPECT_THAT(call_problems("metadata: { X-Tenant: a }"),
              ElementsAre("6:36+8 BFF244 'X-Tenant' is no name of metadata -- write 'x-tenant'"));
  EXPECT_THAT(call_problems("metadata: { 'a b': a }"),
              ElementsAre(EndsWith("-- lower-case letters, digits, '-', '_' and '.'")));
}

TEST(Metadata, LeavesTheGatewaysOwnAlone) {
  for (const std::string name : {"te", "connection", "grpc-timeout", "host"}) {
    EXPECT_THAT(call_problems("metadata: { " + name + ": a }"),
                ElementsAre("6:36+" + std::to_string(name.size()) + " BFF245 '" + name +
                            "' belongs to gRPC itself -- choose another name"));
  }
  EXPECT_THAT(call_problems("metadata: { traceparent: a }"),
              ElementsAre("6:36+11 BFF245 'traceparent' is sent to every call by the gateway -- "
                          "leave it out"));
  EXPECT_THAT(call_problems("metadata: { a-bin: a }"),
              ElementsAre("6:36+5 BFF202 binary metadata is not yet supported"));
  EXPECT_THAT(call_problems("metadata: { a: \"x\\ny\" }"),
              ElementsAre("6:40+4 BFF244 'a' holds what cannot stand in a header -- "
                          "visible ASCII and blanks"));
  EXPECT_THAT(call_problems("metadata: { a: [b] }"),
              ElementsAre("6:39+1 BFF204 'a' is a text or an expression, not a list"));
}

}  // namespace
}  // namespace bff::plan
