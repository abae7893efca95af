// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using Clock = std::chrono::steady_clock;

// Each service is a process of its own, so that one can fail alone.
struct Shop {
  std::unique_ptr<DemoServices> users, orders, catalog;

  explicit Shop(std::vector<std::string> users_flags = {},
                std::vector<std::string> orders_flags = {},
                std::vector<std::string> catalog_flags = {})
      : users(std::make_unique<DemoServices>("users", std::move(users_flags))),
        orders(std::make_unique<DemoServices>("orders", std::move(orders_flags))),
        catalog(std::make_unique<DemoServices>("catalog", std::move(catalog_flags))) {}

  GatewaySetup setup() const {
    return {.users = users->address(), .orders = orders->address(), .catalog = catalog->address()};
  }
};

nlohmann::ordered_json whole_home() {
  return nlohmann::ordered_json::parse(read_file(BFF_SOURCE_DIR "/tests/routes/home.web.json"));
}

// The home screen as it is without the catalogue.
nlohmann::ordered_json home_without_products() {
  auto home = whole_home();
  for (auto& order : home["orders"]) {
    for (auto& line : order["lines"]) line["product"] = nullptr;
  }
  return home;
}

void expect_partial(const httplib::Response& answer, const std::string& call, int status,
                    const std::string& path) {
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.get_header_value("bff-partial"), call);
  const auto home = json_of(answer);
  ASSERT_EQ(home["_errors"].size(), 1U);
  const auto& problem = home["_errors"][0];
  EXPECT_EQ(problem["call"], call);
  EXPECT_EQ(problem["status"], status);
  EXPECT_EQ(problem["paths"], nlohmann::ordered_json::array({path}));
  EXPECT_EQ(std::prev(home.end()).key(), "_errors") << "it is the last member";
}

TEST(Failures, OfTheCatalogueLeaveProductsNull) {
  Shop shop;
  Gateway web{shop.setup()};
  shop.catalog.reset();
  const auto answer = get(web.port(), "/v1/home", token(1));
  expect_partial(answer, "products", 503, "orders.lines.product");
  auto home = json_of(answer);
  home.erase("_errors");
  EXPECT_EQ(home, home_without_products());
}

TEST(Failures, OfOrdersLeaveTheirDefault) {
  Shop shop;
  Gateway web{shop.setup()};
  shop.orders.reset();
  const auto answer = get(web.port(), "/v1/home", token(1));
  expect_partial(answer, "orders", 503, "orders");
  EXPECT_EQ(json_of(answer)["orders"], nlohmann::ordered_json::array());
  EXPECT_EQ(json_of(answer)["user"], whole_home()["user"]);
}

TEST(Failures, OfARequiredCallAreTheAnswer) {
  Shop shop;
  Gateway web{shop.setup()};
  shop.users.reset();
  const auto answer = get(web.port(), "/v1/home", token(1));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(json_of(answer)["type"], "urn:bff:upstream-unavailable");
  EXPECT_EQ(json_of(answer)["call"], "profile");
  EXPECT_EQ(answer.body.find("127.0.0.1"), std::string::npos) << "addresses are for the log";
}

TEST(Failures, DoNotTouchRoutesThatDoNotNeedTheService) {
  Shop shop;
  Gateway web{shop.setup()};
  shop.users.reset();
  shop.orders.reset();
  EXPECT_EQ(get(web.port(), "/v1/products/7").status, 200);
}

TEST(Failures, EndWithinTwoSecondsOfTheServicesReturn) {
  Shop shop;
  Gateway web{shop.setup()};
  const auto bearer = token(1);
  ASSERT_FALSE(get(web.port(), "/v1/home", bearer).has_header("bff-partial"));
  const auto address = shop.catalog->address();
  shop.catalog.reset();
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(get(web.port(), "/v1/home", bearer).has_header("bff-partial"));

  shop.catalog = std::make_unique<DemoServices>("catalog", std::vector<std::string>{}, address);
  const auto back = Clock::now();
  while (get(web.port(), "/v1/home", bearer).has_header("bff-partial")) {
    ASSERT_LT(Clock::now() - back, std::chrono::seconds{2});
  }
}

TEST(Failures, OfAServiceThatHangsKeepToTheCallsTimeout) {
  Shop shop{{}, {}, {"--latency", "5000"}};
  Gateway web{shop.setup()};
  const auto begin = Clock::now();
  const auto answer = get(web.port(), "/v1/home", token(1));
  EXPECT_LT(Clock::now() - begin, std::chrono::milliseconds{1500})
      << "the route's deadline is 800 ms";
  expect_partial(answer, "products", 504, "orders.lines.product");
}

TEST(Failures, OfARequiredServiceThatHangsAre504) {
  Shop shop{{"--latency", "5000"}};
  Gateway web{shop.setup()};
  const auto answer = get(web.port(), "/v1/home", token(1));
  EXPECT_EQ(answer.status, 504);
  EXPECT_EQ(json_of(answer)["type"], "urn:bff:upstream-timeout");
}

TEST(Failures, AreMappedFromTheServicesStatus) {
  const std::vector<std::pair<std::string, int>> statuses{{"INVALID_ARGUMENT", 400},
                                                          {"UNAUTHENTICATED", 401},
                                                          {"PERMISSION_DENIED", 403},
                                                          {"NOT_FOUND", 404},
                                                          {"ALREADY_EXISTS", 409},
                                                          {"ABORTED", 409},
                                                          {"FAILED_PRECONDITION", 400},
                                                          {"OUT_OF_RANGE", 400},
                                                          {"RESOURCE_EXHAUSTED", 429},
                                                          {"UNIMPLEMENTED", 501},
                                                          {"UNAVAILABLE", 503},
                                                          {"UNKNOWN", 502},
                                                          {"INTERNAL", 502},
                                                          {"DATA_LOSS", 502},
                                                          {"DEADLINE_EXCEEDED", 504},
                                                          {"CANCELLED", 499}};
  DemoServices good{"orders,catalog"};
  for (const auto& [code, status] : statuses) {
    DemoServices users{"users", {"--status", code}};
    Gateway web{{.users = users.address(), .orders = good.address(), .catalog = good.address()}};
    EXPECT_EQ(get(web.port(), "/v1/home", token(1)).status, status) << code;
  }
}

TEST(Failures, OfAnAttemptAreRetriedWhereTheRouteSaysSo) {
  Shop shop;
  Gateway web{shop.setup()};
  shop.catalog.reset();
  EXPECT_EQ(get(web.port(), "/v1/products/7").status, 503);
  const auto line = web.access_line("/v1/products/7");
  EXPECT_EQ(line["calls"][0]["attempts"], 3);
  EXPECT_EQ(line["calls"][0]["code"], "UNAVAILABLE");
}

TEST(Failures, CancelTheCallsWhenTheClientGoesAway) {
  Shop shop{{"--latency", "3000"}};
  Gateway web{shop.setup()};
  const auto bearer = token(1);
  {
    httplib::Client client{"127.0.0.1", web.port()};
    client.set_read_timeout(0, 100'000);
    EXPECT_FALSE(client.Get("/v1/home", {{"Authorization", "Bearer " + bearer}}));
  }
  const auto line = web.access_line("/v1/home");
  EXPECT_EQ(line["status"], 499);
  EXPECT_EQ(line["calls"][0]["code"], "CANCELLED");
  EXPECT_LT(line["duration_ms"].get<double>(), 1000);
}

}  // namespace
}  // namespace bff::test
