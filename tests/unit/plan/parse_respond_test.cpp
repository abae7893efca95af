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

// `respond` is the value in column 14 of line 5.
std::vector<std::string> respond_problems(const std::string& respond) {
  return route_problems("respond: " + respond);
}
RespondSyntax respond_of(const std::string& respond) {
  return std::move(*route_of("respond: " + respond).respond);
}
// `location`'s value stands in column 38, behind its quote.
std::vector<std::string> location_problems(const std::string& location) {
  return respond_problems("{ headers: { location: '" + location + "' } }");
}

TEST(Respond, HasAStatusAndHeaders) {
  const auto respond =
      respond_of("{ status: 201, headers: { Location: '/v1/{$b.id}', x-total: $o.total } }");
  EXPECT_EQ(respond.status->value, 201U);
  EXPECT_EQ(respond.headers.at(0).name.value, "location");
  EXPECT_EQ(respond.headers.at(0).value->text->parts.size(), 1U);
  EXPECT_EQ(respond.headers.at(1).value->kind, ShapeSyntax::Kind::expression);
  EXPECT_THAT(respond_problems("{}"), ElementsAre(EndsWith("'respond' is empty -- leave it out")));
}

TEST(Respond, IsNoError) {
  EXPECT_THAT(respond_problems("{ status: 404 }"),
              ElementsAre("5:24+3 BFF206 'status' cannot be '404' -- "
                          "an error is said by 'require' or 'on_error'"));
  EXPECT_THAT(respond_problems("{ status: 100 }"),
              ElementsAre("5:24+3 BFF206 'status' cannot be '100' -- "
                          "write a whole number from 200 to 399"));
}

TEST(Respond, FitsItsStatus) {
  EXPECT_THAT(respond_problems("{ status: 303 }"),
              ElementsAre("5:24+3 BFF203 a redirect lacks the header 'location' -- "
                          "write headers: { location: /path }"));
  EXPECT_THAT(route_problems("respond: { status: 204 }\nshape: { a: 1 }"),
              ElementsAre("5:24+3 BFF212 an answer 204 has no body, and there is a shape -- "
                          "leave 'shape' out, or write another status"));
  EXPECT_THAT(route_problems("respond: { status: 204 }"), IsEmpty());
}

TEST(Respond, LeavesTheGatewaysHeadersAlone) {
  EXPECT_THAT(respond_problems("{ headers: { Content-Length: 5 } }"),
              ElementsAre("5:27+14 BFF245 'Content-Length' belongs to one connection -- "
                          "choose another name"));
  EXPECT_THAT(respond_problems("{ headers: { Set-Cookie: a=b } }"),
              ElementsAre("5:27+10 BFF245 'Set-Cookie' is not a route's to set -- "
                          "write it under 'cookies', or 'pass: [set-cookie]'"));
  EXPECT_THAT(respond_problems("{ headers: { a b: c } }"),
              ElementsAre("5:27+3 BFF244 'a b' is no name of a header -- letters, digits and '-'"));
  EXPECT_THAT(respond_problems("{ headers: { x-a: 1, X-A: 2 } }"),
              ElementsAre("5:35+3 BFF211 the header 'X-A' stands twice -- "
                          "headers are the same in upper and lower case"));
}

TEST(Respond, RedirectsToHostsThatAreWrittenOut) {
  for (const std::string good :
       {"/", "/cart", "/a/{$x}", "/{$x}", "/a/{+$x}", "https://shop.example", "https://a.b/{+$x}",
        "https://a.b?x={$x}"}) {
    EXPECT_THAT(location_problems(good), IsEmpty()) << good;
  }
  for (const std::string bad :
       {"{$x}", "//evil.example", "/\\evil.example", "/{+$x}", "https://{$x}",
        "https://shop{$x}.example", "http://a.b", "cart", "https://"}) {
    EXPECT_THAT(location_problems(bad), ElementsAre(testing::HasSubstr("BFF246"))) << bad;
  }
  EXPECT_THAT(
      respond_problems("{ headers: { location: $x.url } }"),
      ElementsAre("5:37+6 BFF246 'location' is an expression alone, which may name any host "
                  "-- write '/path/{$x}' or 'https://host.example/path/{$x}': what comes "
                  "from outside must not choose the host"));
}

TEST(Respond, SetsCookies) {
  const auto cookies = respond_of(
                           "{ cookies: { currency: { value: $body.code, max_age: 48h }, a: { "
                           "value: '', max_age: 0s, "
                           "path: /x, domain: shop.example, http_only: false, secure: false, "
                           "same_site: strict } } }")
                           .cookies;
  ASSERT_EQ(cookies.size(), 2U);
  EXPECT_EQ(cookies[0].name.value, "currency");
  EXPECT_EQ(cookies[0].max_age->value, std::chrono::hours{48});
  EXPECT_EQ(cookies[0].path, "/");
  EXPECT_TRUE(cookies[0].http_only && cookies[0].secure);
  EXPECT_EQ(cookies[0].same_site, CookieSyntax::SameSite::lax);
  EXPECT_EQ(cookies[1].max_age->value.count(), 0);
  EXPECT_EQ(cookies[1].path, "/x");
  EXPECT_EQ(cookies[1].domain, "shop.example");
  EXPECT_FALSE(cookies[1].http_only || cookies[1].secure);
  EXPECT_EQ(cookies[1].same_site, CookieSyntax::SameSite::strict);
}

// The cookie `a`, whose keys begin in column 32.
std::vector<std::string> cookie_problems(const std::string& keys) {
  return respond_problems("{ cookies: { a: { " + keys + " } } }");
}

TEST(Respond, RefusesCookiesThatBrowsersDrop) {
  EXPECT_THAT(cookie_problems("max_age: 1h"),
              ElementsAre("5:27+1 BFF203 the cookie 'a' lacks 'value' -- a text or an expression"));
  EXPECT_THAT(cookie_problems("value: a;b"),
              ElementsAre("5:39+3 BFF244 'value' holds what cannot stand in a cookie -- "
                          "visible ASCII without blank, '\"', ',', ';' and '\\'"));
  EXPECT_THAT(cookie_problems("value: a, max_age: 1500ms"),
              ElementsAre("5:51+6 BFF206 'max_age' cannot be '1500ms' -- "
                          "write whole seconds; '0s' removes the cookie"));
  EXPECT_THAT(cookie_problems("value: a, path: x"),
              ElementsAre("5:48+1 BFF244 'x' is no path of a cookie -- "
                          "write '/' and what follows"));
  EXPECT_THAT(cookie_problems("value: a, domain: a/b"),
              ElementsAre(StartsWith("5:50+3 BFF244 'a/b' is no domain of a cookie")));
  EXPECT_THAT(cookie_problems("value: a, same_site: none, secure: false"),
              ElementsAre("5:27+1 BFF212 'same_site: none' beside 'secure: false' -- "
                          "browsers drop it"));
  EXPECT_THAT(respond_problems("{ cookies: { __Host-a: { value: a, path: /x } } }"),
              ElementsAre("5:27+8 BFF212 '__Host-a' beside a 'path' or 'domain' -- "
                          "browsers drop it"));
  EXPECT_THAT(respond_problems("{ cookies: { a b: { value: a } } }"),
              ElementsAre(StartsWith("5:27+3 BFF244 'a b' is no name of a cookie")));
}

TEST(Respond, PassesTheServicesOwnMetadata) {
  const auto respond = respond_of("{ pass: [set-cookie, etag] }");
  EXPECT_EQ(respond.pass.at(0).value, "set-cookie");
  EXPECT_THAT(respond_problems("{ pass: [Set-Cookie, grpc-status, date, etag, etag] }"),
              ElementsAre(EndsWith("write 'set-cookie'"), StartsWith("5:35+11 BFF245"),
                          StartsWith("5:48+4 BFF245"), "5:60+4 BFF211 'etag' stands twice"));
}

TEST(Require, IsAListOfConditions) {
  const auto require =
      route_of("require: [{ that: $body.n, status: 422, title: No }, { that: [$a, $b == 1] }]")
          .require;
  ASSERT_EQ(require.size(), 2U);
  EXPECT_EQ(require[0].status.value, 422U);
  EXPECT_EQ(require[0].title, "No");
  EXPECT_EQ(require[1].status.value, 400U);
  EXPECT_EQ(require[1].that.all.size(), 2U);
  EXPECT_THAT(route_problems("require: { that: $a }"),
              ElementsAre("5:14+1 BFF204 'require' is a list, not a map -- "
                          "write '- ' before the requirement"));
  EXPECT_THAT(route_problems("require: [{ status: 200 }]"),
              ElementsAre("5:15+1 BFF203 a requirement lacks 'that' -- "
                          "write the condition, as in 'that: $body.name'",
                          "5:25+3 BFF206 'status' cannot be '200' -- "
                          "write a whole number from 400 to 599"));
}

}  // namespace
}  // namespace bff::plan
