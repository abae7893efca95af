// SPDX-License-Identifier: Apache-2.0
#include "contract/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop_contract.hpp"

namespace bff::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Route kHome{.id = "home",
                  .method = "GET",
                  .path = "/v1/home/{id}",
                  .answer = {.body = object_of({{"a", text()}})}};

// The changes from kHome to what `change` makes of it.
std::vector<std::string> after(void (*change)(Route&), void (*before)(Route&) = nullptr) {
  Route old = kHome, now = kHome;
  if (before != nullptr) before(old);
  change(now);
  std::vector<std::string> out;
  for (const Change& found :
       diff({.client = "web", .routes = {old}}, {.client = "web", .routes = {now}})) {
    out.push_back((found.breaks ? "breaks " : "safe ") + found.route + " " + found.where + ": " +
                  found.what);
  }
  return out;
}

TEST(Diff, FindsNothingBetweenEquals) {
  EXPECT_THAT(diff(shop_contract(), shop_contract()), IsEmpty());
}

TEST(Diff, RoutesMayComeButNotGo) {
  const Contract without{.client = "web"}, with{.client = "web", .routes = {kHome}};
  EXPECT_THAT(diff(without, with), ElementsAre(Change{false, "home", "http", "is new"}));
  EXPECT_THAT(diff(with, without), ElementsAre(Change{true, "home", "http", "is gone"}));
}

TEST(Diff, ARouteIsKnownByItsIdAndElseByItsPath) {
  EXPECT_THAT(after([](Route& r) { r.id = "start", r.path = "/v1/home/{key}"; }),
              ElementsAre("safe start id: was home"));
  EXPECT_THAT(after([](Route& r) { r.path = "/v2/home/{id}"; }),
              ElementsAre("breaks home http: was GET /v1/home/{id}, is GET /v2/home/{id}"));
  EXPECT_THAT(after([](Route& r) { r.method = "POST"; }),
              ElementsAre("breaks home http: was GET /v1/home/{id}, is POST /v1/home/{id}"));
}

TEST(Diff, AccessMayWidenOnly) {
  EXPECT_THAT(after([](Route& r) { r.auth = {.mode = Auth::Mode::required, .scopes = {"a"}}; }),
              ElementsAre("breaks home auth: was public, is required",
                          "breaks home auth: wants the scope a"));
  EXPECT_THAT(after([](Route& r) { r.auth.mode = Auth::Mode::optional; }),
              ElementsAre("safe home auth: was public, is optional"));
  EXPECT_THAT(after([](Route&) {},
                    [](Route& r) { r.auth = {.mode = Auth::Mode::required, .scopes = {"a"}}; }),
              ElementsAre("safe home auth: was required, is public",
                          "safe home auth: wants the scope a no more"));
}

TEST(Diff, BodiesThatAreSent) {
  constexpr auto body = [](Route& r) { r.body = Body{.type = text()}; };
  constexpr auto optional = [](Route& r) { r.body = Body{.type = text(), .required = false}; };
  constexpr auto none = [](Route&) {};
  EXPECT_THAT(after(body), ElementsAre("breaks home body: is new and required"));
  EXPECT_THAT(after(optional), ElementsAre("safe home body: is new"));
  EXPECT_THAT(after(none, body), ElementsAre("breaks home body: is refused now"));
  EXPECT_THAT(after(body, optional), ElementsAre("breaks home body: is required now"));
  EXPECT_THAT(after(optional, body), ElementsAre("safe home body: may be left out now"));
}

TEST(Diff, Answers) {
  EXPECT_THAT(after([](Route& r) { r.answer.status = 201; }),
              ElementsAre("breaks home status: was 200, is 201"));
  EXPECT_THAT(after([](Route& r) { r.answer.body.reset(); }),
              ElementsAre("breaks home $: there is no body any more"));
  EXPECT_THAT(after([](Route& r) { r.answer.partial = true; }),
              ElementsAre("safe home $._errors: may be there: answers may be partial"));
  EXPECT_THAT(after([](Route& r) { r.answer.headers = {"location"}; }),
              ElementsAre("safe home headers.location: is set"));
  EXPECT_THAT(after([](Route&) {}, [](Route& r) { r.answer.cookies = {"cart"}; }),
              ElementsAre("breaks home cookies.cart: is not set any more"));
}

TEST(Diff, DeprecationIsToldAndSafe) {
  EXPECT_THAT(after([](Route& r) { r.deprecated = true, r.sunset = "2027-01-31"; }),
              ElementsAre("safe home deprecated: is deprecated",
                          "safe home sunset: may be gone after 2027-01-31"));
}

TEST(Diff, SaysWhatBreaksFirst) {
  const std::vector<Change> changes{{false, "home", "$.a", "is new"},
                                    {true, "feed", "$.b", "is gone"}};
  EXPECT_EQ(to_text(changes, "web"),
            "breaks  feed (web)  $.b: is gone\n"
            "safe    home (web)  $.a: is new\n"
            "1 change breaks the client, 1 is safe\n");
  EXPECT_EQ(to_text({}, "web"), "0 changes break the client, 0 are safe\n");
  EXPECT_TRUE(any_breaks(changes));
  EXPECT_FALSE(any_breaks({}));
}

}  // namespace
}  // namespace bff::contract
