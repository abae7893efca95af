// SPDX-License-Identifier: Apache-2.0
#include "plan/compile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/home_route.hpp"
#include "unit/plan/compile_fixture.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kHomeWithViews = test::home_route(R"(      tv:
        only: [user.name, orders.lines.quantity]
      kiosk:
        only: [user.name]
)");

std::vector<std::string> names(const RoutePlan& plan) {
  std::vector<std::string> out;
  for (const Call& call : plan.calls) out.push_back(call.name);
  return out;
}

TEST(CompileHome, TakesOverWhatTheRouteDeclares) {
  const auto plan = plan_of(kHomeWithViews);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->id, "home");
  EXPECT_EQ(plan->method, "GET");
  EXPECT_EQ(plan->path.text, "/v1/home");
  EXPECT_EQ(plan->deadline, Duration(800));
  EXPECT_EQ(plan->policy.mode, auth::Policy::Mode::required);
  EXPECT_THAT(plan->policy.scopes, ElementsAre("profile.read", "orders.read"));
  EXPECT_EQ(plan->file, "a.yaml:5");
  EXPECT_TRUE(plan->object_root);
  EXPECT_EQ(plan->format.any, &shop_schema());

  ASSERT_EQ(plan->inputs.size(), 2U);
  const Input& recent = plan->inputs[0];
  EXPECT_EQ(recent.source, Input::Source::query);
  EXPECT_EQ(recent.name, "recent");
  EXPECT_EQ(recent.type, proto::FieldType::int32);
  ASSERT_TRUE(recent.default_value);
  EXPECT_EQ(recent.default_value->bits, 5U);
  EXPECT_EQ(recent.min, 1);
  EXPECT_EQ(recent.max, 20);
  const Input& sub = plan->inputs[1];
  EXPECT_EQ(sub.source, Input::Source::claim);
  EXPECT_EQ(sub.name, "sub");
  EXPECT_EQ(sub.type, proto::FieldType::int64) << "it parses to the field's type";
}

TEST(CompileHome, OrdersTheCallsByWhoReadsWhom) {
  const auto plan = plan_of(kHomeWithViews);
  ASSERT_TRUE(plan);
  ASSERT_THAT(names(*plan), ElementsAre("profile", "orders", "products"));
  const Call &profile = plan->calls[0], &orders = plan->calls[1], &products = plan->calls[2];

  EXPECT_EQ(profile.method, "/shop.v1.UserService/GetUser");
  EXPECT_EQ(profile.upstream, 0);
  EXPECT_THAT(profile.needs, IsEmpty());
  EXPECT_EQ(profile.timeout, Duration(200));
  EXPECT_EQ(profile.retry.attempts, 2U);
  EXPECT_EQ(profile.retry.codes, 1U << 14) << "UNAVAILABLE";
  EXPECT_EQ(profile.on_error.kind, OnError::Kind::fail);
  EXPECT_FALSE(profile.writes);

  EXPECT_EQ(orders.upstream, 1);
  EXPECT_THAT(orders.needs, ElementsAre(0));
  EXPECT_THAT(orders.reads, IsEmpty()) << "profile is never missing";
  EXPECT_EQ(orders.on_error.kind, OnError::Kind::use_default);
  EXPECT_EQ(orders.on_error.bytes, "");

  EXPECT_EQ(products.upstream, 2);
  EXPECT_THAT(products.needs, ElementsAre(1)) << "its keys come from the orders";
  EXPECT_EQ(products.on_error.kind, OnError::Kind::as_null);
}

TEST(CompileHome, MakesRequestsInTheOrderOfFieldNumbers) {
  const auto plan = plan_of(kHomeWithViews);
  ASSERT_TRUE(plan);
  const auto& request = plan->calls[1].request;
  ASSERT_EQ(request.size(), 2U);
  EXPECT_EQ(request[0].field->name, "customer_id");
  EXPECT_EQ(text_of(*plan, *request[0].expression), "#0.user@0!<profile.user>.id@0");
  EXPECT_EQ(request[1].field->name, "page_size");
  EXPECT_EQ(text_of(*plan, *request[1].expression), "$recent");
}

TEST(CompileHome, ShapesTheWholeForWeb) {
  const auto plan = plan_of(kHomeWithViews, "web");
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, *plan->shape),
            "{ \"user\": from #0.user@0!<profile.user> as #3 { "
            "\"id\": #3.id@0, \"name\": #3.display_name@1, \"email\": #3.email@2, "
            "\"avatarUrl\": #3.avatar@3.url@0 || '/static/avatar.svg' }, "
            "\"orders\": for #4 in #1.orders@0 { "
            "\"id\": #4.id@0, \"status\": #4.status@1, \"placedAt\": #4.placed_at@2, "
            "\"total\": #4.total@3, \"lines\": for #5 in #4.lines@4 { "
            "\"quantity\": #5.quantity@0, \"product\": from products(#5.product_id@1) as #6 { "
            "\"id\": #6.id@0, \"name\": #6.name@1, \"thumbnailUrl\": #6.thumbnail_url@2, "
            "\"price\": #6.price@3 } } } }");
}

TEST(CompileHome, CollectsKeysFromTheLookUpsOnly) {
  const auto plan = plan_of(kHomeWithViews, "web");
  ASSERT_TRUE(plan);
  const Call& products = plan->calls[2];
  ASSERT_TRUE(products.table);
  EXPECT_EQ(products.table->into->name, "ids");
  EXPECT_EQ(products.table->key->name, "id");
  EXPECT_EQ(products.table->max, 100U);
  EXPECT_EQ(products.table->total, 1000U);
  EXPECT_EQ(products.selection->field(products.table->rows_slot).name, "products");
  EXPECT_EQ(products.table->row->field(products.table->key_slot).name, "id");
  // Names of its own, but the shape's slots: an element is read once for both.
  EXPECT_EQ(text_of(*plan, *products.table->collector),
            "{  for #7 in #1.orders@0 {  for #8 in #7.lines@4 {  "
            "keys of products: #8.product_id@1 } } }");
}

TEST(CompileHome, SaysWhatAFailureLeavesNull) {
  const auto plan = plan_of(kHomeWithViews, "web");
  ASSERT_TRUE(plan);
  EXPECT_THAT(plan->calls[0].view_paths, ElementsAre("user"));
  EXPECT_THAT(plan->calls[1].view_paths, ElementsAre("orders"));
  EXPECT_THAT(plan->calls[2].view_paths, ElementsAre("orders.lines.product"));
}

TEST(CompileHome, NarrowsForMobile) {
  const auto plan = plan_of(kHomeWithViews, "mobile");
  ASSERT_TRUE(plan);
  EXPECT_EQ(text_of(*plan, *plan->shape),
            "{ \"user\": from #0.user@0!<profile.user> as #3 { "
            "\"name\": #3.display_name@0, "
            "\"avatarUrl\": #3.avatar@1.url@0 || '/static/avatar.svg' }, "
            "\"orders\": for #4 in #1.orders@0 limit 3 { "
            "\"id\": #4.id@0, \"status\": #4.status@1, \"total\": #4.total@2, "
            "\"lines\": for #5 in #4.lines@3 limit 1 { "
            "\"product\": from products(#5.product_id@0) as #6 { \"name\": #6.name@1 } } } }");
  EXPECT_EQ(text_of(*plan, *plan->calls[2].table->collector),
            "{  for #7 in #1.orders@0 limit 3 {  for #8 in #7.lines@3 limit 1 {  "
            "keys of products: #8.product_id@0 } } }");
  EXPECT_EQ(plan->inputs[0].default_value->bits, 3U);
  EXPECT_EQ(plan->inputs[0].max, 20);
}

TEST(CompileHome, CallsNothingThatTheViewDoesNotNeed) {
  const auto tv = plan_of(kHomeWithViews, "tv");
  ASSERT_TRUE(tv);
  EXPECT_THAT(names(*tv), ElementsAre("profile", "orders"));
  const auto kiosk = plan_of(kHomeWithViews, "kiosk");
  ASSERT_TRUE(kiosk);
  EXPECT_THAT(names(*kiosk), ElementsAre("profile"));
  EXPECT_EQ(kiosk->inputs.size(), 2U) << "a bad ?recent= is a 400 for every client";
}

TEST(CompileHome, ServesNoClientThatIsNotNamed) {
  const Compiled result = compiled(kHomeWithViews, "watch");
  EXPECT_TRUE(result.problems.empty()) << result.problems.text();
  EXPECT_THAT(result.plans, IsEmpty());
}

TEST(CompileHome, PointsTextsIntoThePlanItself) {
  const auto plan = plan_of(kHomeWithViews, "web");
  ASSERT_TRUE(plan);
  const Expression& avatar = plan->shape->members[0].value->body->members[3].value->expression;
  EXPECT_EQ(static_cast<const void*>(avatar.literal.data), avatar.literal_text.data());
  EXPECT_EQ(avatar.literal.text(), "/static/avatar.svg");
}

// ---- Routes among routes ----------------------------------------------------------------------

std::string route_file(std::string_view id, std::string_view http, std::string_view more = "") {
  return "version: bff/v1\nroutes:\n  - id: " + std::string(id) +
         "\n    http: " + std::string(http) + "\n    auth: public\n    shape: { a: 1 }\n" +
         std::string(more);
}

std::vector<std::string> problems_of_files(const std::vector<std::string>& yamls) {
  std::vector<std::string> lines;
  const Compiled result = compiled_files(yamls, context_for("web"));
  for (const auto& item : result.problems.items()) {
    lines.push_back(item.place.source->path() + ":" + std::to_string(item.place.line) + " " +
                    item.code + " " + item.message);
  }
  return lines;
}

TEST(Compile, KeepsTheRoutesOfAllFilesInOrder) {
  const Compiled result =
      compiled_files({route_file("one", "GET /one"), route_file("two", "GET /two/{id}"),
                      route_file("three", "POST /two/{id}")},
                     context_for("web"));
  ASSERT_TRUE(result.problems.empty()) << result.problems.text();
  ASSERT_EQ(result.plans.size(), 3U);
  EXPECT_EQ(result.plans[0]->id, "one");
  EXPECT_EQ(result.plans[2]->id, "three");
}

TEST(Compile, RefusesAnIdThatIsTaken) {
  EXPECT_THAT(problems_of_files({route_file("one", "GET /one"), route_file("one", "GET /two")}),
              ElementsAre("b.yaml:3 BFF301 there is a route 'one' already (a.yaml:3)"));
}

TEST(Compile, RefusesAPathThatIsTaken) {
  EXPECT_THAT(problems_of_files({route_file("one", "GET /a/{x}"), route_file("two", "GET /a/{y}")}),
              ElementsAre("b.yaml:4 BFF303 GET /a/{y} is taken by 'one' (a.yaml:4)"));
}

TEST(Compile, SetsALiteralSegmentBesideAVariable) {
  EXPECT_THAT(problems_of_files({route_file("one", "GET /a/{x}"), route_file("two", "GET /a/b")}),
              IsEmpty());
}

TEST(Compile, MakesNoPlanWhenAnythingIsWrong) {
  const Compiled result = compiled_files(
      {route_file("one", "GET /one"), route_file("two", "GET /one")}, context_for("web"));
  EXPECT_FALSE(result.problems.empty());
  EXPECT_THAT(result.plans, IsEmpty());
}

TEST(Compile, ServesEveryClientWithoutClients) {
  EXPECT_EQ(compiled(route_file("one", "GET /one"), "watch").plans.size(), 1U);
}

TEST(Compile, AllowsARouteWithoutABody) {
  const auto plan =
      plan_of("version: bff/v1\nroutes: [{ id: a, http: DELETE /a, auth: public }]\n");
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->shape, nullptr);
  EXPECT_FALSE(plan->object_root);
}

TEST(Compile, TellsWhatIsLeftOfADamagedRouteWithoutCascades) {
  // `user` could not be read, so nothing is said of who reads it, nor of what the view names.
  EXPECT_THAT(problems_of(R"(version: bff/v1
routes:
  - id: a
    http: GET /a
    auth: public
    calls:
      user: { rpc: nonsense }
      promo: { rpc: shop.v1.UserService/GetUser }
    shape:
      id: $user.user.id
      gone: $missing.x
    clients:
      web: { only: [idd] }
)"),
              ElementsAre("7:20+8 BFF240 'nonsense' names no method -- "
                          "write it as 'package.Service/Method'"));
}

}  // namespace
}  // namespace bff::plan
