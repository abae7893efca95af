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

TEST(Shape, MayBeLeftOut) { EXPECT_FALSE(route_of("summary: x").shape); }

TEST(Shape, IsTheJsonItself) {
  const auto shape = shape_of("{ kind: welcome, n: 1.50, on: true, no: null, in: { $$ref: $$5 } }");
  EXPECT_EQ(shape.kind, Kind::object);
  ASSERT_EQ(shape.members.size(), 5U);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(shape.members[i].value->kind, Kind::literal);
  EXPECT_EQ(shape.members[0].value->literal.scalar, "welcome");
  EXPECT_EQ(shape.members[1].value->literal.scalar, "1.50");
  const ShapeSyntax& inner = *shape.members[4].value;
  EXPECT_EQ(inner.members[0].key.value, "$ref");
  EXPECT_EQ(inner.members[0].value->literal.scalar, "$5");
  EXPECT_THAT(shape_of("{}").members, IsEmpty());
}

TEST(Shape, TakesATextThatBeginsWithADollarForAnExpressionQuotedOrNot) {
  for (const auto* text : {"$u.name", "'$u.name'", "\"$u.name\""}) {
    const auto shape = shape_of(text);
    EXPECT_EQ(shape.kind, Kind::expression) << text;
    EXPECT_EQ(to_text(shape.expression->refs[0]), "$u.name");
  }
}

TEST(Shape, WalksLists) {
  const auto shape =
      shape_of("{ $for: 'o in $orders.items ?? $old.items', $shape: { id: $o.id } }");
  EXPECT_EQ(shape.kind, Kind::each);
  EXPECT_EQ(shape.name.value, "o");
  EXPECT_EQ(shape.name.place.column, 21U);
  EXPECT_EQ(shape.expression->refs.size(), 2U);
  EXPECT_EQ(shape.expression->refs[0].steps[0].place.column, 34U);
  EXPECT_EQ(shape.body->kind, Kind::object);
  EXPECT_FALSE(shape.pick);
}

TEST(Shape, CopiesElementsWholeWithoutABody) {
  const auto shape = shape_of("{ $for: 'o   in   $orders.items ' }");
  EXPECT_EQ(shape.name.value, "o");
  EXPECT_EQ(to_text(shape.expression->refs[0]), "$orders.items");
  EXPECT_FALSE(shape.body);
}

TEST(Shape, BindsAValue) {
  const auto named = shape_of("{ $from: '$p.user! ?? $q  as  u', $shape: { id: $u.id } }");
  EXPECT_EQ(named.kind, Kind::from);
  EXPECT_EQ(named.name.value, "u");
  EXPECT_EQ(named.name.place.column, 42U);
  EXPECT_EQ(named.expression->refs.size(), 2U);
  const auto unnamed = shape_of("{ $from: $products($l.id), $pick: [id, name] }");
  EXPECT_EQ(unnamed.name.value, "");
  EXPECT_EQ(unnamed.pick->fields[1].value, "name");
  EXPECT_EQ(unnamed.pick->fields[1].place.column, 51U);
}

TEST(Shape, FindsTheAsBehindTheExpressionNotInIt) {
  const auto shape = shape_of("{ $from: '$a ?? \" as x\" as y' }");
  EXPECT_EQ(shape.expression->literal->scalar, " as x");
  EXPECT_EQ(shape.name.value, "y");
}

TEST(Shape, NestsWithoutBraces) {
  const auto shape = shape_of("{ $for: a in $x, $shape: { $for: b in $a.y, $shape: $b.z } }");
  EXPECT_EQ(shape.body->kind, Kind::each);
  EXPECT_EQ(shape.body->body->kind, Kind::expression);
}

TEST(Shape, SaysHowAForIsWritten) {
  constexpr auto kForm = " -- write it as in '$for: item in $call.items'";
  for (const std::string text : {"$orders.items", "o", "o in", "o of $x", "o in in"}) {
    const auto problems = shape_problems("{ $for: " + text + " }");
    ASSERT_EQ(problems.size(), 1U) << text;
    EXPECT_THAT(problems[0], testing::HasSubstr(" BFF251 '")) << text;
    EXPECT_THAT(problems[0], EndsWith(kForm)) << text;
  }
  EXPECT_THAT(
      shape_problems("{ $for: o of $x }"),
      ElementsAre(std::string{"5:20+7 BFF251 'o of $x' names no element and list"} + kForm));
  EXPECT_THAT(shape_problems("{ $for: o in items }"),
              ElementsAre(std::string{"5:20+10 BFF251 'items' is no reference to a list"} + kForm));
  EXPECT_THAT(shape_problems("{ $for: [$x] }"),
              ElementsAre(EndsWith(std::string{"BFF204 '$for' is a text, not a list"} + kForm)));
  EXPECT_THAT(shape_problems("{ $for: o in $x as y }"),
              ElementsAre("5:28+2 BFF275 'as' is not expected here"));
  EXPECT_THAT(shape_problems("{ $for: o in $x. }"),
              ElementsAre("5:27+1 BFF270 a field's name is missing behind '.' -- "
                          "letters, digits and '_', not beginning with a digit"));
}

TEST(Shape, SaysHowAFromIsWritten) {
  constexpr auto kForm = " -- write it as in '$from: $call.field as name'";
  EXPECT_THAT(shape_problems("{ $from: user }"),
              ElementsAre(std::string{"5:21+4 BFF251 'user' is no expression"} + kForm));
  EXPECT_THAT(
      shape_problems("{ $from: { a: 1 } }"),
      ElementsAre(EndsWith(std::string{"BFF204 '$from' is an expression, not a map"} + kForm)));
  EXPECT_THAT(shape_problems("{ $from: $a as }"),
              ElementsAre(std::string{"5:24+2 BFF251 a name is missing behind 'as'"} + kForm));
  EXPECT_THAT(shape_problems("{ $from: $a is b }"),
              ElementsAre("5:24+2 BFF275 'is' is not expected here"));
  EXPECT_THAT(shape_problems("{ $from: $a assume b }"),
              ElementsAre("5:24+6 BFF275 'assume' is not expected here"));
}

TEST(Shape, BindsNamesOfItsOwn) {
  EXPECT_THAT(shape_problems("{ $for: query in $x }"),
              ElementsAre("5:20+5 BFF210 'query' is a name of the language and cannot be that of "
                          "an element -- choose another"));
  EXPECT_THAT(shape_problems("{ $from: $a as auth }"),
              ElementsAre("5:27+4 BFF210 'auth' is a name of the language and cannot be that of "
                          "an 'as' -- choose another"));
  EXPECT_THAT(shape_problems("{ $from: $a as b c }"),
              ElementsAre("5:27+3 BFF209 'b c' is no name for an 'as' -- "
                          "letters, digits and '_', not beginning with a digit"));
  EXPECT_THAT(shape_problems("{ $for: o-1 in $x }"),
              ElementsAre("5:20+3 BFF209 'o-1' is no name for an element -- "
                          "letters, digits and '_', not beginning with a digit"));
}

TEST(Shape, HasOnlyDirectivesBesideADirective) {
  EXPECT_THAT(
      shape_problems("{ $for: o in $x, kind: a, $shape: $o }"),
      ElementsAre("5:29+4 BFF250 'kind' stands beside '$for': an object with a directive has only "
                  "directives -- put it under '$shape'"));
}

TEST(Shape, HasOneSourceAndOneBody) {
  EXPECT_THAT(shape_problems("{ $for: o in $x, $from: $y }"),
              ElementsAre("5:29+5 BFF212 '$from' beside '$for' -- put it under '$shape'"));
  EXPECT_THAT(shape_problems("{ $from: $x, $shape: {}, $pick: [a] }"),
              ElementsAre("5:37+5 BFF212 '$pick' beside '$shape' -- write one of them"));
  EXPECT_THAT(shape_problems("{ $shape: {} }"),
              ElementsAre("5:14+6 BFF252 '$shape' without '$for' or '$from' -- "
                          "say what it is the shape of"));
  EXPECT_THAT(shape_problems("{ $pick: [a] }"),
              ElementsAre("5:14+5 BFF252 '$pick' without '$for' or '$from' -- "
                          "say what it picks of"));
}

TEST(Shape, PicksFieldsOfTheMessageItself) {
  EXPECT_THAT(shape_problems("{ $from: $x, $pick: id }"),
              ElementsAre("5:32+2 BFF204 '$pick' is a list, not a text"));
  EXPECT_THAT(shape_problems("{ $from: $x, $pick: [] }"),
              ElementsAre(EndsWith("BFF213 '$pick' is empty -- name at least one field")));
  EXPECT_THAT(shape_problems("{ $from: $x, $pick: [a.b, c, c] }"),
              ElementsAre("5:33+3 BFF209 'a.b' is no name of a field -- "
                          "'$pick' names fields of the message itself",
                          "5:41+1 BFF211 the field 'c' stands twice"));
}

TEST(Shape, KnowsNoOtherDirective) {
  EXPECT_THAT(shape_problems("{ $shpae: {} }"),
              ElementsAre("5:14+6 BFF201 the language has no directive '$shpae' -- "
                          "did you mean '$shape'?"));
  EXPECT_THAT(shape_problems("{ $ref: a }"),
              ElementsAre("5:14+4 BFF201 the language has no directive '$ref' -- "
                          "for a key that begins with '$' write '$$ref'"));
}

TEST(Shape, LeavesTheErrorsOfAPartialAnswerToTheGateway) {
  EXPECT_THAT(shape_problems("{ _errors: $a, b: { _errors: $a } }"),
              ElementsAre("5:14+7 BFF210 '_errors' names the failed calls of a partial answer -- "
                          "choose another key"));
}

TEST(Shape, ReportsEveryProblemAndKeepsTheRest) {
  Diagnostics problems;
  const auto file =
      parsed(route_with("shape: { a: $x., b: { $for: y in $z, $pick: [] }, c: $w }"), problems);
  EXPECT_EQ(problems.size(), 2U);
  const auto& members = file->routes[0].shape->members;
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].key.value, "c");
}

}  // namespace
}  // namespace bff::plan
