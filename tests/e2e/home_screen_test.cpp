// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/gateways.hpp"
#include "support/demo_services.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kMobile = BFF_BINARY_DIR "/bff-mobile/bff-mobile";
const std::string kMobileConfig = BFF_SOURCE_DIR "/bff-mobile/gateway.yaml";

GatewaySetup mobile_over(const std::string& services) {
  auto setup = over(services);
  setup.executable = kMobile;
  setup.config = kMobileConfig;
  return setup;
}

std::string golden(const std::string& name) {
  return read_file(BFF_SOURCE_DIR "/tests/routes/" + name);
}

std::vector<std::string> calls_of(const nlohmann::json& line) {
  std::vector<std::string> names;
  for (const auto& call : line.value("calls", nlohmann::json::array()))
    names.push_back(call["call"]);
  return names;
}

TEST(HomeScreen, IsWholeForTheWeb) {
  DemoServices services{"users,orders,catalog"};
  Gateway web{over(services.address())};
  const auto answer = get(web.port(), "/v1/home", token(1));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, golden("home.web.json"));
  EXPECT_EQ(answer.get_header_value("content-type"), "application/json");
  EXPECT_EQ(answer.get_header_value("cache-control"), "no-store");
  EXPECT_FALSE(answer.has_header("bff-partial"));
}

TEST(HomeScreen, IsTrimmedForThePhone) {
  DemoServices services{"users,orders,catalog"};
  Gateway mobile{mobile_over(services.address())};
  const auto answer = get(mobile.port(), "/v1/home", token(1));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, golden("home.mobile.json"));

  const auto home = json_of(answer);
  EXPECT_THAT(home["orders"].size(), 3U);
  for (const auto& order : home["orders"]) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : order.items()) keys.push_back(key);
    EXPECT_THAT(keys, ElementsAre("id", "status", "total", "lines"));
    EXPECT_LE(order["lines"].size(), 1U);
  }
}

TEST(HomeScreen, FetchesNoProductsForAViewWithoutThem) {
  DemoServices services{"users,orders,catalog"};
  TempFolder folder;
  auto home = read_file(BFF_SOURCE_DIR "/routes/home.yaml");
  home += "      watch:\n        only: [user.name, orders.id]\n";
  folder.write("routes/home.yaml", home);
  auto setup = over(services.address());
  setup.config = write_config(folder, "watch");
  Gateway watch{setup};

  EXPECT_EQ(get(watch.port(), "/v1/home", token(1)).status, 200);
  EXPECT_THAT(calls_of(watch.access_line("/v1/home")), ElementsAre("profile", "orders"));
}

TEST(HomeScreen, HasNullForProductsThatTheCatalogueLeftOut) {
  DemoServices services{"users,orders,catalog", {"--incomplete"}};
  Gateway web{over(services.address())};
  const auto whole = nlohmann::ordered_json::parse(golden("home.web.json"));
  const auto answer = get(web.port(), "/v1/home", token(1));
  ASSERT_EQ(answer.status, 200);
  const auto home = json_of(answer);
  int missing = 0;
  for (std::size_t o = 0; o < whole["orders"].size(); ++o) {
    for (std::size_t l = 0; l < whole["orders"][o]["lines"].size(); ++l) {
      const auto& product = home["orders"][o]["lines"][l]["product"];
      if (product.is_null()) {
        ++missing;
      } else {
        EXPECT_EQ(product, whole["orders"][o]["lines"][l]["product"]);
      }
    }
  }
  EXPECT_GT(missing, 0);
  EXPECT_FALSE(answer.has_header("bff-partial")) << "a row that is not there is no failure";
}

TEST(HomeScreen, TakesItsParametersWithinTheirBounds) {
  DemoServices services{"users,orders,catalog"};
  Gateway web{over(services.address())};
  EXPECT_EQ(json_of(get(web.port(), "/v1/home?recent=2", token(1)))["orders"].size(), 2U);
  EXPECT_EQ(json_of(get(web.port(), "/v1/home?other=1&recent=7", token(1)))["orders"].size(), 7U);
  for (const std::string bad :
       {"recent=0", "recent=21", "recent=x", "recent=", "recent=1&recent=2", "recent=%zz"}) {
    const auto answer = get(web.port(), "/v1/home?" + bad, token(1));
    EXPECT_EQ(answer.status, 400) << bad;
    EXPECT_EQ(answer.get_header_value("content-type"), "application/problem+json");
  }
}

}  // namespace
}  // namespace bff::test
