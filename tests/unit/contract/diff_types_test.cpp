// SPDX-License-Identifier: Apache-2.0
// What breaks a client in a type, as an answer and as a request: docs/types.md has the table.
#include "contract/diff_types.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop_contract.hpp"

namespace bff::contract {
namespace {

using Direction = TypeDiff::Direction;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> changes(Direction direction, const Type& old, const Type& now,
                                 std::vector<Named> old_types = {},
                                 std::vector<Named> now_types = {}) {
  const Contract before{.client = "web", .types = std::move(old_types)};
  const Contract after{.client = "web", .types = std::move(now_types)};
  std::vector<Change> found;
  TypeDiff(before, after, direction, "home", found).compare(old, now, "$");
  std::vector<std::string> out;
  for (const Change& change : found) {
    out.push_back((change.breaks ? "breaks " : "safe ") + change.where + ": " + change.what);
  }
  return out;
}
std::vector<std::string> answer(const Type& old, const Type& now) {
  return changes(Direction::answer, old, now);
}
std::vector<std::string> request(const Type& old, const Type& now) {
  return changes(Direction::request, old, now);
}

TEST(TypeDiff, FindsNothingBetweenEquals) {
  const auto shop = shop_contract();
  for (const Route& route : shop.routes) {
    if (!route.answer.body) continue;
    EXPECT_THAT(
        changes(Direction::answer, *route.answer.body, *route.answer.body, shop.types, shop.types),
        IsEmpty())
        << route.id;
  }
}

TEST(TypeDiff, KeysMayComeButNotGo) {
  const Type one = object_of({{"a", text()}});
  const Type two = object_of({{"a", text()}, {"b c", text()}});
  EXPECT_THAT(answer(one, two), ElementsAre("safe $[\"b c\"]: is new"));
  EXPECT_THAT(answer(two, one), ElementsAre("breaks $[\"b c\"]: is gone"));
  EXPECT_THAT(request(one, two), ElementsAre("breaks $[\"b c\"]: is new and required"));
  EXPECT_THAT(request(two, one), ElementsAre("breaks $[\"b c\"]: is refused now"));
  const Type with_optional = object_of({{"a", text()}, {"b", text(), true}});
  EXPECT_THAT(request(one, with_optional), ElementsAre("safe $.b: is new"));
}

TEST(TypeDiff, WhatMayBeMissingOrNull) {
  const Type always = object_of({{"a", text()}});
  const Type sometimes = object_of({{"a", text(), true}});
  EXPECT_THAT(answer(always, sometimes),
              ElementsAre("breaks $.a: may be missing, which it never was"));
  EXPECT_THAT(answer(sometimes, always), ElementsAre("safe $.a: is always there now"));
  EXPECT_THAT(request(always, sometimes), ElementsAre("safe $.a: may be left out now"));
  EXPECT_THAT(request(sometimes, always), ElementsAre("breaks $.a: is required now"));
  EXPECT_THAT(answer(text(), or_null(text())),
              ElementsAre("breaks $: may be null, which it never was"));
  EXPECT_THAT(answer(or_null(text()), text()), ElementsAre("safe $: is never null any more"));
  EXPECT_THAT(request(or_null(text()), text()), ElementsAre("breaks $: is never null any more"));
}

TEST(TypeDiff, AnswersMayGetNarrowerAndRequestsWider) {
  const Type floating{.kind = Type::Kind::floating, .name = "double"};
  const std::vector<std::pair<Type, Type>> narrow_and_wide{
      {number("int32"), number("int64")},
      {number("uint32"), number("uint64")},
      {number("float"), number("double")},
      {number("double"), floating},
      {text("date-time"), text()},
      {literal("\"a\""), text()},
      {list_of(text()), any()},
      {object_of({}), any("object")},
      {literal("\"a\""), either_of({literal("\"a\""), literal("\"b\"")})},
      {text(), either_of({text(), number()})},
  };
  for (const auto& [narrow, wide] : narrow_and_wide) {
    const std::string pair = describe(narrow) + " and " + describe(wide);
    EXPECT_THAT(answer(wide, narrow), ElementsAre(testing::StartsWith("safe"))) << pair;
    EXPECT_THAT(answer(narrow, wide), ElementsAre(testing::StartsWith("breaks"))) << pair;
    EXPECT_THAT(request(narrow, wide), ElementsAre(testing::StartsWith("safe"))) << pair;
    EXPECT_THAT(request(wide, narrow), ElementsAre(testing::StartsWith("breaks"))) << pair;
  }
}

TEST(TypeDiff, OtherTypesBreakBothWays) {
  EXPECT_THAT(answer(text("int64"), number("int64")),
              ElementsAre("breaks $: was a text of the form int64, is a number (int64)"));
  EXPECT_THAT(request(text(), number()), ElementsAre("breaks $: was a text, is a number (int32)"));
  EXPECT_THAT(answer(literal("\"a\""), literal("\"b\"")),
              ElementsAre("breaks $: was \"a\", is \"b\""));
  EXPECT_THAT(answer(list_of(text()), map_of(text())),
              ElementsAre("breaks $: was a list, is a map"));
}

TEST(TypeDiff, GoesIntoListsAndMaps) {
  EXPECT_THAT(answer(object_of({{"a", list_of(map_of(text()))}}),
                     object_of({{"a", list_of(map_of(or_null(text())))}})),
              ElementsAre("breaks $.a[*].*: may be null, which it never was"));
}

TEST(TypeDiff, EnumsMayGrowWhereTheirClientsKnowThatTheyDo) {
  const Type two = enum_of({"A", "B"}), three = enum_of({"A", "B", "C"});
  EXPECT_THAT(answer(two, three), ElementsAre("safe $: may be C too"));
  EXPECT_THAT(answer(three, two), ElementsAre("breaks $: is never C any more"));
  EXPECT_THAT(request(two, three), ElementsAre("safe $: takes C too"));
  EXPECT_THAT(request(three, two), ElementsAre("breaks $: takes no C any more"));
  Type closed = two, closed_three = three;
  closed.open = closed_three.open = false;
  EXPECT_THAT(answer(closed, closed_three), ElementsAre("breaks $: may be C too"));
  EXPECT_THAT(answer(closed, two),
              ElementsAre("breaks $: may be a number where the name is not known"));
}

TEST(TypeDiff, TellsAlternativesApartByTheirLiterals) {
  const Type banner = object_of({{"kind", literal("\"banner\"")}, {"image", text()}});
  const Type bare = object_of({{"kind", literal("\"banner\"")}});
  const Type rail = object_of({{"kind", literal("\"rail\"")}});
  EXPECT_THAT(answer(either_of({banner, rail}), either_of({rail, bare})),
              ElementsAre("breaks $.image: is gone"));
  EXPECT_THAT(answer(banner, either_of({banner, rail})),
              ElementsAre("breaks $: may be an object with kind \"rail\" too"));
  EXPECT_THAT(answer(either_of({banner, rail}), banner),
              ElementsAre("safe $: is never an object with kind \"rail\" any more"));
}

TEST(TypeDiff, FollowsReferencesWhateverTheyAreCalled) {
  const Type node = object_of({{"next", or_null(reference("Node"))}, {"name", text()}});
  Type renamed = object_of({{"next", or_null(reference("Item"))}, {"name", or_null(text())}});
  const std::vector<Named> before{{.name = "Node", .type = node}};
  const std::vector<Named> after{{.name = "Item", .type = renamed}};
  EXPECT_THAT(changes(Direction::answer, reference("Node"), reference("Item"), before, after),
              ElementsAre("breaks $.name: may be null, which it never was"));
  // Told in place, it is the same type.
  EXPECT_THAT(changes(Direction::answer, node, reference("Node"), before, before), IsEmpty());
}

TEST(TypeDiff, FindsNullInUnions) {
  EXPECT_THAT(answer(text(), either_of({text(), literal("null")})),
              ElementsAre("breaks $: may be null, which it never was"));
  EXPECT_THAT(answer(either_of({or_null(text()), number()}), either_of({text(), number()})),
              ElementsAre("safe $: is never null any more"));
}

TEST(TypeDiff, EndsWhereATypeLeadsOnlyToItself) {
  const std::vector<Named> types{
      {.name = "A", .type = either_of({reference("A"), reference("A"), text()})},
      {.name = "B", .type = reference("B")}};
  EXPECT_THAT(changes(Direction::answer, reference("A"), reference("A"), types, types), IsEmpty());
  EXPECT_THAT(changes(Direction::answer, reference("B"), reference("B"), types, types), IsEmpty());
}

}  // namespace
}  // namespace bff::contract
