// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using Kind = ShapeSyntax::Kind;

// `with` is on line 7, its value in column 15.
std::string call_asking(const std::string& with) {
  return "calls:\n  c: { rpc: p.S/M,\n    with: " + with + " }";
}
std::vector<std::string> with_problems(const std::string& with) {
  return route_problems(call_asking(with));
}
ShapeSyntax with_of(const std::string& with) {
  return std::move(*route_of(call_asking(with)).calls[0].with);
}

TEST(With, IsAnObjectOfTheRequestsFields) {
  const auto with = with_of("{ id: $path.id, page: { size: 10, after: $query.cursor || \"\" } }");
  EXPECT_EQ(with.kind, Kind::object);
  ASSERT_EQ(with.members.size(), 2U);
  EXPECT_EQ(with.members[0].key.value, "id");
  EXPECT_EQ(with.members[0].value->kind, Kind::expression);
  const ShapeSyntax& page = *with.members[1].value;
  EXPECT_EQ(page.kind, Kind::object);
  EXPECT_EQ(page.members[0].value->kind, Kind::literal);
  EXPECT_EQ(page.members[0].value->literal.scalar, "10");
  EXPECT_EQ(page.members[1].value->expression->fallback, ExpressionSyntax::Fallback::if_empty);
  EXPECT_THAT(with_of("{}").members, IsEmpty());
}

TEST(With, TakesConstants) {
  const auto with = with_of("{ a: text, b: true, c: null, d: [1, 2], e: $$x, f: [], g: [$$y] }");
  for (const auto& member : with.members) EXPECT_EQ(member.value->kind, Kind::literal);
  EXPECT_EQ(with.members[3].value->literal.items.size(), 2U);
  EXPECT_EQ(with.members[4].value->literal.scalar, "$x");
  EXPECT_EQ(with.members[6].value->literal.items[0].scalar, "$y");
}

TEST(With, IsNoTextAndNoList) {
  constexpr auto kForms = " -- write the request's fields, each with its value";
  EXPECT_THAT(with_problems("all"),
              ElementsAre(std::string{"7:15+3 BFF204 'with' is a map of the request's fields, or "
                                      "one expression, not a text"} +
                          kForms));
  EXPECT_THAT(with_problems("[1]"), ElementsAre(EndsWith(std::string{"not a list"} + kForms)));
  EXPECT_THAT(
      with_problems("{ $from: $x, $pick: [a] }"),
      ElementsAre(std::string{"7:17+5 BFF251 '$from' cannot stand at the top of 'with'"} + kForms));
  EXPECT_THAT(with_problems("{ $when: $x, a: 1 }"),
              ElementsAre("7:17+5 BFF251 '$when' cannot stand at the top of 'with' -- "
                          "write 'when' beside 'with'"));
}

TEST(With, MayBeAWholeMessage) {
  const auto with = with_of("$body");
  EXPECT_EQ(with.kind, Kind::expression);
  EXPECT_EQ(with.expression->refs[0].name, "body");
}

TEST(With, IsMadeLikeAShape) {
  const auto with = with_of(
      "{ lines: { $for: i in $cart.items, $shape: { n: $i.n } }, ids: [1, $path.id], rows: "
      "[{ b: 1 }], at: 'x-{$path.id}', $merge: $body }");
  EXPECT_EQ(with.members.at(0).value->kind, Kind::each);
  EXPECT_EQ(with.members.at(1).value->kind, Kind::list);
  EXPECT_EQ(with.members.at(2).value->items.at(0)->kind, Kind::object);
  EXPECT_EQ(with.members.at(3).value->kind, Kind::text);
  EXPECT_TRUE(with.members.at(4).merge);
}

TEST(With, KnowsNoOtherDirective) {
  EXPECT_THAT(with_problems("{ $fro: $a }"),
              ElementsAre("7:17+4 BFF201 the language has no directive '$fro' -- "
                          "did you mean '$for'?"));
}

TEST(With, LeavesOutWhatCouldNotBeRead) {
  const auto route = remains_of(call_asking("{ a: $x., b: $y, c: [$z] }"));
  ASSERT_EQ(route.calls[0].with->members.size(), 2U);
  EXPECT_EQ(route.calls[0].with->members[0].key.value, "b");
}

}  // namespace
}  // namespace bff::plan
