// SPDX-License-Identifier: Apache-2.0
#include "route/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace bff::route {
namespace {

using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;
using testing::Optional;

PathTemplate path(std::string_view text) {
  PathTemplate parsed;
  TemplateProblem problem;
  EXPECT_TRUE(parse_path_template(text, parsed, problem)) << text << ": " << problem.message;
  return parsed;
}

using Routes = std::vector<std::pair<std::string, std::string>>;

// The routes' numbers are their positions.
Router router_of(const Routes& routes) {
  RouterBuilder builder;
  for (std::uint32_t i = 0; i < routes.size(); ++i) {
    EXPECT_EQ(builder.add(routes[i].first, path(routes[i].second), i), std::nullopt);
  }
  return std::move(builder).build();
}

// "2 (a, b)": the route and its variables; "2 HEAD ()"; "404"; "405 GET, HEAD"; "400 detail".
std::string lookup(const Router& router, std::string_view method, std::string_view target) {
  std::string allow;
  const auto match = router.match(method, target, allow);
  if (match) {
    EXPECT_EQ(allow, "");
    std::string shown = std::to_string(match->route) + (match->head ? " HEAD (" : " (");
    for (const auto& value : match->variables) {
      if (shown.back() != '(') shown += ", ";
      shown += value;
    }
    return shown + ")";
  }
  const std::string status = std::to_string(status_of(match.error()));
  if (match.error().code == Errc::invalid_path) return status + " " + match.error().detail;
  return allow.empty() ? status : status + " " + allow;
}

TEST(Router, FindsLiteralAndVariableRoutes) {
  const Router router = router_of({{"GET", "/"},
                                   {"GET", "/v1/home"},
                                   {"GET", "/v1/users/{id}"},
                                   {"GET", "/v1/users/{id}/orders/{order}"}});
  EXPECT_EQ(lookup(router, "GET", "/"), "0 ()");
  EXPECT_EQ(lookup(router, "GET", "/v1/home"), "1 ()");
  EXPECT_EQ(lookup(router, "GET", "/v1/users/42"), "2 (42)");
  EXPECT_EQ(lookup(router, "GET", "/v1/users/42/orders/7"), "3 (42, 7)");
}

TEST(Router, KnowsNoOtherPath) {
  const Router router = router_of({{"GET", "/v1/home"}, {"GET", "/v1/users/{id}"}});
  for (const auto* target : {"/", "/v1", "/v1/", "/v1/home/", "/v1/homes", "/v1/Home", "/v1/users",
                             "/v1/users/", "/v1/users/1/", "/v1/users/1/2", "/v2/home"}) {
    EXPECT_EQ(lookup(router, "GET", target), "404") << target;
  }
  EXPECT_EQ(lookup(Router{}, "GET", "/"), "404");
}

TEST(Router, SaysThatNoRouteHasThePath) {
  std::string allow;
  EXPECT_EQ(Router{}.match("GET", "/x", allow).error().detail, "no route has this path");
}

TEST(Router, PrefersALiteralWhateverTheOrderOfDefinition) {
  Routes routes{{"GET", "/v1/categories/{id}"},
                {"GET", "/v1/categories/search"},
                {"GET", "/v1/{kind}/search"},
                {"GET", "/{any}/categories/search"}};
  std::sort(routes.begin(), routes.end());
  do {
    const Router router = router_of(routes);
    const auto chosen = [&](std::string_view target) {
      const std::string found = lookup(router, "GET", target);
      return routes[static_cast<std::size_t>(found.front() - '0')].second;
    };
    EXPECT_EQ(chosen("/v1/categories/search"), "/v1/categories/search");
    EXPECT_EQ(chosen("/v1/categories/7"), "/v1/categories/{id}");
    EXPECT_EQ(chosen("/v1/things/search"), "/v1/{kind}/search");
    EXPECT_EQ(chosen("/v2/categories/search"), "/{any}/categories/search");
  } while (std::next_permutation(routes.begin(), routes.end()));
}

// Nodes with many literals, with few and with one are looked up in different ways.
TEST(Router, TellsLiteralsApartHoweverManyThereAre) {
  for (const std::uint32_t count : {1U, 2U, 4U, 5U, 8U, 100U}) {
    RouterBuilder builder;
    const auto text = [](std::uint32_t i) { return "item-" + std::to_string(i); };
    for (std::uint32_t i = 0; i < count; ++i) builder.add("GET", path("/all/" + text(i)), i);
    builder.add("GET", path("/all/{other}/elsewhere"), count);
    const Router router = std::move(builder).build();
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string found = std::to_string(i) + " ()";
      EXPECT_EQ(lookup(router, "GET", "/all/" + text(i)), found);
      EXPECT_EQ(lookup(router, "GET", "/%61ll/%69tem%2D" + std::to_string(i)), found);
      EXPECT_EQ(lookup(router, "GET", "/all/" + text(i) + "x"), "404");
    }
    for (const auto* other : {"elsewhere", "all", "%61ll", "item-", "item-1%30%30"}) {
      EXPECT_EQ(lookup(router, "GET", std::string{"/all/"} + other), "404") << count;
    }
    EXPECT_EQ(lookup(router, "GET", "/all/elsewhere/elsewhere"),
              std::to_string(count) + " (elsewhere)");
  }
}

TEST(Router, ReturnsToTheVariableWhenTheLiteralLeadsNowhere) {
  const Router router = router_of({{"GET", "/a/b/c"}, {"GET", "/a/{x}/d"}, {"GET", "/{y}/b/e"}});
  EXPECT_EQ(lookup(router, "GET", "/a/b/c"), "0 ()");
  EXPECT_EQ(lookup(router, "GET", "/a/b/d"), "1 (b)");
  EXPECT_EQ(lookup(router, "GET", "/a/b/e"), "2 (a)");
  EXPECT_EQ(lookup(router, "GET", "/a/b/f"), "404");
}

TEST(Router, ReturnsToTheVariableWhenTheLiteralHasNotTheMethod) {
  const Router router = router_of({{"POST", "/users/search"}, {"GET", "/users/{id}"}});
  EXPECT_EQ(lookup(router, "GET", "/users/search"), "1 (search)");
  EXPECT_EQ(lookup(router, "POST", "/users/search"), "0 ()");
}

TEST(Router, AllowsTheMethodsOfEveryTemplateThatMatches) {
  const Router router = router_of({{"POST", "/users/search"},
                                   {"GET", "/users/{id}"},
                                   {"DELETE", "/users/{id}"},
                                   {"PUT", "/users"}});
  EXPECT_EQ(lookup(router, "PATCH", "/users/search"), "405 DELETE, GET, HEAD, POST");
  EXPECT_EQ(lookup(router, "POST", "/users/7"), "405 DELETE, GET, HEAD");
  EXPECT_EQ(lookup(router, "GET", "/users"), "405 PUT");
  EXPECT_EQ(lookup(router, "HEAD", "/users"), "405 PUT");
  EXPECT_EQ(lookup(router, "OPTIONS", "/users"), "405 PUT");
  EXPECT_EQ(lookup(router, "get", "/users/7"), "405 DELETE, GET, HEAD");
}

TEST(Router, NamesTheAllowedMethodsInTheDetail) {
  const Router router = router_of({{"GET", "/a"}});
  std::string allow;
  const auto match = router.match("POST", "/a", allow);
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, Errc::method_not_allowed);
  EXPECT_EQ(match.error().detail, "this path answers GET, HEAD");
}

TEST(Router, AnswersHeadWithItsGetRoute) {
  const Router router = router_of({{"GET", "/a/{x}"}, {"POST", "/a/b"}});
  EXPECT_EQ(lookup(router, "HEAD", "/a/1"), "0 HEAD (1)");
  EXPECT_EQ(lookup(router, "HEAD", "/a/b"), "0 HEAD (b)");
}

TEST(Router, DecodesVariablesOnce) {
  const Router router = router_of({{"GET", "/p/{name}"}});
  EXPECT_EQ(lookup(router, "GET", "/p/caf%C3%A9%20au%20lait"), "0 (caf\xC3\xA9 au lait)");
  EXPECT_EQ(lookup(router, "GET", "/p/%252e%252e"), "0 (%2e%2e)");
  EXPECT_EQ(lookup(router, "GET", "/p/a+b"), "0 (a+b)");
  EXPECT_EQ(lookup(router, "GET", "/p/a;v=1"), "0 (a;v=1)");
}

// An encoded spelling of a protected path must meet the protected route, not a variable beside it.
TEST(Router, DecidesTheSameForAnEncodedLiteral) {
  const Router router = router_of({{"GET", "/v1/admin"}, {"GET", "/v1/{page}"}});
  for (const auto* target :
       {"/v1/admin", "/%761/admin", "/v1/%61dmin", "/v1/adm%69n", "/v1/%61%64%6D%69%6e"}) {
    EXPECT_EQ(lookup(router, "GET", target), "0 ()") << target;
  }
}

TEST(Router, RefusesAPathThatIsNotCanonical) {
  const Router router = router_of({{"GET", "/v1/{x}"}, {"GET", "/admin"}});
  EXPECT_EQ(lookup(router, "GET", "/v1//admin"), "400 the path has an empty segment ('//')");
  EXPECT_EQ(lookup(router, "GET", "/v1/../admin"), "400 the path has a segment '.' or '..'");
  EXPECT_EQ(lookup(router, "GET", "/v1/%2e%2e"), "400 the path has a segment '.' or '..'");
  EXPECT_EQ(lookup(router, "GET", "/v1/a%2Fb"),
            "400 the path holds '%2F', which cannot be a part of a segment");
  EXPECT_EQ(lookup(router, "GET", "*"), "400 the path does not begin with '/'");
}

TEST(Router, TakesAnyNumberOfSegments) {
  const Router router = router_of({{"GET", "/files/{path=**}"}, {"GET", "/{x=**}/raw"}});
  EXPECT_EQ(lookup(router, "GET", "/files/a/b/c"), "0 (a/b/c)");
  EXPECT_EQ(lookup(router, "GET", "/files"), "0 ()");
  EXPECT_EQ(lookup(router, "GET", "/files/a/raw"), "0 (a/raw)");
  EXPECT_EQ(lookup(router, "GET", "/other/raw"), "1 (other)");
  EXPECT_EQ(lookup(router, "GET", "/raw"), "1 ()");
  EXPECT_EQ(lookup(router, "GET", "/files/"), "404");
  EXPECT_EQ(lookup(router, "GET", "/other"), "404");
  EXPECT_EQ(lookup(router_of({{"GET", "/{all=**}"}}), "GET", "/"), "0 ()");
}

TEST(Router, GivesAVariableAllThatItsSegmentsTake) {
  const Router router = router_of({{"GET", "/v1/{name=shelves/*/books/*}/pages/{page}"},
                                   {"GET", "/v1/{a=x/**/y}/{b=z/*}"},
                                   {"GET", "/v1/{fixed=only}"}});
  EXPECT_EQ(lookup(router, "GET", "/v1/shelves/1/books/2/pages/3"), "0 (shelves/1/books/2, 3)");
  EXPECT_EQ(lookup(router, "GET", "/v1/x/y/z/1"), "1 (x/y, z/1)");
  EXPECT_EQ(lookup(router, "GET", "/v1/x/1/2/y/z/3"), "1 (x/1/2/y, z/3)");
  EXPECT_EQ(lookup(router, "GET", "/v1/only"), "2 (only)");
}

// What google.api.http wants: a value of several segments keeps what is reserved as it came.
TEST(Router, DecodesLessInAValueOfSeveralSegments) {
  const Router router =
      router_of({{"GET", "/one/{x=*}"}, {"GET", "/two/{x=a/*}"}, {"GET", "/all/{x=**}"}});
  EXPECT_EQ(lookup(router, "GET", "/one/%41%3A%20"), "0 (A: )");
  EXPECT_EQ(lookup(router, "GET", "/two/a/%41%3A%20"), "1 (a/A%3A )");
  EXPECT_EQ(lookup(router, "GET", "/all/%41%3A%20"), "2 (A%3A )");
}

TEST(Router, PrefersALiteralToOneSegmentAndThatToMany) {
  Routes routes{{"GET", "/a/b"},      {"GET", "/a/*"},    {"GET", "/a/**"},
                {"GET", "/a/**/x/y"}, {"GET", "/a/**/y"}, {"GET", "/a/*/**/*/y"}};
  std::sort(routes.begin(), routes.end());
  do {
    const Router router = router_of(routes);
    const auto chosen = [&](std::string_view target) {
      const std::string found = lookup(router, "GET", target);
      return routes[static_cast<std::size_t>(found.front() - '0')].second;
    };
    EXPECT_EQ(chosen("/a/b"), "/a/b");
    EXPECT_EQ(chosen("/a/c"), "/a/*");
    EXPECT_EQ(chosen("/a/y"), "/a/*");
    EXPECT_EQ(chosen("/a"), "/a/**");
    EXPECT_EQ(chosen("/a/c/d"), "/a/**");
    EXPECT_EQ(chosen("/a/c/y"), "/a/**/y");
    EXPECT_EQ(chosen("/a/x/y"), "/a/**/x/y");
    EXPECT_EQ(chosen("/a/c/x/y"), "/a/*/**/*/y");
    EXPECT_EQ(chosen("/a/b/c/d/x"), "/a/**");
  } while (std::next_permutation(routes.begin(), routes.end()));
}

TEST(Router, DecidesByTheVerbFirst) {
  const Router router = router_of({{"GET", "/v1/orders/{id}"},
                                   {"POST", "/v1/orders/{id}:cancel"},
                                   {"POST", "/v1/{any=**}:cancel"},
                                   {"POST", "/v1/orders:cancel"}});
  EXPECT_EQ(lookup(router, "POST", "/v1/orders/7:cancel"), "1 (7)");
  EXPECT_EQ(lookup(router, "POST", "/v1/orders/7:c%61ncel"), "1 (7)");
  EXPECT_EQ(lookup(router, "POST", "/v1/orders/a:b:cancel"), "1 (a:b)");
  EXPECT_EQ(lookup(router, "POST", "/v1/orders:cancel"), "3 ()");
  EXPECT_EQ(lookup(router, "POST", "/v1/a/b:cancel"), "2 (a/b)");
  EXPECT_EQ(lookup(router, "DELETE", "/v1/orders/7:cancel"), "405 GET, HEAD, POST");
  EXPECT_EQ(lookup(router, "POST", "/v1/orders/7"), "405 GET, HEAD");
}

TEST(Router, TakesAColonThatBeginsNoVerbOfItsTemplatesForText) {
  const Router router = router_of({{"GET", "/v1/{id}"}, {"GET", "/v1/{id}:go"}, {"GET", "/"}});
  EXPECT_EQ(lookup(router, "GET", "/v1/7:go"), "1 (7)");
  EXPECT_EQ(lookup(router, "GET", "/v1/7:stop"), "0 (7:stop)");
  EXPECT_EQ(lookup(router, "GET", "/v1/7:"), "0 (7:)");
  EXPECT_EQ(lookup(router, "GET", "/v1/:go"), "0 (:go)");
  EXPECT_EQ(lookup(router, "GET", "/v1/7%3Ago"), "0 (7:go)");
  EXPECT_EQ(lookup(router, "GET", "/:go"), "404");
  EXPECT_EQ(lookup(router, "GET", "/v1:go/7"), "404");
  EXPECT_EQ(lookup(router, "GET", "/v1/7:go/"), "404");
  EXPECT_EQ(lookup(router, "GET", "/v1/..:go"), "400 the path has a segment '.' or '..'");
}

TEST(RouterBuilder, RefusesTheSameMethodAndPathTwice) {
  RouterBuilder builder;
  EXPECT_EQ(builder.add("GET", path("/a/{x}"), 1), std::nullopt);
  EXPECT_EQ(builder.add("POST", path("/a/{x}"), 2), std::nullopt);
  EXPECT_EQ(builder.add("GET", path("/a/b"), 3), std::nullopt);
  EXPECT_EQ(builder.add("GET", path("/{x}/b"), 4), std::nullopt);
  EXPECT_THAT(builder.add("GET", path("/a/{y}"), 5), Optional(Eq(1U)));
  EXPECT_THAT(builder.add("GET", path("/a/b"), 6), Optional(Eq(3U)));
  EXPECT_THAT(builder.add("GET", path("/{y=a/*}"), 7), Optional(Eq(1U)));
  EXPECT_THAT(builder.add("GET", path("/a/*"), 8), Optional(Eq(1U)));
  EXPECT_EQ(builder.add("GET", path("/a/**"), 9), std::nullopt);
  EXPECT_EQ(builder.add("GET", path("/a/{x}:go"), 10), std::nullopt);
  EXPECT_THAT(builder.add("GET", path("/{x=a/*}:go"), 11), Optional(Eq(10U)));
  const Router router = std::move(builder).build();
  EXPECT_EQ(lookup(router, "GET", "/a/x"), "1 (x)");
}

TEST(Router, CarriesAsManyVariablesAsATemplateMayHave) {
  std::string text, target, values;
  for (std::size_t i = 0; i < kMaxVariables; ++i) {
    text += "/{v" + std::to_string(i) + "}";
    target += "/" + std::to_string(i);
    values += (i == 0 ? "" : ", ") + std::to_string(i);
  }
  EXPECT_EQ(lookup(router_of({{"GET", text}}), "GET", target), "0 (" + values + ")");
}

TEST(Router, SurvivesPathsFarLongerThanItsRoutes) {
  const Router router =
      router_of({{"GET", "/a/{x}"}, {"GET", "/{y}/a"}, {"GET", "/**/a/a/b"}, {"GET", "/**/b"}});
  std::string target;
  for (int i = 0; i < 4'000; ++i) target += "/a";
  EXPECT_EQ(lookup(router, "GET", target), "404");
}

}  // namespace
}  // namespace bff::route
