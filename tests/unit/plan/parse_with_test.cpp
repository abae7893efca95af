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
std::string call_with(const std::string& with) {
  return "calls:\n  c: { rpc: p.S/M,\n    with: " + with + " }";
}
std::vector<std::string> with_problems(const std::string& with) {
  return route_problems(call_with(with));
}
ShapeSyntax with_of(const std::string& with) {
  return std::move(*route_of(call_with(with)).calls[0].with);
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
  EXPECT_THAT(with_problems("all"),
              ElementsAre("7:15+3 BFF204 'with' is a map of the request's fields, not a text"));
  EXPECT_THAT(with_problems("[1]"),
              ElementsAre(EndsWith("BFF204 'with' is a map of the request's fields, not a list")));
}

TEST(With, SaysWhatComesLater) {
  EXPECT_THAT(with_problems("$body"),
              ElementsAre("7:15+5 BFF202 a whole message as 'with' is not yet supported -- "
                          "name the request's fields: { field: $value }"));
  EXPECT_THAT(with_problems("{ a: { $for: x in $l, $shape: $x } }"),
              ElementsAre("7:22+4 BFF202 '$for' in 'with' is not yet supported",
                          "7:37+6 BFF202 '$shape' in 'with' is not yet supported"));
  EXPECT_THAT(with_problems("{ $merge: [$a] }"),
              ElementsAre("7:17+6 BFF202 '$merge' in 'with' is not yet supported"));
  EXPECT_THAT(with_problems("{ a: [1, $path.id] }"),
              ElementsAre("7:24+8 BFF202 an expression in a list of 'with' is not yet supported"));
  EXPECT_THAT(with_problems("{ a: [{ b: 1 }] }"),
              ElementsAre(EndsWith("BFF202 a map in a list of 'with' is not yet supported")));
  EXPECT_THAT(with_problems("{ a: [[1]] }"),
              ElementsAre(EndsWith("BFF202 a list in a list of 'with' is not yet supported")));
  EXPECT_THAT(with_problems("{ a: 'x-{$path.id}' }"),
              ElementsAre("7:23+10 BFF202 '{$path.id}' inside a text is not yet supported"));
}

TEST(With, KnowsNoOtherDirective) {
  EXPECT_THAT(with_problems("{ $fro: $a }"),
              ElementsAre("7:17+4 BFF201 the language has no directive '$fro' -- "
                          "did you mean '$for'?"));
}

TEST(With, LeavesOutWhatCouldNotBeRead) {
  const auto route = remains_of(call_with("{ a: $x., b: $y, c: [$z] }"));
  ASSERT_EQ(route.calls[0].with->members.size(), 1U);
  EXPECT_EQ(route.calls[0].with->members[0].key.value, "b");
}

}  // namespace
}  // namespace bff::plan
