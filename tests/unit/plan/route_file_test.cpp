// SPDX-License-Identifier: Apache-2.0
#include "plan/route_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/home_route.hpp"
#include "unit/plan/route_text.hpp"
#include "unit/plan/shape_member.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The home screen of the language's reference, verbatim.
const std::string kHome = test::home_route();

std::string home_with_cache() {
  auto text = kHome;
  return text.insert(text.find("\n    calls:\n"),
                     "    cache: { scope: private, max_age: 10s, stale_while_revalidate: 30s }\n");
}

std::string first_ref_text(const std::optional<ExpressionSyntax>& expression) {
  return to_text(expression.value().refs.front());
}

TEST(RouteFile, RefusesTheCacheOfTheHomeScreenAndNothingElse) {
  EXPECT_THAT(syntax_problems(home_with_cache()),
              ElementsAre("12:5+5 BFF202 'cache' is not yet supported -- leave it out"));
}

TEST(RouteFile, ReadsTheHeadOfTheHomeScreen) {
  Diagnostics problems;
  const auto file = parsed(kHome, problems);
  ASSERT_THAT(shown(problems), IsEmpty());
  EXPECT_EQ(file->source->path(), "home.yaml");
  EXPECT_EQ(file->format.int64, proto::JsonFormat::Int64::string);
  EXPECT_EQ(file->format.enums, proto::JsonFormat::Enums::short_name);
  EXPECT_EQ(file->format.names, proto::JsonFormat::Names::camel_case);
  ASSERT_EQ(file->routes.size(), 1U);
  const RouteSyntax& home = file->routes.front();
  EXPECT_FALSE(home.damaged);
  EXPECT_EQ(home.id.value, "home");
  EXPECT_EQ(home.method.value, "GET");
  EXPECT_EQ(home.path.value, "/v1/home");
  EXPECT_EQ(home.path.place.column, 15U);
  EXPECT_EQ(home.summary, "Everything the home screen needs, in one answer");
  EXPECT_EQ(home.deadline->value, Milliseconds{800});
  EXPECT_TRUE(home.auth->required);
  EXPECT_FALSE(home.auth->is_public);
  ASSERT_EQ(home.auth->scopes.size(), 2U);
  EXPECT_EQ(home.auth->scopes[1].value, "orders.read");
  ASSERT_EQ(home.query.size(), 1U);
  EXPECT_EQ(home.query[0].name.value, "recent");
  EXPECT_EQ(home.query[0].type.value, "int32");
  EXPECT_EQ(home.query[0].default_value->scalar, "5");
  EXPECT_EQ(home.query[0].min->scalar, "1");
  EXPECT_EQ(home.query[0].max->scalar, "20");
}

TEST(RouteFile, ReadsTheCallsOfTheHomeScreen) {
  Diagnostics problems;
  const auto file = parsed(kHome, problems);
  const auto& calls = file->routes.front().calls;
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].name.value, "profile");
  EXPECT_EQ(calls[0].rpc.value, "shop.v1.UserService/GetUser");
  EXPECT_EQ(first_ref_text(calls[0].with->members[0].value->expression), "$auth.sub");
  EXPECT_EQ(calls[0].timeout->value, Milliseconds{200});
  EXPECT_EQ(calls[0].retry->attempts.value, 2U);
  EXPECT_EQ(calls[0].retry->codes[0].value, "UNAVAILABLE");
  EXPECT_EQ(calls[0].on_error.otherwise.kind, FailureSyntax::Kind::fail);
  EXPECT_EQ(first_ref_text(calls[1].with->members[0].value->expression), "$profile.user!.id");
  EXPECT_EQ(calls[1].on_error.otherwise.kind, FailureSyntax::Kind::use_default);
  EXPECT_TRUE(calls[1].on_error.otherwise.value.find("orders")->is_list());
  EXPECT_EQ(calls[2].batch->into.value, "ids");
  EXPECT_EQ(calls[2].batch->max.value, 100U);
  EXPECT_EQ(calls[2].batch->total.value, 1000U);
  EXPECT_EQ(calls[2].index->value, "products.id");
  EXPECT_EQ(calls[2].on_error.otherwise.kind, FailureSyntax::Kind::as_null);
}

TEST(RouteFile, ReadsTheShapeOfTheHomeScreen) {
  Diagnostics problems;
  const auto file = parsed(kHome, problems);
  const ShapeSyntax& shape = *file->routes.front().shape;
  const ShapeSyntax& user = member(shape, "user");
  EXPECT_EQ(user.kind, ShapeSyntax::Kind::from);
  EXPECT_EQ(user.name.value, "u");
  EXPECT_EQ(first_ref_text(user.expression), "$profile.user!");
  const ShapeSyntax& avatar = member(*user.body, "avatarUrl");
  EXPECT_EQ(avatar.expression->literal->scalar, "/static/avatar.svg");
  const ShapeSyntax& orders = member(shape, "orders");
  EXPECT_EQ(orders.kind, ShapeSyntax::Kind::each);
  EXPECT_EQ(orders.name.value, "o");
  EXPECT_EQ(first_ref_text(orders.expression), "$orders.orders");
  EXPECT_EQ(first_ref_text(member(*orders.body, "total").expression), "$o.total");
  const ShapeSyntax& product = member(*member(*orders.body, "lines").body, "product");
  EXPECT_EQ(first_ref_text(product.expression), "$products($l.product_id)");
  EXPECT_EQ(product.name.value, "");
  ASSERT_EQ(product.pick->fields.size(), 4U);
  EXPECT_EQ(product.pick->fields[2].value, "thumbnail_url");
  EXPECT_FALSE(product.body);
}

TEST(RouteFile, ReadsTheViewsOfTheHomeScreen) {
  Diagnostics problems;
  const auto file = parsed(kHome, problems);
  const auto& clients = file->routes.front().clients.value();
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_EQ(clients[0].name.value, "web");
  EXPECT_THAT(clients[0].only, IsEmpty());
  EXPECT_EQ(clients[1].only.size(), 6U);
  EXPECT_EQ(clients[1].only[5].text, "orders.lines.product.name");
  EXPECT_EQ(clients[1].only[5].keys[2].value, "product");
  EXPECT_EQ(clients[1].limits[1].first.text, "orders.lines");
  EXPECT_EQ(clients[1].limits[1].second, 1U);
  EXPECT_EQ(clients[1].query[0].default_value->scalar, "3");
}

TEST(RouteFile, MustHoldAsYamlFirst) {
  Diagnostics problems;
  EXPECT_FALSE(parsed("version: bff/v1\nversion: bff/v1\n", problems));
  EXPECT_EQ(problems.size(), 1U);
}

TEST(RouteFile, BeginsWithItsVersion) {
  constexpr auto kBegin = " -- begin the file with 'version: bff/v1'";
  const std::string routes = "routes: [ { id: a, http: GET /a } ]\n";
  EXPECT_THAT(syntax_problems("version: bff/v1\n" + routes), IsEmpty());
  EXPECT_THAT(syntax_problems("version: 'bff/v1'\n" + routes), IsEmpty());
  EXPECT_THAT(syntax_problems(routes + "version: bff/v1\n"),
              ElementsAre(std::string{"1:1+6 BFF200 'routes' stands before 'version'"} + kBegin));
  EXPECT_THAT(syntax_problems(""),
              ElementsAre(std::string{"1:1+0 BFF213 the route file is empty"} + kBegin));
  EXPECT_THAT(syntax_problems("# nothing\n"),
              ElementsAre(std::string{"1:1+0 BFF213 the route file is empty"} + kBegin));
}

TEST(RouteFile, SaysThatItsVersionIsMissingAndReadsOn) {
  const auto problems = syntax_problems("routes: [ { id: a, http: GET /a, cashe: 1 } ]\n");
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_THAT(problems[0], testing::HasSubstr("BFF200 the file does not say its version -- "
                                              "begin the file with 'version: bff/v1'"));
  EXPECT_THAT(problems[1], testing::HasSubstr("BFF201"));
}

// What another version means by a key cannot be known here.
TEST(RouteFile, JudgesNothingOfAnotherVersion) {
  EXPECT_THAT(syntax_problems("version: bff/v2\nroads: []\n"),
              ElementsAre("1:10+6 BFF200 'bff/v2' is no version of the route language -- "
                          "write 'bff/v1'"));
  EXPECT_THAT(syntax_problems("version: 1\n"),
              ElementsAre("1:10+1 BFF200 '1' is no version of the route language -- "
                          "write 'bff/v1'"));
  EXPECT_THAT(syntax_problems("version: [bff/v1]\n"),
              ElementsAre(testing::HasSubstr("BFF200 a list is no version of the route language")));
}

TEST(RouteFile, IsAMapWithRoutes) {
  EXPECT_THAT(syntax_problems("- a\n"),
              ElementsAre(testing::HasSubstr("BFF204 a route file is a map, not a list")));
  EXPECT_THAT(syntax_problems("version: bff/v1\n"),
              ElementsAre(testing::HasSubstr(
                  "BFF203 a route file lacks 'routes' -- it has routes, "
                  "services to 'expose', or calls and shapes for the files that import it")));
  EXPECT_THAT(
      syntax_problems("version: bff/v1\nroutes: []\n"),
      ElementsAre(testing::EndsWith("BFF213 'routes' is empty -- write at least one route")));
  EXPECT_THAT(syntax_problems("version: bff/v1\nroutes: { id: a }\n"),
              ElementsAre(testing::EndsWith("BFF204 'routes' is a list, not a map")));
  EXPECT_THAT(syntax_problems("version: bff/v1\nroutes: [ home ]\n"),
              ElementsAre("2:11+4 BFF204 a route is a map, not a text"));
}

TEST(RouteFile, RefusesKeysThatItDoesNotKnow) {
  EXPECT_THAT(syntax_problems("version: bff/v1\nrouts: []\nroutes: [ { id: a, http: GET /a } ]\n"),
              ElementsAre("2:1+5 BFF201 a route file has no key 'routs' -- "
                          "did you mean 'routes'?"));
  EXPECT_THAT(syntax_problems("version: bff/v1\nfoo: 1\nroutes: [ { id: a, http: GET /a } ]\n"),
              ElementsAre("2:1+3 BFF201 a route file has no key 'foo' -- "
                          "write 'version', 'defaults', 'import', 'calls', 'shapes', 'routes' or "
                          "'expose'"));
}

TEST(RouteFile, MayHoldOnlyWhatOthersImport) {
  Diagnostics problems;
  const auto file = parsed(
      "version: bff/v1\nimport: [shared/a.yaml, ../b.yml]\n"
      "calls: { product: { rpc: p.S/Get, for_each: id } }\n"
      "shapes: { Card: { of: shop.v1.Product  as p, shape: { id: $p.id } } }\n",
      problems);
  ASSERT_THAT(shown(problems), IsEmpty());
  EXPECT_THAT(file->routes, IsEmpty());
  EXPECT_FALSE(file->damaged);
  EXPECT_EQ(file->imports.at(1).value, "../b.yml");
  EXPECT_EQ(file->calls.at(0).for_each->name.value, "id");
  const NamedShapeSyntax& card = file->shapes.at(0);
  EXPECT_EQ(card.name.value, "Card");
  EXPECT_EQ(card.of.value, "shop.v1.Product");
  EXPECT_EQ(card.as.value, "p");
  EXPECT_EQ(card.as.place.column, 43U);
  EXPECT_EQ(card.shape->members.size(), 1U);
}

std::vector<std::string> file_problems(const std::string& line) {
  return syntax_problems("version: bff/v1\n" + line + "\nroutes: [ { id: a, http: GET /a } ]\n");
}

TEST(RouteFile, ImportsRelativePathsOfRouteFiles) {
  EXPECT_THAT(file_problems("import: a.yaml"), IsEmpty());
  EXPECT_THAT(file_problems("import: a.json"), IsEmpty());
  for (const std::string path : {"/etc/a.yaml", "a.txt", "cards"}) {
    EXPECT_THAT(file_problems("import: " + path),
                ElementsAre("2:9+" + std::to_string(path.size()) + " BFF214 '" + path +
                            "' is no path of a route file -- "
                            "write it relative to this file, as in 'shared/cards.yaml'"));
  }
  EXPECT_THAT(file_problems("import: [a.yaml, a.yaml]"),
              ElementsAre("2:18+6 BFF211 'a.yaml' is imported twice"));
  EXPECT_THAT(file_problems("import: []"), ElementsAre(testing::EndsWith("-- leave it out")));
}

TEST(NamedShape, SaysOfWhichMessageItIs) {
  constexpr auto kForm = " -- write it as in 'of: shop.v1.Product as p'";
  EXPECT_THAT(file_problems("shapes: { Card: {} }"),
              ElementsAre(std::string{"2:11+4 BFF203 the shape 'Card' lacks 'of'"} + kForm,
                          "2:11+4 BFF203 the shape 'Card' lacks 'shape' -- write its keys"));
  EXPECT_THAT(file_problems("shapes: { Card: { of: shop.v1.Product, shape: {} } }"),
              ElementsAre(std::string{"2:23+15 BFF242 'shop.v1.Product' names no message and how "
                                      "it is called"} +
                          kForm));
  EXPECT_THAT(file_problems("shapes: { my-card: { of: shop/Product as body, shape: {} } }"),
              ElementsAre("2:11+7 BFF209 'my-card' is no name for a shape -- "
                          "letters, digits and '_', not beginning with a digit",
                          "2:26+12 BFF242 'shop/Product' is not the full name of a message, which "
                          "'of' is -- write it with its package, as in 'shop.v1.Product'",
                          "2:42+4 BFF210 'body' is a name of the language and cannot be that of "
                          "an 'as' -- choose another"));
}

TEST(RouteFile, SaysThatItIsDamagedOutsideOfItsRoutes) {
  Diagnostics problems;
  const auto file =
      parsed("version: bff/v1\ncalls: [a]\nroutes: [ { id: a, http: GET /a } ]\n", problems);
  EXPECT_TRUE(file->damaged);
  EXPECT_FALSE(file->routes.at(0).damaged);
}

TEST(RouteFile, ReadsItsDefaults) {
  using Format = proto::JsonFormat;
  Diagnostics problems;
  const auto file = parsed(
      "version: bff/v1\ndefaults: { int64: number, enums: full, names: proto, floats: finite }\n"
      "routes: [ { id: a, http: GET /a } ]\n",
      problems);
  EXPECT_THAT(shown(problems), IsEmpty());
  EXPECT_EQ(file->format.int64, Format::Int64::number);
  EXPECT_EQ(file->format.enums, Format::Enums::full_name);
  EXPECT_EQ(file->format.names, Format::Names::proto);
  EXPECT_EQ(file->format.floats, Format::Floats::finite);
}

std::vector<std::string> defaults_problems(const std::string& defaults) {
  return syntax_problems("version: bff/v1\ndefaults: " + defaults +
                         "\nroutes: [ { id: a, http: GET /a } ]\n");
}

TEST(RouteFile, RefusesOtherDefaults) {
  EXPECT_THAT(defaults_problems("{ enums: number }"), IsEmpty());
  EXPECT_THAT(defaults_problems("{ int64: strin }"),
              ElementsAre("2:20+5 BFF205 'int64' cannot be 'strin' -- did you mean 'string'?"));
  EXPECT_THAT(defaults_problems("{ enums: long }"),
              ElementsAre("2:20+4 BFF205 'enums' cannot be 'long' -- "
                          "write 'short', 'full' or 'number'"));
  EXPECT_THAT(defaults_problems("{ names: 1 }"),
              ElementsAre("2:20+1 BFF204 'names' is a text, not a number -- write \"1\""));
  EXPECT_THAT(defaults_problems("{ floats: finte }"),
              ElementsAre("2:21+5 BFF205 'floats' cannot be 'finte' -- did you mean 'finite'?"));
  EXPECT_THAT(defaults_problems("{ enum: short }"),
              ElementsAre("2:13+4 BFF201 'defaults' has no key 'enum' -- did you mean 'enums'?"));
  EXPECT_THAT(defaults_problems("{ dates: iso }"),
              ElementsAre("2:13+5 BFF201 'defaults' has no key 'dates' -- "
                          "write 'int64', 'enums', 'names' or 'floats'"));
  EXPECT_THAT(defaults_problems("short"),
              ElementsAre("2:11+5 BFF204 'defaults' is a map, not a text"));
}

TEST(RouteFile, ReportsAllProblemsAtOnceAndKeepsTheRest) {
  Diagnostics problems;
  const auto file = parsed(R"(version: bff/v1
defaults: { int64: text }
routes:
  - id: a
    http: GET /a
    deadline: 5
    shape: { x: $a., y: $b }
  - id: b
    http: PUSH /b
    auth: public
  - id: c
    http: GET /c
)",
                           problems);
  EXPECT_THAT(shown(problems),
              ElementsAre("2:20+4 BFF205 'int64' cannot be 'text' -- write 'string' or 'number'",
                          "6:15+1 BFF207 '5' has no unit -- write '5ms' or '5s'",
                          "7:19+1 BFF270 a field's name is missing behind '.' -- "
                          "letters, digits and '_', not beginning with a digit",
                          "9:11+4 BFF221 'PUSH' is no method of a route -- "
                          "write 'GET', 'POST', 'PUT', 'PATCH' or 'DELETE'"));
  ASSERT_EQ(file->routes.size(), 3U);
  EXPECT_TRUE(file->routes[0].damaged);
  EXPECT_EQ(file->routes[0].shape->members.size(), 1U);
  EXPECT_TRUE(file->routes[1].damaged);
  EXPECT_EQ(file->routes[1].path.value, "/b");
  EXPECT_FALSE(file->routes[2].damaged);
}

}  // namespace
}  // namespace bff::plan
