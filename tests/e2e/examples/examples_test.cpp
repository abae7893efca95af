// SPDX-License-Identifier: Apache-2.0
// Routes over protos that nobody here wrote, and those of the language's own description: each is
// checked, served, and called, and what came back and what was asked of the services is compared
// with a file of golden/. BFF_WRITE_GOLDEN=1 writes the files anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "e2e/examples/services.hpp"
#include "support/golden.hpp"
#include "support/served_routes.hpp"

namespace bff::test {
namespace {

using OrderedJson = nlohmann::ordered_json;

const std::filesystem::path kHere{BFF_SOURCE_DIR "/tests/e2e/examples"};
const std::filesystem::path kProtos{BFF_CONFORMANCE_DATA "/protos"};

// One example: its route file, the protos behind it and the services that it calls.
struct Example {
  std::string name;
  std::vector<std::string> protos;
  std::vector<std::string> services;
  DynamicServer::Methods methods;
  bool foreign = true;  // its protos are those of the conformance data
};

const std::vector<std::string> kBoutique{
    "hipstershop.CartService",     "hipstershop.RecommendationService",
    "hipstershop.CheckoutService", "hipstershop.ProductCatalogService",
    "hipstershop.ShippingService", "hipstershop.CurrencyService",
    "hipstershop.AdService"};

class RunningExample {
 public:
  explicit RunningExample(Example example)
      : example_(std::move(example)),
        services_(folders(), example_.protos, example_.methods),
        config_(write_files()),
        gateway_({.config = config_}) {}

  // The answer, and what the services were asked, as one JSON.
  OrderedJson call(const std::string& method, const std::string& path,
                   httplib::Headers headers = {}, const std::string& body = "") {
    if (!body.empty()) headers.emplace("content-type", "application/json");
    const auto response = request(gateway_.port(), method, path, headers, body);
    OrderedJson out;
    out["request"] = method + " " + path;
    if (!body.empty()) out["sent"] = OrderedJson::parse(body);
    out["status"] = response.status;
    for (const char* name : {"location", "set-cookie", "bff-partial", "content-type"}) {
      for (auto [at, end] = response.headers.equal_range(name); at != end; ++at) {
        out["headers"][name].push_back(at->second);
      }
    }
    if (!response.body.empty()) out["body"] = without_ids(OrderedJson::parse(response.body));
    std::vector<std::string> asked;
    for (const auto& [name, request] :
         services_.requests_for(response.get_header_value("x-request-id"))) {
      asked.push_back(name + " " + request.dump());
    }
    std::sort(asked.begin(), asked.end());  // calls run at the same time
    // A failed call cancels those beside it, which may have arrived by then or not.
    if (!out.contains("body") || !out["body"].is_object() || !out["body"].contains("call")) {
      out["asked"] = asked;
    }
    return out;
  }

  // The answers, and the contract that tests/node holds them against.
  void expect_golden(const std::vector<OrderedJson>& answers) {
    std::string text;
    for (const OrderedJson& answer : answers) text += answer.dump(1) + "\n";
    const std::string golden = "tests/e2e/examples/golden/" + example_.name;
    test::expect_golden(golden + ".json", text);
    Process openapi{{GatewaySetup{}.executable, "openapi", "--config", config_},
                    environment_of({})};
    EXPECT_EQ(openapi.wait(), 0) << openapi.output();
    test::expect_golden(golden + ".openapi.json", openapi.output());
  }

 private:
  static OrderedJson without_ids(OrderedJson body) {
    if (body.is_object() && body.contains("request_id")) body["request_id"] = "…";
    return body;
  }

  // Where its protos are. Without conformance data there is no folder of foreign ones.
  std::vector<std::string> folders() const {
    std::vector<std::string> all{(kHere / "protos").string(), BFF_SOURCE_DIR "/protos"};
    if (example_.foreign) all.push_back(kProtos.string());
    return all;
  }

  std::string write_files() {
    // A busy machine must not make an answer partial.
    auto route = read_file(kHere / "routes" / (example_.name + ".yaml"));
    route = std::regex_replace(route, std::regex{"timeout: [0-9]+ms"}, "timeout: 5s");
    route = std::regex_replace(route, std::regex{"deadline: [0-9]+ms"}, "deadline: 30s");
    return write_gateway(folder_,
                         {.folders = folders(),
                          .protos = example_.protos,
                          .services = example_.services,
                          .routes = {{example_.name + ".yaml", route}},
                          .more = "languages: [en, de]\n"},
                         services_.address());
  }

  Example example_;
  TempFolder folder_;
  DynamicServer services_;
  std::string config_;
  Gateway gateway_;
};

#define SKIP_WITHOUT_DATA()                                      \
  if (!std::filesystem::exists(kProtos / "boutique_demo.proto")) \
  GTEST_SKIP() << "BFF_CONFORMANCE_DATA holds no protos/boutique_demo.proto"

httplib::Headers bearer(int user, const std::vector<std::string>& options = {}) {
  return {{"authorization", "Bearer " + token(user, options)}};
}

TEST(Examples, Boutique) {
  SKIP_WITHOUT_DATA();
  RunningExample example({.name = "boutique",
                          .protos = {"boutique_demo.proto", "boutique_local.proto"},
                          .services = kBoutique,
                          .methods = boutique("hipstershop")});
  const httplib::Headers dollars{{"cookie", "session=s1"}};
  const httplib::Headers euros{{"cookie", "session=s1; currency=EUR"}};
  example.expect_golden(
      {example.call("GET", "/", dollars), example.call("GET", "/", euros), example.call("GET", "/"),
       example.call("GET", "/product/66V", euros), example.call("GET", "/product/none", dollars),
       example.call("POST", "/cart", dollars, R"({"productId":"66V","quantity":2})"),
       example.call("POST", "/cart", dollars, R"({"product_id":"66V","quantity":0})"),
       example.call("POST", "/cart", dollars, R"({"product_id":"66V","quantity":"x"})"),
       example.call("POST", "/cart", dollars, R"({"productId":"66V","colour":"red"})"),
       example.call("POST", "/cart/empty", dollars),
       example.call("POST", "/setCurrency", {}, R"({"currencyCode":"E;R"})"),
       example.call("GET", "/product-meta/OLJ")});
}

TEST(Examples, Otel) {
  SKIP_WITHOUT_DATA();
  std::vector<std::string> services;
  for (std::string name : kBoutique) {
    services.push_back("oteldemo" + name.substr(name.find('.')));
  }
  RunningExample example({.name = "otel",
                          .protos = {"otel_demo.proto"},
                          .services = services,
                          .methods = boutique("oteldemo")});
  example.expect_golden(
      {example.call("GET", "/api/cart?session_id=s1&currency_code=EUR"),
       example.call("GET", "/api/cart"),
       example.call("POST", "/api/cart", {},
                    R"({"userId":"s1","item":{"productId":"66V","quantity":1}})"),
       example.call("DELETE", "/api/cart", {}, R"({"userId":"s1"})"),
       example.call("POST", "/api/checkout?currency_code=EUR", {},
                    R"({"userId":"s1","userCurrency":"EUR","email":"a@b.c"})"),
       example.call("GET", "/api/currency"),
       example.call("GET", "/api/data?context_keys=a,b&context_keys=c"),
       example.call("GET", "/api/data"), example.call("GET", "/api/products?currency_code=EUR"),
       example.call("GET", "/api/products/1YM"),
       example.call("GET", "/api/recommendations?session_id=s1&product_ids=OLJ&product_ids=66V"),
       example.call("POST", "/api/shipping?currency_code=EUR", {},
                    R"({"items":[{"productId":"OLJ","quantity":2}],"address":{"city":"Ulm"}})")});
}

TEST(Examples, Home) {
  RunningExample example(
      {.name = "home",
       .protos = {"shop/v1/users.proto", "shop/v1/orders.proto", "shop/v1/catalog.proto"},
       .services = {"shop.v1.UserService", "shop.v1.OrderService", "shop.v1.CatalogService"},
       .methods = shop(),
       .foreign = false});
  example.expect_golden({example.call("GET", "/v1/home", bearer(7)),
                         example.call("GET", "/v1/home?recent=21", bearer(7)),
                         example.call("GET", "/v1/home")});
}

TEST(Examples, Product) {
  SKIP_WITHOUT_DATA();
  RunningExample example({.name = "product",
                          .protos = {"boutique_demo.proto"},
                          .services = kBoutique,
                          .methods = boutique("hipstershop")});
  example.expect_golden(
      {example.call("GET", "/v1/products/OLJ"),
       example.call("GET", "/v1/products/OLJ", {{"cookie", "currency=EUR"}}),
       example.call("GET", "/v1/products/none"),
       example.call("POST", "/v1/cart/items", bearer(7), R"({"productId":"1YM","quantity":2})"),
       example.call("POST", "/v1/cart/items", bearer(7), R"({"productId":"1YM"})"),
       example.call("POST", "/v1/cart/items", bearer(7), R"({"productId":"no","quantity":1})"),
       example.call("POST", "/v1/cart/items", {}, R"({"productId":"1YM","quantity":2})")});
}

TEST(Examples, Checkout) {
  SKIP_WITHOUT_DATA();
  auto methods = boutique("hipstershop");
  methods.merge(checkout());
  auto services = kBoutique;
  services.push_back("boutique.local.Checkout");
  RunningExample example({.name = "checkout",
                          .protos = {"boutique_demo.proto", "boutique_local.proto"},
                          .services = services,
                          .methods = methods});
  const std::string order = R"({"email":"a@b.c","address":{"city":"Ulm","zipCode":89073},
    "creditCard":{"creditCardNumber":"4111","creditCardCvv":1}})";
  example.expect_golden(
      {example.call("GET", "/v1/checkout", bearer(7)),
       example.call("GET", "/v1/checkout?currency=EUR", bearer(7)),
       example.call("GET", "/v1/checkout?currency=euro", bearer(7)),
       example.call("POST", "/v1/orders", bearer(7), order),
       example.call("POST", "/v1/orders", bearer(7), R"({"email":"a@b.c","userId":"8"})")});
}

TEST(Examples, Feed) {
  RunningExample example(
      {.name = "feed",
       .protos = {"feed.proto", "shop/v1/catalog.proto"},
       .services = {"shop.v1.FeedService", "shop.v1.InboxService", "shop.v1.CatalogService"},
       .methods = shop(),
       .foreign = false});
  auto german = bearer(7);
  german.emplace("accept-language", "fr, de-AT;q=0.8");
  example.expect_golden({example.call("GET", "/v1/feed"), example.call("GET", "/v1/feed", german),
                         example.call("GET", "/v1/feed?cursor=bad")});
}

}  // namespace
}  // namespace bff::test
