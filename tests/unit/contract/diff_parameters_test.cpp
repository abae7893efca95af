// SPDX-License-Identifier: Apache-2.0
#include "contract/diff_parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop_contract.hpp"

namespace bff::contract {
namespace {

using In = Parameter::In;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> changes(const std::vector<Parameter>& old,
                                 const std::vector<Parameter>& now,
                                 const std::string& old_path = "/",
                                 const std::string& now_path = "/") {
  std::vector<Change> found;
  diff_parameters({}, {.id = "home", .method = "GET", .path = old_path, .parameters = old}, {},
                  {.id = "home", .method = "GET", .path = now_path, .parameters = now}, found);
  std::vector<std::string> out;
  for (const Change& change : found) {
    out.push_back((change.breaks ? "breaks " : "safe ") + change.where + ": " + change.what);
  }
  return out;
}

const Parameter kSize{.in = In::query, .name = "size", .type = number(), .min = "1", .max = "20"};

Parameter with(Parameter parameter, void (*change)(Parameter&)) {
  change(parameter);
  return parameter;
}

TEST(ParameterDiff, OptionalOnesMayComeAndNoneMayGo) {
  const Parameter required = with(kSize, [](Parameter& p) { p.required = true; });
  EXPECT_THAT(changes({}, {kSize}), ElementsAre("safe query.size: is new"));
  EXPECT_THAT(changes({}, {required}), ElementsAre("breaks query.size: is new and required"));
  EXPECT_THAT(changes({kSize}, {}), ElementsAre("breaks query.size: is no parameter any more"));
  EXPECT_THAT(changes({kSize}, {required}), ElementsAre("breaks query.size: is required now"));
  EXPECT_THAT(changes({required}, {kSize}), ElementsAre("safe query.size: may be left out now"));
}

TEST(ParameterDiff, BoundsMayWiden) {
  const auto wide = with(kSize, [](Parameter& p) { p.min = "0", p.max.reset(); });
  EXPECT_THAT(changes({kSize}, {wide}), ElementsAre("safe query.size: must be at least 0, was 1",
                                                    "safe query.size: need not be at most 20"));
  EXPECT_THAT(changes({wide}, {kSize}), ElementsAre("breaks query.size: must be at least 1, was 0",
                                                    "breaks query.size: must be at most 20"));
  EXPECT_THAT(changes({kSize}, {with(kSize, [](Parameter& p) { p.max = "20.0"; })}), IsEmpty());
}

TEST(ParameterDiff, PatternsAndDefaults) {
  const auto matched = with(kSize, [](Parameter& p) { p.pattern = "[0-9]"; });
  EXPECT_THAT(changes({kSize}, {matched}), ElementsAre("breaks query.size: must match [0-9]"));
  EXPECT_THAT(changes({matched}, {kSize}),
              ElementsAre("safe query.size: need not match [0-9] any more"));
  EXPECT_THAT(changes({kSize}, {with(kSize, [](Parameter& p) { p.default_text = "5"; })}),
              ElementsAre("safe query.size: is 5 when it is left out, was null"));
}

TEST(ParameterDiff, TypesAreThoseOfTextsInAUrl) {
  const auto typed = [](Type type) { return Parameter{.name = "p", .type = std::move(type)}; };
  EXPECT_THAT(changes({typed(number())}, {typed(text("int64"))}),
              ElementsAre("safe query.p: was a number (int32), is a number (int64)"));
  EXPECT_THAT(changes({typed(number())}, {typed(text())}),
              ElementsAre("safe query.p: takes any text"));
  EXPECT_THAT(changes({typed(text())}, {typed(number())}),
              ElementsAre("breaks query.p: was a text, is a number (int32)"));
}

TEST(ParameterDiff, OneMayBecomeMany) {
  const Parameter one{.name = "p", .type = text()};
  const Parameter many{.name = "p", .type = list_of(text())};
  const Parameter joined{.name = "p", .type = list_of(text()), .separator = ","};
  EXPECT_THAT(changes({one}, {many}), ElementsAre("safe query.p: can be given several times"));
  EXPECT_THAT(changes({many}, {one}), ElementsAre("breaks query.p: can be given once only"));
  EXPECT_THAT(changes({many}, {joined}),
              ElementsAre("breaks query.p: its values are told apart in another way"));
}

TEST(ParameterDiff, VariablesAreKnownByTheirPlaceAndHeadersInAnyCase) {
  const Parameter id{.in = In::path, .name = "id", .type = text(), .required = true};
  Parameter key = id;
  key.name = "key";
  EXPECT_THAT(changes({id}, {key}, "/a/{id}", "/a/{key}"),
              ElementsAre("safe path.key: was called id"));
  const Parameter small{.in = In::header, .name = "x-a", .type = text()};
  Parameter big = small;
  big.name = "X-A";
  EXPECT_THAT(changes({small}, {big}), ElementsAre("safe header.X-A: was called x-a"));
}

}  // namespace
}  // namespace bff::contract
