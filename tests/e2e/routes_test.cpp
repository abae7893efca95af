// SPDX-License-Identifier: Apache-2.0
// Every route that is shipped answers as its golden file says.
#include <gtest/gtest.h>

#include "support/demo_services.hpp"
#include "support/gateway.hpp"
#include "support/http.hpp"
#include "support/temp_folder.hpp"

namespace bff::test {
namespace {

class ShippedRoutes : public testing::Test {
 protected:
  GatewaySetup setup(const std::string& client) {
    return {.executable = BFF_BINARY_DIR "/bff-" + client + "/bff-" + client,
            .config = BFF_SOURCE_DIR "/bff-" + client + "/gateway.yaml",
            .users = services_.address(),
            .orders = services_.address(),
            .catalog = services_.address()};
  }
  static void expect_golden(const Gateway& gateway, const std::string& path,
                            const std::string& file, const std::string& bearer = "") {
    const auto answer = get(gateway.port(), path, bearer);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body, read_file(BFF_SOURCE_DIR "/tests/routes/" + file)) << path;
  }

  DemoServices services_{"users,orders,catalog"};
};

TEST_F(ShippedRoutes, OfTheWeb) {
  Gateway web{setup("web")};
  expect_golden(web, "/v1/home", "home.web.json", token(1));
  expect_golden(web, "/v1/products/7", "product.web.json");
  expect_golden(web, "/v1/users/3", "user.web.json", token(1));
  expect_golden(web, "/v1/orders/120", "order.web.json", token(1));
}

TEST_F(ShippedRoutes, OfThePhone) {
  Gateway mobile{setup("mobile")};
  expect_golden(mobile, "/v1/home", "home.mobile.json", token(1));
  expect_golden(mobile, "/v1/products/7", "product.mobile.json");
  expect_golden(mobile, "/v1/orders?size=2", "my-orders.mobile.json", token(1));
}

TEST_F(ShippedRoutes, AreNotServedByTheOtherGateway) {
  Gateway mobile{setup("mobile")};
  EXPECT_EQ(get(mobile.port(), "/v1/users/3", token(1)).status, 404);
}

TEST_F(ShippedRoutes, TellUnknownThingsFromBadParameters) {
  Gateway web{setup("web")};
  EXPECT_EQ(get(web.port(), "/v1/products/999999").status, 404);
  const auto bad = get(web.port(), "/v1/products/seven");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(json_of(bad)["parameter"], "path.id");
  const auto unknown = json_of(get(web.port(), "/v1/nothing"));
  EXPECT_EQ(unknown["type"], "urn:bff:not-found");
  EXPECT_EQ(unknown["instance"], "/v1/nothing");
  const auto method = request(web.port(), "DELETE", "/v1/products/7");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.get_header_value("allow"), "GET, HEAD");
}

TEST_F(ShippedRoutes, AnswerHeadWithoutABody) {
  Gateway web{setup("web")};
  const auto whole = get(web.port(), "/v1/products/7");
  const auto head = request(web.port(), "HEAD", "/v1/products/7");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.get_header_value("content-length"), std::to_string(whole.body.size()));
  EXPECT_TRUE(head.body.empty());
}

}  // namespace
}  // namespace bff::test
