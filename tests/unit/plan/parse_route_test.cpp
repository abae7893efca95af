// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A file whose only route has these keys, in braces.
std::vector<std::string> only_route_problems(const std::string& route) {
  return syntax_problems("version: bff/v1\nroutes:\n  - " + route + "\n");
}

std::vector<std::string> http_problems(const std::string& http) {
  return only_route_problems("{ id: a, http: " + http + " }");
}

TEST(Route, HasAnIdAndAnHttpBinding) {
  EXPECT_THAT(only_route_problems("{ id: add-to.cart_2, http: DELETE /a }"), IsEmpty());
  EXPECT_THAT(only_route_problems("{ summary: x }"),
              ElementsAre(testing::EndsWith("BFF203 a route lacks 'id'"),
                          testing::EndsWith("BFF203 a route lacks 'http' -- "
                                            "write it as in 'http: GET /v1/home'")));
}

TEST(Route, HasAnIdThatLogsCanName) {
  EXPECT_THAT(only_route_problems("{ id: my home, http: GET /a }"),
              ElementsAre("3:11+7 BFF209 'my home' is no name for a route -- "
                          "letters, digits, '-', '.' and '_'"));
  EXPECT_THAT(only_route_problems("{ id: 7, http: GET /a }"),
              ElementsAre("3:11+1 BFF204 'id' is a text, not a number -- write \"7\""));
  EXPECT_THAT(only_route_problems("{ id: true, http: GET /a }"),
              ElementsAre("3:11+4 BFF204 'id' is a text, not true or false -- write \"true\""));
  EXPECT_THAT(only_route_problems("{ id: '', http: GET /a }"),
              ElementsAre("3:12+0 BFF213 'id' is empty"));
  EXPECT_THAT(only_route_problems("{ id: [a], http: GET /a }"),
              ElementsAre(testing::EndsWith("BFF204 'id' is a text, not a list")));
}

TEST(Route, IsReadWithItsMethodAndPath) {
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    Diagnostics problems;
    const auto file = parsed(
        "version: bff/v1\nroutes: [ { id: a, http: '" + method + "  /v1/{x}/y' } ]", problems);
    ASSERT_THAT(shown(problems), IsEmpty());
    EXPECT_EQ(file->routes[0].method.value, method);
    EXPECT_EQ(file->routes[0].path.value, "/v1/{x}/y");
  }
}

TEST(Route, TakesNoOtherMethod) {
  constexpr auto kMethods = " -- write 'GET', 'POST', 'PUT', 'PATCH' or 'DELETE'";
  EXPECT_THAT(http_problems("HEAD /a"),
              ElementsAre("3:20+4 BFF221 'HEAD' is no method of a route -- "
                          "write 'GET': a GET route answers HEAD as well"));
  EXPECT_THAT(http_problems("get /a"),
              ElementsAre("3:20+3 BFF221 'get' is no method of a route -- write 'GET'"));
  for (const std::string method : {"OPTIONS", "CONNECT", "TRACE", "QUERY"}) {
    EXPECT_THAT(http_problems(method + " /a"),
                ElementsAre("3:20+" + std::to_string(method.size()) + " BFF221 '" + method +
                            "' is no method of a route" + kMethods));
  }
}

TEST(Route, WantsAMethodAndAPath) {
  EXPECT_THAT(http_problems("/v1/home"),
              ElementsAre("3:20+8 BFF220 '/v1/home' is no method and path -- "
                          "write 'GET /v1/home'"));
  EXPECT_THAT(http_problems("GET"), ElementsAre("3:20+3 BFF220 'GET' is no method and path -- "
                                                "write them as in 'GET /v1/home'"));
  EXPECT_THAT(http_problems("'GET '"), ElementsAre("3:21+4 BFF220 'GET ' is no method and path -- "
                                                   "write them as in 'GET /v1/home'"));
  EXPECT_THAT(http_problems("$path.x"),
              ElementsAre("3:20+7 BFF208 an expression cannot stand in 'http' -- "
                          "for a text that begins with '$' write '$$path.x'"));
}

TEST(Route, PlacesWhatIsWrongInItsPath) {
  EXPECT_THAT(http_problems("GET v1/home"),
              ElementsAre("3:24+7 BFF222 the path 'v1/home' does not begin with '/' -- "
                          "write '/v1/home'"));
  EXPECT_THAT(http_problems("'GET /v1/{1d}/x'"),
              ElementsAre("3:30+2 BFF222 '1d' is no name of a variable -- "
                          "letters, digits and '_', not beginning with a digit"));
  EXPECT_THAT(http_problems("GET /v1/a /b"),
              ElementsAre("3:29+1 BFF222 ' ' cannot stand in a path -- "
                          "letters, digits and -._~!$&'()+,=@ can"));
  EXPECT_THAT(http_problems("'GET /v1/{name=**}'"),
              ElementsAre("3:29+9 BFF202 '{name=**}' in a path is not yet supported -- "
                          "write literal segments and '{name}'"));
  EXPECT_THAT(http_problems("'GET /v1/{user.id}'"),
              ElementsAre("3:30+7 BFF222 'user.id' is no name of a variable -- "
                          "letters, digits and '_', not beginning with a digit"));
  EXPECT_THAT(http_problems("poke v1"),
              ElementsAre("3:20+4 BFF221 'poke' is no method of a route -- "
                          "write 'GET', 'POST', 'PUT', 'PATCH' or 'DELETE'",
                          "3:25+2 BFF222 the path 'v1' does not begin with '/' -- write '/v1'"));
}

TEST(Route, SaysWhichPathsComeLater) {
  const auto later = [](const std::string& place, const std::string& what) {
    return ElementsAre("3:" + place + " BFF202 '" + what + "' in a path is not yet supported -- " +
                       "write literal segments and '{name}'");
  };
  EXPECT_THAT(http_problems("GET /v1/*"), later("28+1", "*"));
  EXPECT_THAT(http_problems("'GET /{a}/**/*'"), later("30+2", "**"));
  EXPECT_THAT(http_problems("GET /v1/shelves:merge"), later("35+6", ":merge"));
  EXPECT_THAT(http_problems("'GET /v1/{id}:undelete'"), later("33+9", ":undelete"));
  EXPECT_THAT(http_problems("'GET /v1/a=b/{name=shelves/*}'"), later("33+13", "{name=shelves"));
}

TEST(Route, SaysWhichKeysComeLater) {
  for (const std::string key : {"cache", "stale"}) {
    EXPECT_THAT(route_problems(key + ": { a: [b] }"),
                ElementsAre("5:5+" + std::to_string(key.size()) + " BFF202 '" + key +
                            "' is not yet supported -- leave it out"));
  }
}

TEST(Route, ProposesTheNearestKey) {
  EXPECT_THAT(route_problems("deadlin: 1s"),
              ElementsAre("5:5+7 BFF201 a route has no key 'deadlin' -- "
                          "did you mean 'deadline'?"));
  EXPECT_THAT(
      route_problems("cookies: {}"),
      ElementsAre("5:5+7 BFF201 a route has no key 'cookies' -- those of the request are 'cookie', "
                  "those of the answer stand in 'respond'"));
  EXPECT_THAT(route_problems("xyzzy: 1"),
              ElementsAre("5:5+5 BFF201 a route has no key 'xyzzy' -- write 'id', 'http', "
                          "'summary', 'deprecated', 'sunset', 'deadline', 'auth', 'path', 'query', "
                          "'header', 'cookie', 'body', 'require', 'calls', 'respond', "
                          "'error_details', 'shape', 'clients' or 'stream'"));
}

TEST(Route, HasASummaryThatIsAText) {
  EXPECT_EQ(route_of("summary: 'Costs $$5: # and more'").summary, "Costs $$5: # and more");
  EXPECT_EQ(route_of("summary: $$5 off").summary, "$5 off");
  EXPECT_THAT(route_problems("summary: $5 off"),
              ElementsAre("5:14+6 BFF208 an expression cannot stand in 'summary' -- "
                          "for a text that begins with '$' write '$$5 off'"));
  EXPECT_THAT(
      route_problems("summary: for {$auth.sub} only"),
      ElementsAre("5:18+11 BFF208 a value, here '{$auth.sub}', cannot stand in 'summary' -- "
                  "for a plain '{$' write '{$$'"));
}

TEST(Route, TakesABody) {
  const auto file = "version: bff/v1\nroutes:\n  - { id: a, http: POST /a, body: shop.v1.Item }\n";
  Diagnostics problems;
  EXPECT_EQ(parsed(file, problems)->routes.at(0).body->value, "shop.v1.Item");
  EXPECT_THAT(
      syntax_problems("version: bff/v1\nroutes: [{ id: a, http: POST /a, body: shop/Item }]\n"),
      ElementsAre("2:40+9 BFF242 'shop/Item' is not the full name of a message, which 'body' "
                  "is -- write it with its package, as in 'shop.v1.Product'"));
  EXPECT_THAT(route_problems("body: shop.v1.Item"),
              ElementsAre("5:5+4 BFF212 'body' in a GET route: its request has none -- "
                          "declare 'query' parameters, or write another method"));
}

TEST(Route, MayBeOnItsWayOut) {
  const auto route = route_of("deprecated: true\nsunset: 2028-02-29");
  EXPECT_TRUE(route.deprecated);
  EXPECT_EQ(route.sunset->value, "2028-02-29");
  for (const std::string date : {"2027-02-29", "2027-2-1", "27-02-01", "2027-13-01", "2027-01-00",
                                 "-027-01-01", "01.02.2027", "2027-01-01T00:00:00Z"}) {
    EXPECT_THAT(route_problems("sunset: " + date),
                ElementsAre("5:13+" + std::to_string(date.size()) + " BFF215 '" + date +
                            "' is no date -- write it as in '2027-01-31'"));
  }
}

TEST(Route, SaysWhichErrorDetailsGoOut) {
  EXPECT_EQ(route_of("summary: x").error_details, std::nullopt);
  EXPECT_EQ(route_of("error_details: none").error_details, DetailKinds{});
  DetailKinds two;
  two.add(DetailKind::reason);
  two.add(DetailKind::help);
  EXPECT_EQ(route_of("error_details: [help, reason]").error_details, two);
  EXPECT_THAT(route_problems("error_details: all"),
              ElementsAre("5:20+3 BFF205 'error_details' cannot be 'all' -- write 'none', or a "
                          "list as in [bad_request, retry_info]"));
  EXPECT_THAT(route_problems("error_details: []"),
              ElementsAre("5:20+1 BFF213 'error_details' is empty -- write 'none'"));
  EXPECT_THAT(route_problems("error_details: [debug_info, retry_inf, help, help]"),
              ElementsAre("5:21+10 BFF205 'error_details' cannot be 'debug_info' -- write "
                          "'localized_message', 'bad_request', 'retry_info', 'reason', "
                          "'error_info', 'precondition_failure', 'quota_failure', "
                          "'resource_info' or 'help'",
                          "5:33+9 BFF205 'error_details' cannot be 'retry_inf' -- did you mean "
                          "'retry_info'?",
                          "5:50+4 BFF211 'help' stands twice -- name it once"));
}

TEST(Route, HasADeadlineWithAUnit) {
  EXPECT_EQ(route_of("deadline: 1500ms").deadline->value, Milliseconds{1500});
  EXPECT_EQ(route_of("deadline: 2s").deadline->value, Milliseconds{2000});
  EXPECT_EQ(route_of("deadline: '1m'").deadline->value, Milliseconds{60'000});
  EXPECT_THAT(route_problems("deadline: 250"),
              ElementsAre("5:15+3 BFF207 '250' has no unit -- write '250ms' or '250s'"));
  EXPECT_THAT(route_problems("deadline: '250'"),
              ElementsAre("5:16+3 BFF207 '250' has no unit -- write '250ms' or '250s'"));
  EXPECT_THAT(route_problems("deadline: soon"),
              ElementsAre("5:15+4 BFF207 'soon' is no duration -- "
                          "write a number and its unit, such as '250ms'"));
  EXPECT_THAT(route_problems("deadline: -1s"),
              ElementsAre("5:15+3 BFF207 '-1s' is no duration -- "
                          "write a number and its unit, such as '250ms'"));
  EXPECT_THAT(route_problems("deadline: 0ms"),
              ElementsAre("5:15+3 BFF206 'deadline' cannot be '0ms' -- write more than nothing"));
  EXPECT_THAT(route_problems("deadline: [1s]"),
              ElementsAre(testing::EndsWith("BFF204 'deadline' is a duration, not a list -- "
                                            "write a number and its unit, such as '250ms'")));
  EXPECT_THAT(route_problems("deadline: $query.deadline"),
              ElementsAre("5:15+15 BFF208 an expression cannot stand in 'deadline' -- "
                          "for a text that begins with '$' write '$$query.deadline'"));
}

TEST(Route, SaysWhoMayCallIt) {
  EXPECT_FALSE(route_of("summary: x").auth);
  EXPECT_TRUE(route_of("auth: public").auth->is_public);
  EXPECT_FALSE(route_of("auth: { required: false }").auth->required);
  EXPECT_TRUE(route_of("auth: { required: true }").auth->required);
  EXPECT_EQ(route_of("auth: { required: true, scopes: [a:b, c] }").auth->scopes[0].value, "a:b");
}

TEST(Route, RefusesAnUnclearAuth) {
  constexpr auto kForms = " -- write 'public', { required: true } or { required: false }";
  EXPECT_THAT(route_problems("auth: open"),
              ElementsAre(std::string{"5:11+4 BFF205 'auth' cannot be 'open'"} + kForms));
  EXPECT_THAT(
      route_problems("auth: false"),
      ElementsAre(std::string{"5:11+5 BFF204 'auth' is 'public' or a map, not true or false"} +
                  kForms));
  EXPECT_THAT(route_problems("auth: $auth"),
              ElementsAre("5:11+5 BFF208 an expression cannot stand in 'auth' -- "
                          "for a text that begins with '$' write '$$auth'"));
  EXPECT_THAT(route_problems("auth: { scopes: [a] }"),
              ElementsAre(testing::EndsWith("BFF203 'auth' lacks 'required' -- "
                                            "write 'required: true' or 'required: false'")));
  EXPECT_THAT(route_problems("auth: { required: yes }"),
              ElementsAre("5:23+3 BFF204 'required' is true or false, not a text"));
  EXPECT_THAT(route_problems("auth: { required: false, scopes: [a] }"),
              ElementsAre("5:30+6 BFF212 'scopes' with 'required: false': an anonymous caller has "
                          "none -- write 'required: true' or leave it out"));
  EXPECT_THAT(route_problems("auth: { required: true, scopes: [] }"),
              ElementsAre(testing::EndsWith("BFF213 'scopes' is empty -- leave it out")));
  EXPECT_THAT(route_problems("auth: { required: true, scopes: a }"),
              ElementsAre("5:37+1 BFF204 'scopes' is a list, not a text"));
  EXPECT_THAT(route_problems("auth: { required: true, scopes: [a, b, a] }"),
              ElementsAre("5:44+1 BFF211 the scope 'a' stands twice"));
  EXPECT_THAT(route_problems("auth: { required: true, role: admin }"),
              ElementsAre("5:29+4 BFF201 'auth' has no key 'role' -- "
                          "write 'required', 'methods', 'scopes', 'claims', 'acr' or 'max_age'"));
}

// The file is refused anyhow; but nothing that reads on may take the route for an open one.
TEST(Route, TakesAnUnreadableAuthForTheStrictest) {
  for (const auto* auth :
       {"auth: open", "auth: { required: maybe }", "auth: {}", "auth: [public]"}) {
    const auto route = remains_of(auth);
    EXPECT_TRUE(route.auth->required) << auth;
    EXPECT_FALSE(route.auth->is_public) << auth;
    EXPECT_TRUE(route.damaged) << auth;
  }
}

}  // namespace
}  // namespace bff::plan
