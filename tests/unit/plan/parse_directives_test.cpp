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
using testing::StartsWith;
using Kind = ShapeSyntax::Kind;

TEST(Shape, IsAList) {
  const auto literal = shape_of("[1, $$a, null]");
  EXPECT_EQ(literal.kind, Kind::literal);
  EXPECT_EQ(literal.literal.items.at(1).scalar, "$a");
  EXPECT_EQ(shape_of("[]").kind, Kind::literal);
  const auto list = shape_of("[{ kind: a, $when: not $auth.sub }, { $for: s in $x.y }, 5, '{$z}']");
  EXPECT_EQ(list.kind, Kind::list);
  ASSERT_EQ(list.items.size(), 4U);
  EXPECT_EQ(list.items[0]->when->all.at(0).op, ConditionSyntax::Op::fails);
  EXPECT_EQ(list.items[1]->kind, Kind::each);
  EXPECT_EQ(list.items[3]->kind, Kind::text);
}

TEST(Shape, HasAConditionAmongItsKeys) {
  const auto shape = shape_of("{ $when: $totals.pieces, sku: GIFT-1 }");
  EXPECT_EQ(shape.kind, Kind::object);
  EXPECT_EQ(shape.when->all.size(), 1U);
  ASSERT_EQ(shape.members.size(), 1U);
  EXPECT_THAT(shape_problems("{ $when: $a, sku: $b. }"), ElementsAre(StartsWith("5:32+1 BFF270")));
}

TEST(Merge, StandsInTheOrderOfTheKeys) {
  const auto shape = shape_of("{ a: 1, $merge: [{ $from: $o, $omit: [items] }, $p.rest], b: 2 }");
  ASSERT_EQ(shape.members.size(), 4U);
  EXPECT_EQ(shape.members[0].key.value, "a");
  EXPECT_FALSE(shape.members[0].merge);
  EXPECT_TRUE(shape.members[1].merge);
  EXPECT_EQ(shape.members[1].key.value, "");
  EXPECT_EQ(shape.members[1].value->omit->fields.at(0).value, "items");
  EXPECT_EQ(shape.members[2].value->kind, Kind::expression);
  EXPECT_EQ(shape.members[3].key.value, "b");
  EXPECT_TRUE(shape_of("{ $merge: $o }").members.at(0).merge);
}

TEST(Merge, TakesKeysIn) {
  EXPECT_THAT(shape_problems("{ $merge: 5 }"),
              ElementsAre("5:22+1 BFF204 what '$merge' takes in is a shape with keys, not a number "
                          "-- write { $from: $call.field, $omit: [name] } or the like"));
  EXPECT_THAT(shape_problems("{ $merge: [] }"),
              ElementsAre(EndsWith("BFF213 '$merge' is empty -- name the shapes whose keys it "
                                   "takes")));
  EXPECT_THAT(shape_problems("{ $merge: $o, $for: x in $y }"),
              ElementsAre("5:14+6 BFF212 '$merge' beside '$for' -- put it under '$shape'"));
}

TEST(For, FiltersAndCuts) {
  const auto shape = shape_of(
      "{ $for: id in $r.ids, $when: [$id != 3, $query.all], $limit: 4, $shape: $product($id) }");
  EXPECT_EQ(shape.when->all.size(), 2U);
  EXPECT_EQ(shape.limit->number, 4U);
  const auto by_input = shape_of("{ $for: id in $r.ids, $limit: $query.recent }");
  EXPECT_EQ(to_text(*by_input.limit->ref), "$query.recent");
  EXPECT_EQ(by_input.limit->place.column, 42U);
}

TEST(For, CutsToANumberOrAnInput) {
  EXPECT_THAT(shape_problems("{ $for: a in $b, $limit: 0 }"),
              ElementsAre("5:37+1 BFF206 '$limit' cannot be '0' -- "
                          "write a whole number from 1 to 2147483647"));
  EXPECT_THAT(shape_problems("{ $for: a in $b, $limit: four }"),
              ElementsAre("5:37+4 BFF251 'four' is no expression, which '$limit' wants -- "
                          "write it as in '$call.field'"));
  EXPECT_THAT(shape_problems("{ $for: a in $b, $limit: '$query.n ?? 3' }"),
              ElementsAre("5:38+13 BFF251 '$limit' takes one reference or a number -- "
                          "give the parameter a 'default'"));
  EXPECT_THAT(shape_problems("{ $from: $b, $limit: 3 }"),
              ElementsAre("5:25+6 BFF252 '$limit' without '$for' -- "
                          "it cuts the list that '$for' walks"));
}

TEST(From, MayBeANamedShape) {
  const auto shape = shape_of("{ $from: $product($path.id), $shape: Card, $when: $query.x }");
  EXPECT_EQ(shape.kind, Kind::from);
  EXPECT_EQ(shape.shape_name->value, "Card");
  EXPECT_EQ(shape.shape_name->place.column, 49U);
  EXPECT_FALSE(shape.body);
  EXPECT_TRUE(shape.when);
  EXPECT_THAT(shape_problems("{ $from: $x, $shape: a card }"),
              ElementsAre("5:33+6 BFF209 'a card' is no name of a shape -- "
                          "letters, digits and '_', not beginning with a digit"));
  EXPECT_THAT(shape_problems("{ $shape: Card }"), ElementsAre(StartsWith("5:14+6 BFF252")));
}

TEST(Count, StandsAlone) {
  const auto shape = shape_of("{ $count: $cart.items, $when: $cart }");
  EXPECT_EQ(shape.kind, Kind::count);
  EXPECT_EQ(to_text(shape.expression->refs[0]), "$cart.items");
  EXPECT_TRUE(shape.when);
  EXPECT_THAT(shape_problems("{ $count: 5 }"),
              ElementsAre("5:22+1 BFF204 '$count' is an expression, not a number -- "
                          "write it as in '$call.field'"));
  EXPECT_THAT(shape_problems("{ $count: $a, $for: b in $c }"),
              ElementsAre("5:14+6 BFF212 '$count' beside '$for' -- put it under '$shape'"));
  EXPECT_THAT(shape_problems("{ $count: $a, n: 1 }"),
              ElementsAre(EndsWith("-- put the '$count' under a key of its own")));
}

TEST(Switch, HasAShapeForEachCase) {
  const auto shape = shape_of(
      "{ $switch: $s.content, $case: { banner: { href: $s.banner.link }, rail: $skip, $else: null "
      "} }");
  EXPECT_EQ(shape.kind, Kind::choice);
  EXPECT_EQ(to_text(shape.expression->refs[0]), "$s.content");
  ASSERT_EQ(shape.cases.size(), 2U);
  EXPECT_EQ(shape.cases[0].name.value, "banner");
  EXPECT_EQ(shape.cases[0].body->kind, Kind::object);
  EXPECT_EQ(shape.cases[1].name.value, "rail");
  EXPECT_FALSE(shape.cases[1].body);
  EXPECT_EQ(shape.otherwise->body->kind, Kind::literal);
}

TEST(Switch, IsTheBodyOfAForOrFrom) {
  const auto shape =
      shape_of("{ $for: s in $f.all, $switch: $s.kind, $case: { A: 1, $else: $skip } }");
  EXPECT_EQ(shape.kind, Kind::each);
  EXPECT_THAT(shape.cases, IsEmpty());
  ASSERT_TRUE(shape.body);
  EXPECT_EQ(shape.body->kind, Kind::choice);
  EXPECT_EQ(shape.body->cases.size(), 1U);
  ASSERT_TRUE(shape.body->otherwise);
  EXPECT_FALSE(shape.body->otherwise->body);
  EXPECT_EQ(shape_of("{ $from: $x as s, $switch: $s.kind, $case: { A: 1, $else: 2 } }").body->kind,
            Kind::choice);
}

TEST(Switch, SaysWhatBecomesOfTheRest) {
  EXPECT_THAT(shape_problems("{ $switch: $s.kind, $case: { A: 1 } }"),
              ElementsAre("5:32+5 BFF203 '$else' is missing -- unset, and members of newer protos, "
                          "land there: a shape, or '$else: $skip'"));
  EXPECT_THAT(shape_problems("{ $switch: $s.kind, $case: { $else: 1 } }"),
              ElementsAre("5:32+5 BFF213 '$case' has nothing but '$else' -- "
                          "name at least one value or member"));
  EXPECT_THAT(shape_problems("{ $switch: $s.kind }"),
              ElementsAre("5:14+7 BFF203 '$switch' without '$case' -- "
                          "write '$case: { name: { … }, $else: $skip }'"));
  EXPECT_THAT(shape_problems("{ $switch: $s.kind, $case: [A] }"),
              ElementsAre(StartsWith("5:39+1 BFF204 '$case' is a map of cases, not a list")));
  EXPECT_THAT(shape_problems("{ $switch: $s.kind, $case: { $none: 1, a-b: 2, $else: 3 } }"),
              ElementsAre("5:41+5 BFF209 '$none' is no name of a case -- "
                          "write the value's or member's name, or '$else'",
                          "5:51+3 BFF209 'a-b' is no name of a case -- "
                          "a case is an enum's value or a oneof's member"));
}

TEST(Switch, KeepsItsPartsTogether) {
  EXPECT_THAT(shape_problems("{ $case: { A: 1 } }"),
              ElementsAre("5:14+5 BFF252 '$case' without '$switch' -- say what it chooses by"));
  EXPECT_THAT(shape_problems("{ $switch: $a, $case: { A: 1, $else: 2 }, $else: 3 }"),
              ElementsAre("5:54+5 BFF252 '$else' stands outside of '$case' -- "
                          "write it in '$case', behind the others"));
  EXPECT_THAT(shape_problems("{ a: $skip }"),
              ElementsAre("5:17+5 BFF251 '$skip' stands only in '$case' -- "
                          "elsewhere '$when' leaves an element of a list out"));
  EXPECT_THAT(
      shape_problems("{ $for: s in $x, $switch: $s.k, $case: { A: 1, $else: 2 }, $pick: [a] }"),
      ElementsAre("5:29+7 BFF212 '$switch' beside '$pick' -- write one of them"));
  EXPECT_THAT(shape_problems("{ $switch: $s.k, $case: { A: 1, $else: 2 }, kind: x }"),
              ElementsAre(EndsWith("-- put it into each case")));
}

TEST(Shape, LeavesErrorsToTheGatewayWhereverTheRootsKeysComeFrom) {
  for (const std::string shape :
       {"{ $from: $x, $shape: { _errors: 1 } }", "{ $merge: { _errors: 1 } }",
        "{ $switch: $x.y, $case: { a: { _errors: 1 }, $else: { b: 1 } } }"}) {
    EXPECT_THAT(shape_problems(shape), ElementsAre(testing::HasSubstr("BFF210 '_errors'")));
  }
  EXPECT_THAT(shape_problems("{ $for: x in $y, $shape: { _errors: 1 } }"), IsEmpty());
}

}  // namespace
}  // namespace bff::plan
