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

// `x` in column 14 of line 5, its map in column 17.
std::vector<std::string> query_problems(const std::string& parameter) {
  return route_problems("query: { x: " + parameter + " }");
}
ParameterSyntax query_of(const std::string& parameter) {
  return route_of("query: { x: " + parameter + " }").query.at(0);
}
std::vector<std::string> path_problems(const std::string& parameter) {
  return route_problems("path: { id: " + parameter + " }");
}
// A view of a route with `x: parameter`; the view's map is on line 6, its `x` in column 31.
std::vector<std::string> parameter_view_problems(const std::string& parameter,
                                                 const std::string& view) {
  return route_problems("query: { x: " + parameter + " }\nclients: { tv: { query: { x: " + view +
                        " } } }");
}

TEST(QueryParameter, HasOneOfTheScalarTypes) {
  for (const std::string type :
       {"string", "bool", "int32", "int64", "uint32", "uint64", "double", "float"}) {
    const auto route = route_of("query: { x: { type: " + type + " } }");
    EXPECT_EQ(route.query[0].type.value, type);
    EXPECT_FALSE(route.query[0].required);
    EXPECT_FALSE(route.query[0].default_value);
  }
  EXPECT_THAT(query_problems("{ type: int }"),
              ElementsAre("5:25+3 BFF205 'type' cannot be 'int' -- write 'string', 'bool', "
                          "'int32', 'int64', 'uint32', 'uint64', 'double' or 'float'"));
  EXPECT_THAT(query_problems("{ type: strnig }"),
              ElementsAre("5:25+6 BFF205 'type' cannot be 'strnig' -- did you mean 'string'?"));
  EXPECT_THAT(query_problems("{}"), ElementsAre("5:14+1 BFF203 the parameter 'x' lacks 'type' -- "
                                                "write 'type: string', or what it is"));
  EXPECT_THAT(query_problems("int32"),
              ElementsAre("5:17+5 BFF204 the parameter 'x' is a map, not a text"));
}

TEST(QueryParameter, MayBeRequired) {
  EXPECT_TRUE(route_of("query: { x: { type: bool, required: true } }").query[0].required);
  EXPECT_FALSE(route_of("query: { x: { type: bool, required: false } }").query[0].required);
  EXPECT_THAT(query_problems("{ type: bool, required: 1 }"),
              ElementsAre("5:41+1 BFF204 'required' is true or false, not a number"));
  EXPECT_THAT(query_problems("{ type: bool, required: true, default: true }"),
              ElementsAre("5:31+8 BFF212 'required' beside 'default': one of them has no effect "
                          "-- write one of them"));
}

TEST(QueryParameter, HasANameThatExpressionsCanSay) {
  EXPECT_THAT(route_problems("query: { page-size: { type: int32 } }"),
              ElementsAre("5:14+9 BFF209 'page-size' is no name of a parameter -- "
                          "write 'page_size', and 'name: page-size' in it"));
  EXPECT_THAT(route_problems("query: [x]"),
              ElementsAre(EndsWith("BFF204 'query' is a map of parameters, not a list")));
}

TEST(QueryParameter, HasADefaultOfItsType) {
  for (const auto* good :
       {"{ type: string, default: USD }", "{ type: string, default: '' }",
        "{ type: string, default: '5' }", "{ type: bool, default: false }",
        "{ type: int32, default: -2147483648 }", "{ type: int32, default: 2147483647 }",
        "{ type: int64, default: -9223372036854775808 }", "{ type: uint32, default: 4294967295 }",
        "{ type: uint64, default: 18446744073709551615 }", "{ type: double, default: -1.5e300 }",
        "{ type: double, default: 3 }", "{ type: float, default: 3.4e38 }"}) {
    EXPECT_THAT(query_problems(good), IsEmpty()) << good;
  }
  for (const auto& [type, value] :
       std::vector<std::pair<std::string, std::string>>{{"bool", "1"},
                                                        {"bool", "yes"},
                                                        {"int32", "2147483648"},
                                                        {"int32", "1.5"},
                                                        {"int32", "1e3"},
                                                        {"int32", "true"},
                                                        {"int32", "five"},
                                                        {"int64", "9223372036854775808"},
                                                        {"uint32", "-1"},
                                                        {"uint64", "18446744073709551616"},
                                                        {"double", "1e309"},
                                                        {"double", "x"},
                                                        {"float", "3.5e38"}}) {
    const auto problems = query_problems("{ type: " + type + ", default: " + value + " }");
    EXPECT_THAT(problems, ElementsAre(EndsWith("BFF230 '" + value + "' is no " + type)));
  }
}

TEST(QueryParameter, SaysHowItsDefaultIsWritten) {
  EXPECT_THAT(query_problems("{ type: string, default: 5 }"),
              ElementsAre("5:42+1 BFF230 '5' is no string -- write \"5\""));
  EXPECT_THAT(query_problems("{ type: string, default: null }"),
              ElementsAre("5:42+4 BFF230 null is no string"));
  EXPECT_THAT(query_problems("{ type: int32, default: [5] }"),
              ElementsAre(EndsWith("BFF230 a list is no int32")));
  EXPECT_THAT(query_problems("{ type: string, default: $auth.sub }"),
              ElementsAre("5:42+9 BFF208 an expression cannot stand in 'default' -- "
                          "for a text that begins with '$' write '$$auth.sub'"));
  EXPECT_EQ(route_of("query: { x: { type: string, default: $$1 } }").query[0].default_value->scalar,
            "$1");
}

TEST(QueryParameter, HasBoundsThatAgree) {
  for (const auto* good : {"{ type: int32, min: 1, max: 1, default: 1 }", "{ type: float, min: 0 }",
                           "{ type: uint64, max: 18446744073709551615 }"}) {
    EXPECT_THAT(query_problems(good), IsEmpty()) << good;
  }
  EXPECT_THAT(query_problems("{ type: int32, min: 9, max: 3 }"),
              ElementsAre("5:37+1 BFF231 min 9 is above max 3"));
  EXPECT_THAT(query_problems("{ type: int32, min: 1, default: 0 }"),
              ElementsAre("5:49+1 BFF231 default 0 is below min 1"));
  EXPECT_THAT(query_problems("{ type: int32, max: 20, default: 21 }"),
              ElementsAre("5:50+2 BFF231 default 21 is above max 20"));
  // Neighbours that a double could not tell apart.
  EXPECT_THAT(
      query_problems("{ type: uint64, max: 18446744073709551614, default: 18446744073709551615 }"),
      ElementsAre(
          EndsWith("BFF231 default 18446744073709551615 is above max 18446744073709551614")));
  EXPECT_THAT(query_problems("{ type: int32, min: 0.5 }"),
              ElementsAre("5:37+3 BFF230 '0.5' is no int32"));
  EXPECT_THAT(query_problems("{ type: uint32, min: -1 }"),
              ElementsAre("5:38+2 BFF230 '-1' is no uint32"));
}

TEST(QueryParameter, HasBoundsOnlyWhereThereIsAnOrder) {
  EXPECT_THAT(
      query_problems("{ type: string, min: 1 }"),
      ElementsAre(
          "5:33+3 BFF232 'min' wants a number, and the parameter is a string -- leave it out"));
  EXPECT_THAT(
      query_problems("{ type: bool, max: 1 }"),
      ElementsAre(
          "5:31+3 BFF232 'max' wants a number, and the parameter is a bool -- leave it out"));
}

TEST(QueryParameter, RefusesOtherKeys) {
  EXPECT_THAT(query_problems("{ type: string, defualt: a }"),
              ElementsAre("5:33+7 BFF201 the parameter 'x' has no key 'defualt' -- "
                          "did you mean 'default'?"));
}

TEST(QueryParameter, MayBeRepeated) {
  const auto query =
      query_of("{ type: int32, repeated: true, separator: ',', default: [1, 2], max: 2 }");
  EXPECT_TRUE(query.repeated);
  EXPECT_EQ(query.separator, ",");
  EXPECT_EQ(query.default_value->items.size(), 2U);
  EXPECT_THAT(query_problems("{ type: int32, repeated: true, default: 1 }"),
              ElementsAre(EndsWith("BFF204 'default' of a repeated parameter is a list, not a "
                                   "number")));
  EXPECT_THAT(query_problems("{ type: int32, repeated: true, default: [1, a, 3], max: 2 }"),
              ElementsAre("5:61+1 BFF230 'a' is no int32"));
  EXPECT_THAT(query_problems("{ type: int32, repeated: true, default: [1, 3], max: 2 }"),
              ElementsAre("5:61+1 BFF231 default 3 is above max 2"));
  EXPECT_THAT(query_problems("{ type: string, separator: ',' }"),
              ElementsAre("5:33+9 BFF203 'separator' without 'repeated: true' -- "
                          "it splits a value into several"));
  EXPECT_THAT(query_problems("{ type: string, repeated: true, separator: '; ' }"),
              ElementsAre(EndsWith("BFF206 'separator' cannot be '; ' -- "
                                   "write one visible character, such as \",\"")));
}

TEST(QueryParameter, MayHaveAPattern) {
  const auto query = query_of("{ type: string, pattern: '[A-Z]{3}', default: USD }");
  EXPECT_EQ(query.pattern->value, "[A-Z]{3}");
  EXPECT_THAT(query_problems("{ type: string, pattern: '[A-Z' }"),
              ElementsAre("5:43+4 BFF234 '[A-Z' is no pattern: missing ]: [A-Z -- write a regular "
                          "expression of RE2, without look-around and back references"));
  EXPECT_THAT(query_problems("{ type: string, pattern: '(?=a)b' }"),
              ElementsAre(testing::HasSubstr("BFF234")));
  EXPECT_THAT(query_problems("{ type: int32, pattern: '1' }"),
              ElementsAre(EndsWith("BFF234 'pattern' is for a string, and the parameter is a int32 "
                                   "-- bound a number by 'min' and 'max'")));
  EXPECT_THAT(query_problems("{ type: string, pattern: '[A-Z]{3}', default: US }"),
              ElementsAre(EndsWith("BFF231 default 'US' does not match the pattern '[A-Z]{3}'")));
}

TEST(QueryParameter, MayBeCalledOtherwiseByTheClient) {
  EXPECT_EQ(query_of("{ type: string }").wire_name, "x");
  EXPECT_EQ(query_of("{ type: string, name: 'page[size]' }").wire_name, "page[size]");
  EXPECT_THAT(route_problems("query: { a: { type: bool }, b: { type: bool, name: a } }"),
              ElementsAre("5:33+1 BFF211 'b' and 'a' are both 'a' in a request -- "
                          "declare it once"));
}

TEST(Header, IsNamedWithDashes) {
  const auto headers =
      route_of(
          "header: { x_app_version: { type: string }, tenant: { type: string, name: X-Tenant } }")
          .headers;
  ASSERT_EQ(headers.size(), 2U);
  EXPECT_EQ(headers[0].name.value, "x_app_version");
  EXPECT_EQ(headers[0].wire_name, "x-app-version");
  EXPECT_EQ(headers[1].wire_name, "x-tenant");
  EXPECT_THAT(route_problems("header: { X-Tenant: { type: string } }"),
              ElementsAre("5:15+8 BFF209 'X-Tenant' is no name of a parameter -- "
                          "write 'x_tenant': it stands for the header 'X-Tenant'"));
  EXPECT_THAT(route_problems("header: { a: { type: string, name: 'x y' } }"),
              ElementsAre("5:41+3 BFF244 'x y' is no name of a header -- letters, digits and '-'"));
  EXPECT_THAT(route_problems("header: { cookie: { type: string } }"),
              ElementsAre("5:15+6 BFF245 'cookie' is read cookie by cookie -- "
                          "declare them under 'cookie'"));
}

TEST(Cookie, HasItsNameOrAnother) {
  const auto cookies = route_of(
                           "cookie: { currency: { type: string, default: USD }, s: { type: string, "
                           "name: __Host-s } }")
                           .cookies;
  EXPECT_EQ(cookies.at(0).wire_name, "currency");
  EXPECT_EQ(cookies.at(1).wire_name, "__Host-s");
  EXPECT_THAT(route_problems("cookie: { a: { type: string, name: 'a=b' } }"),
              ElementsAre("5:41+3 BFF244 'a=b' is no name of a cookie -- "
                          "letters, digits, '-' and '_'"));
}

TEST(PathParameter, MayHaveAPattern) {
  EXPECT_EQ(route_of("path: { id: { type: string, pattern: '[0-9]+' } }")
                .path_parameters[0]
                .pattern->value,
            "[0-9]+");
}

TEST(PathParameter, HasATypeAndBounds) {
  const auto route = route_of("path: { id: { type: int64, min: 1, max: 9 } }");
  EXPECT_EQ(route.path_parameters[0].name.value, "id");
  EXPECT_EQ(route.path_parameters[0].type.value, "int64");
  EXPECT_EQ(route.path_parameters[0].min->scalar, "1");
  EXPECT_THAT(path_problems("{ type: int64, min: 2, max: 1 }"),
              ElementsAre("5:37+1 BFF231 min 2 is above max 1"));
  EXPECT_THAT(path_problems("int64"),
              ElementsAre("5:17+5 BFF204 the path parameter 'id' is a map, not a text"));
}

TEST(PathParameter, IsAVariableOfThePath) {
  EXPECT_THAT(route_problems("path: { ids: { type: int64 } }"),
              ElementsAre("5:13+3 BFF223 the path '/v1/home/{id}' has no variable 'ids' -- "
                          "did you mean 'id'?"));
}

TEST(PathParameter, IsAlwaysThere) {
  EXPECT_THAT(path_problems("{ type: int64, default: 1 }"),
              ElementsAre("5:32+7 BFF201 the path parameter 'id' has no key 'default' -- "
                          "a path parameter is always there"));
  EXPECT_THAT(path_problems("{ type: int64, required: true }"),
              ElementsAre("5:32+8 BFF201 the path parameter 'id' has no key 'required' -- "
                          "a path parameter is always there"));
}

TEST(PathParameter, IsNotHeldAgainstAPathThatCouldNotBeRead) {
  EXPECT_THAT(syntax_problems("version: bff/v1\nroutes:\n  - id: a\n    http: GET a/{id}\n"
                              "    path: { id: { type: int64 } }\n"),
              ElementsAre(EndsWith("does not begin with '/' -- write '/a/{id}'")));
}

TEST(ViewParameter, NarrowsWhatTheRouteDeclares) {
  constexpr auto kRoute = "{ type: int32, default: 5, min: 1, max: 20 }";
  for (const auto* view : {"{ default: 3 }", "{ max: 5 }", "{ min: 5, max: 5 }", "{}",
                           "{ min: 6, default: 6 }", "{ min: 1, max: 20 }"}) {
    EXPECT_THAT(parameter_view_problems(kRoute, view), IsEmpty()) << view;
  }
  EXPECT_THAT(parameter_view_problems(kRoute, "{ min: 0 }"),
              ElementsAre(EndsWith("BFF231 the view's min 0 is below the route's 1 -- "
                                   "a view only narrows")));
  EXPECT_THAT(parameter_view_problems(kRoute, "{ max: 50 }"),
              ElementsAre("6:41+2 BFF231 the view's max 50 is above the route's 20 -- "
                          "a view only narrows"));
  EXPECT_THAT(parameter_view_problems(kRoute, "{ default: 50 }"),
              ElementsAre("6:45+2 BFF231 default 50 is above max 20"));
  EXPECT_THAT(parameter_view_problems(kRoute, "{ min: 19, max: 18 }"),
              ElementsAre("6:41+2 BFF231 min 19 is above max 18"));
}

TEST(ViewParameter, MustNotLeaveTheRoutesDefaultOutside) {
  constexpr auto kRoute = "{ type: int32, default: 5, min: 1, max: 20 }";
  EXPECT_THAT(parameter_view_problems(kRoute, "{ max: 4 }"),
              ElementsAre("6:41+1 BFF231 default 5 is above max 4"));
  EXPECT_THAT(parameter_view_problems(kRoute, "{ min: 6 }"),
              ElementsAre("6:41+1 BFF231 default 5 is below min 6"));
}

TEST(ViewParameter, DoesNotRepeatWhatIsWrongWithTheRoutes) {
  EXPECT_THAT(parameter_view_problems("{ type: int32, min: 2, max: 1 }", "{ default: 3 }"),
              ElementsAre(EndsWith("BFF231 min 2 is above max 1")));
}

TEST(ViewParameter, HasTheRoutesType) {
  EXPECT_THAT(parameter_view_problems("{ type: int32 }", "{ default: x }"),
              ElementsAre("6:45+1 BFF230 'x' is no int32"));
  EXPECT_THAT(
      parameter_view_problems("{ type: string }", "{ default: x, max: 1 }"),
      ElementsAre(
          "6:48+3 BFF232 'max' wants a number, and the parameter is a string -- leave it out"));
  EXPECT_THAT(parameter_view_problems("{ type: int32 }", "{ type: int64 }"),
              ElementsAre("6:36+4 BFF201 the view's parameter 'x' has no key 'type' -- "
                          "the route declares it, a view only narrows"));
  EXPECT_THAT(parameter_view_problems("{ type: int32, required: true }", "{ default: 1 }"),
              ElementsAre("6:36+7 BFF212 'default' for a parameter that the route requires -- "
                          "leave one of them out"));
}

TEST(ViewParameter, IsOneOfTheRoutes) {
  EXPECT_THAT(route_problems("query: { recent: { type: int32 } }\n"
                             "clients: { tv: { query: { recnt: { default: 3 } } } }"),
              ElementsAre("6:31+5 BFF233 the route has no query parameter 'recnt' -- "
                          "did you mean 'recent'?"));
}

}  // namespace
}  // namespace bff::plan
