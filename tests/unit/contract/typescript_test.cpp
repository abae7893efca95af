// SPDX-License-Identifier: Apache-2.0
#include "contract/typescript.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop_contract.hpp"
#include "support/golden.hpp"

namespace bff::contract {
namespace {

using testing::HasSubstr;
using testing::Not;

// tests/node compiles it and lets it speak with a server.
TEST(TypeScript, OfTheShop) {
  test::expect_golden("tests/unit/contract/golden/shop.ts", to_typescript(shop_contract()));
}

std::string answer_type(Type body, bool partial = false) {
  return to_typescript({.client = "web",
                        .routes = {{.id = "home",
                                    .method = "GET",
                                    .path = "/",
                                    .answer = {.body = std::move(body), .partial = partial}}}});
}

TEST(TypeScript, PutsWhatIsJoinedIntoParentheses) {
  EXPECT_THAT(answer_type(list_of(or_null(text()))),
              HasSubstr("HomeResponse = (string | null)[];"));
  EXPECT_THAT(answer_type(list_of(enum_of({"A"}))),
              HasSubstr("HomeResponse = (\"A\" | number)[];"));
  EXPECT_THAT(answer_type(list_of(list_of(text()))), HasSubstr("HomeResponse = string[][];"));
}

TEST(TypeScript, SaysEachAlternativeOnce) {
  EXPECT_THAT(answer_type(either_of({text(), text("bytes"), number()})),
              HasSubstr("HomeResponse = string | number;"));
}

TEST(TypeScript, AddsErrorsToWhateverObjectTheRootIs) {
  EXPECT_THAT(answer_type(object_of({}), true), HasSubstr("interface HomeResponse {\n  /** What"));
  EXPECT_THAT(answer_type(either_of({object_of({{"a", text()}}), text()}), true),
              HasSubstr(" | string) & {\n"));
  EXPECT_THAT(answer_type(list_of(text()), true), Not(HasSubstr("_errors?")));
  EXPECT_THAT(answer_type(map_of(text()), true), Not(HasSubstr("_errors?")));
}

TEST(TypeScript, TakesInOnlyWhatTheRoutesNeed) {
  const std::string plain = answer_type(text());
  EXPECT_THAT(plain, Not(HasSubstr("function search")));
  EXPECT_THAT(plain, Not(HasSubstr("function segment")));
  EXPECT_THAT(plain, Not(HasSubstr("type Double")));
  EXPECT_THAT(to_typescript({.client = "web"}), Not(HasSubstr("function send")));
}

TEST(TypeScript, GivesEachRouteAFunctionOfItsOwn) {
  const Route route{.id = "my-orders", .method = "GET", .path = "/a"};
  Route other = route;
  other.id = "my.orders";
  const std::string out = to_typescript({.client = "web", .routes = {route, other}});
  EXPECT_THAT(out, HasSubstr("function myOrders("));
  EXPECT_THAT(out, HasSubstr("function myOrders2("));
}

TEST(TypeScript, KeepsCommentsFromEnding) {
  EXPECT_THAT(answer_type(object_of({{"a", text(), false, false, "x */ y"}})),
              HasSubstr("/** x *\\/ y */"));
}

}  // namespace
}  // namespace bff::contract
