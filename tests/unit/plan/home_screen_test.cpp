// SPDX-License-Identifier: Apache-2.0
// The home screen from its route file to its bytes: parsed, compiled for each client, and run
// against answers that protobuf's own library made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "plan/compile.hpp"
#include "plan/execution.hpp"
#include "proto/load.hpp"
#include "support/home_route.hpp"
#include "support/message_text.hpp"

namespace bff::plan {
namespace {

using bff::test::MessageText;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kHomeWithWatch = test::home_route(R"(      watch:
        only: [user.name, orders.id]
)");

const proto::Schema& shipped_shop() {
  static const std::unique_ptr<proto::Schema> schema = [] {
    Diagnostics problems;
    const std::string folder = std::string(BFF_SOURCE_DIR) + "/protos";
    auto loaded = proto::load_protos(
        {folder},
        {{"shop/v1/users.proto", {}}, {"shop/v1/orders.proto", {}}, {"shop/v1/catalog.proto", {}}},
        {}, problems);
    if (!loaded) ADD_FAILURE() << problems.text();
    return loaded;
  }();
  return *schema;
}

const std::map<std::string, std::string> kAnswerTypes{
    {"profile", "shop.v1.GetUserResponse"},
    {"orders", "shop.v1.ListOrdersResponse"},
    {"products", "shop.v1.BatchGetProductsResponse"}};
const std::map<std::string, std::string> kRequestTypes{
    {"profile", "shop.v1.GetUserRequest"},
    {"orders", "shop.v1.ListOrdersRequest"},
    {"products", "shop.v1.BatchGetProductsRequest"}};

const std::string kProfileAnswer =
    R"(user { id: 42 display_name: "Ada \"the\" Great" email: "ada@example.com"
  avatar { url: "/img/42.png" } loyalty_tier: LOYALTY_TIER_GOLD })";
const std::string kOrdersAnswer = R"(
  orders { id: 9007199254740993 status: ORDER_STATUS_SHIPPED placed_at { seconds: 1700000000 }
    total { currency_code: "EUR" units: 12 nanos: 500000000 }
    lines { product_id: 7 quantity: 2 } lines { product_id: 8 quantity: 1 } }
  orders { id: 2 lines { product_id: 7 quantity: 1 } }
  orders { id: 3 status: 99 } orders { id: 4 lines { product_id: 11 } })";
const std::string kProductsAnswer = R"(
  products { id: 11 name: "Pen" }
  products { id: 7 name: "Ink" thumbnail_url: "/7.png" price { currency_code: "EUR" units: 3 } })";

class HomeScreen : public testing::Test {
 protected:
  void serve(const std::string& client, const std::string& query = "") {
    Diagnostics problems;
    const auto source =
        std::make_shared<const Source>("routes/home.yaml", std::string(kHomeWithWatch));
    auto file = parse_route_file(source, problems);
    ASSERT_TRUE(file) << problems.text();
    std::vector<RouteFile> files;
    files.push_back(*std::move(file));
    CompileContext context;
    context.schema = &shipped_shop();
    context.client = client;
    context.upstreams = {
        {"shop.v1.UserService", 0}, {"shop.v1.OrderService", 1}, {"shop.v1.CatalogService", 2}};
    const auto plans = compile(files, context, problems);
    ASSERT_TRUE(problems.empty()) << problems.text();
    ASSERT_EQ(plans.size(), 1u);
    plan = plans[0];

    auth::Principal principal;
    principal.subject = "42";
    principal.claims = {{"sub", "42"}};
    auto bound = bff::plan::bind(*plan, {.query = query, .principal = &principal}, arena);
    ASSERT_TRUE(bound) << bound.error().detail;
    arguments = *std::move(bound);
    run.emplace(*plan, arguments, arena);
  }

  // Answers every call as `answers` says; a call without an answer fails with `failure`.
  void answer_all(const std::map<std::string, std::string>& answers) {
    while (!run->done()) {
      for (Rpc& rpc : run->ready()) {
        const std::string& call = plan->calls[rpc.call].name;
        asked.push_back(call + " " + text.decode(kRequestTypes.at(call), rpc.request));
        open.emplace_back(rpc.id, call);
      }
      // Last come, first served: as unlike the plan's order as it can be.
      if (open.empty()) break;
      const auto [id, call] = open.back();
      open.pop_back();
      const auto found = answers.find(call);
      if (found == answers.end()) {
        run->complete(id, Error{.code = failure});
      } else {
        run->complete(id, text.encode(kAnswerTypes.at(call), found->second));
      }
    }
  }
  Result<Answer> finish() {
    EXPECT_TRUE(run->done());
    return run->finish();
  }
  std::string body() {
    Result<Answer> answer = finish();
    if (!answer) return "ERROR " + answer.error().call + ": " + answer.error().detail;
    for (const Partial& partial : answer->partials)
      partials.push_back(plan->calls[partial.call].name);
    return answer->body;
  }

  MessageText text{shipped_shop().pool()};
  std::pmr::monotonic_buffer_resource arena;
  std::shared_ptr<const RoutePlan> plan;
  std::pmr::vector<Argument> arguments;
  std::optional<Execution> run;
  std::vector<std::pair<std::uint16_t, std::string>> open;
  std::vector<std::string> asked, partials;
  Errc failure = Errc::upstream_unavailable;
};

TEST_F(HomeScreen, IsWholeOnTheWeb) {
  serve("web");
  answer_all(
      {{"profile", kProfileAnswer}, {"orders", kOrdersAnswer}, {"products", kProductsAnswer}});
  EXPECT_THAT(asked, ElementsAre("profile user_id: 42", "orders customer_id: 42 page_size: 5",
                                 "products ids: 7 ids: 8 ids: 11"));
  EXPECT_EQ(
      body(),
      R"({"user":{"id":"42","name":"Ada \"the\" Great","email":"ada@example.com",)"
      R"("avatarUrl":"/img/42.png"},"orders":[)"
      R"({"id":"9007199254740993","status":"SHIPPED","placedAt":"2023-11-14T22:13:20Z",)"
      R"("total":{"currencyCode":"EUR","units":"12","nanos":500000000},"lines":[)"
      R"({"quantity":2,"product":{"id":"7","name":"Ink","thumbnailUrl":"/7.png",)"
      R"("price":{"currencyCode":"EUR","units":"3","nanos":0}}},{"quantity":1,"product":null}]},)"
      R"({"id":"2","status":"UNSPECIFIED","placedAt":null,"total":null,"lines":[)"
      R"({"quantity":1,"product":{"id":"7","name":"Ink","thumbnailUrl":"/7.png",)"
      R"("price":{"currencyCode":"EUR","units":"3","nanos":0}}}]},)"
      R"({"id":"3","status":99,"placedAt":null,"total":null,"lines":[]},)"
      R"({"id":"4","status":"UNSPECIFIED","placedAt":null,"total":null,"lines":[)"
      R"({"quantity":0,"product":{"id":"11","name":"Pen","thumbnailUrl":"","price":null}}]}]})");
  EXPECT_THAT(partials, IsEmpty());
}

TEST_F(HomeScreen, IsSmallOnMobileAndAsksForLess) {
  serve("mobile");
  answer_all({{"profile", R"(user { id: 42 display_name: "Ada" })"},
              {"orders", kOrdersAnswer},
              {"products", kProductsAnswer}});
  // The lines and orders that are cut off are not looked up: neither 8 nor 11.
  EXPECT_THAT(asked, ElementsAre("profile user_id: 42", "orders customer_id: 42 page_size: 3",
                                 "products ids: 7"));
  EXPECT_EQ(
      body(),
      R"({"user":{"name":"Ada","avatarUrl":"/static/avatar.svg"},"orders":[)"
      R"({"id":"9007199254740993","status":"SHIPPED",)"
      R"("total":{"currencyCode":"EUR","units":"12","nanos":500000000},)"
      R"("lines":[{"product":{"name":"Ink"}}]},)"
      R"({"id":"2","status":"UNSPECIFIED","total":null,"lines":[{"product":{"name":"Ink"}}]},)"
      R"({"id":"3","status":99,"total":null,"lines":[]}]})");
}

TEST_F(HomeScreen, DoesNotCallWhatAClientDoesNotSee) {
  serve("watch");
  answer_all({{"profile", kProfileAnswer}, {"orders", kOrdersAnswer}});
  EXPECT_EQ(asked.size(), 2u);
  EXPECT_EQ(body(), R"({"user":{"name":"Ada \"the\" Great"},"orders":[)"
                    R"({"id":"9007199254740993"},{"id":"2"},{"id":"3"},{"id":"4"}]})");
}

TEST_F(HomeScreen, TakesTheQueryOverTheDefault) {
  serve("mobile", "recent=20");
  answer_all({{"profile", kProfileAnswer}, {"orders", ""}});
  EXPECT_THAT(asked, ElementsAre("profile user_id: 42", "orders customer_id: 42 page_size: 20"));
  EXPECT_THAT(body(), HasSubstr(R"("orders":[])"));
}

TEST_F(HomeScreen, IsPartialWithoutTheCatalogue) {
  serve("web");
  failure = Errc::upstream_timeout;
  answer_all({{"profile", kProfileAnswer}, {"orders", kOrdersAnswer}});
  const std::string partial = body();
  EXPECT_THAT(partials, ElementsAre("products"));
  EXPECT_THAT(partial, HasSubstr(R"({"quantity":2,"product":null})"));
  EXPECT_THAT(partial, testing::EndsWith(
                           R"(,"_errors":[{"type":"urn:bff:upstream-timeout",)"
                           R"("title":"An upstream service did not answer in time","status":504,)"
                           R"("call":"products","paths":["orders.lines.product"]}]})"));
}

TEST_F(HomeScreen, HasNoOrdersWithoutTheOrderService) {
  serve("web");
  answer_all({{"profile", kProfileAnswer}});
  const std::string partial = body();
  EXPECT_THAT(partials, ElementsAre("orders"));
  EXPECT_THAT(partial, HasSubstr(R"("orders":[],"_errors":[)"));
  EXPECT_THAT(partial, HasSubstr(R"("paths":["orders"])"));
  EXPECT_EQ(asked.size(), 2u);
}

TEST_F(HomeScreen, IsNothingWithoutTheUser) {
  serve("web");
  failure = Errc::not_found;
  answer_all({});
  const Result<Answer> answer = finish();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::not_found);
  EXPECT_EQ(answer.error().call, "profile");
}

TEST_F(HomeScreen, AnEmptyUserAnswerIsTheServicesFault) {
  serve("web");
  answer_all({{"profile", ""}, {"orders", kOrdersAnswer}, {"products", kProductsAnswer}});
  const Result<Answer> answer = finish();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::upstream_absent);
  EXPECT_EQ(answer.error().call, "profile");
  EXPECT_EQ(answer.error().detail, "profile.user is absent");
}

}  // namespace
}  // namespace bff::plan
