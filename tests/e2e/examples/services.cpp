// SPDX-License-Identifier: Apache-2.0
#include "e2e/examples/services.hpp"

#include "e2e/examples/status_codes.hpp"

namespace bff::test {
namespace {

using Json = DynamicServer::Json;

Json money(const std::string& currency, std::int64_t units, int nanos = 0) {
  return {{"currency_code", currency}, {"units", std::to_string(units)}, {"nanos", nanos}};
}

Json product(const std::string& id) {
  const auto make = [&](const std::string& name, int units, int nanos, Json categories) -> Json {
    return {{"id", id},
            {"name", name},
            {"description", name + ", as good as new"},
            {"picture", "/static/img/" + id + " 1.jpg"},
            {"price_usd", money("USD", units, nanos)},
            {"categories", std::move(categories)}};
  };
  if (id == "OLJ") return make("Sunglasses", 19, 990000000, {"accessories"});
  if (id == "66V") return make("Tank Top", 18, 990000000, {"clothing", "tops"});
  if (id == "1YM") return make("Watch", 109, 990000000, {"accessories"});
  throw RpcError{kNotFound, "no product " + id};
}

Json cart_of(const std::string& user) {
  Json items = Json::array();
  if (user != "empty") {
    items.push_back({{"product_id", "OLJ"}, {"quantity", 2}});
    items.push_back({{"product_id", "1YM"}, {"quantity", 1}});
    items.push_back({{"product_id", "OLJ"}, {"quantity", 3}});
  }
  return {{"user_id", user}, {"items", items}};
}

Json doubled(const Json& from, const std::string& to) {
  if (from.at("currency_code") == to) return from;
  return money(to, 2 * std::stoll(from.at("units").get<std::string>()), from.at("nanos"));
}

Json order_result() {
  Json items = Json::array();
  const Json cart = cart_of("");
  for (const auto& item : cart.at("items")) {
    items.push_back({{"item", item}, {"cost", money("USD", 20)}});
  }
  return {{"order_id", "o/1"},
          {"shipping_tracking_id", ""},
          {"shipping_cost", money("USD", 8, 990000000)},
          {"items", items}};
}

Json shop_product(std::int64_t id) {
  return {{"id", std::to_string(id)},
          {"name", "Product " + std::to_string(id)},
          {"thumbnail_url", "/p/" + std::to_string(id) + ".png"},
          {"price", money("EUR", id)}};
}

}  // namespace

DynamicServer::Methods boutique(const std::string& package) {
  const Json kEmpty = Json::object();
  DynamicServer::Methods methods;
  const auto add = [&](const std::string& name, DynamicServer::Method method) {
    methods[package + "." + name] = std::move(method);
  };
  add("CartService/GetCart", [](const Json& in) { return cart_of(in.at("user_id")); });
  add("CartService/AddItem", [=](const Json&) { return kEmpty; });
  add("CartService/EmptyCart", [=](const Json&) { return kEmpty; });
  add("ProductCatalogService/ListProducts", [](const Json&) -> Json {
    return {{"products", {product("OLJ"), product("66V"), product("1YM")}}};
  });
  add("ProductCatalogService/GetProduct", [](const Json& in) { return product(in.at("id")); });
  add("RecommendationService/ListRecommendations", [](const Json&) -> Json {
    return {{"product_ids", {"66V", "1YM", "66V", "OLJ", "1YM"}}};
  });
  add("CurrencyService/GetSupportedCurrencies", [](const Json&) -> Json {
    return {{"currency_codes", {"USD", "EUR", "JPY"}}};
  });
  add("CurrencyService/Convert",
      [](const Json& in) { return doubled(in.at("from"), in.at("to_code")); });
  add("ShippingService/GetQuote", [](const Json&) -> Json {
    return {{"cost_usd", money("USD", 8, 990000000)}};
  });
  add("AdService/GetAds", [](const Json& in) -> Json {
    const Json& keys = in.at("context_keys");
    return {{"ads",
             {{{"redirect_url", "/product/66V"},
               {"text", keys.empty() ? "for all" : "for " + keys[0].get<std::string>()}}}}};
  });
  add("CheckoutService/PlaceOrder", [](const Json& in) -> Json {
    if (in.at("user_id") == "broke") throw RpcError{kFailedPrecondition, "card 4111 declined"};
    return {{"order", order_result()}};
  });
  return methods;
}

DynamicServer::Methods checkout() {
  return {{"boutique.local.Checkout/Totals", [](const Json& in) -> Json {
             std::int64_t pieces = 0,
                          units = std::stoll(in["shipping"]["units"].get<std::string>());
             for (const auto& line : in.at("lines")) {
               const auto quantity = line.at("quantity").get<std::int64_t>();
               pieces += quantity;
               units += quantity * std::stoll(line["unit_price"]["units"].get<std::string>());
             }
             return {{"total", money(in.at("currency"), units)}, {"pieces", pieces}};
           }}};
}

DynamicServer::Methods shop() {
  return {
      {"shop.v1.UserService/GetUser",
       [](const Json& in) -> Json {
         return {{"user", {{"id", in.at("user_id")}, {"display_name", "Ada"}, {"email", "a@b.c"}}}};
       }},
      {"shop.v1.OrderService/ListOrders",
       [](const Json&) -> Json {
         return {{"orders",
                  {{{"id", "9"},
                    {"status", "ORDER_STATUS_PAID"},
                    {"placed_at", "2026-01-02T03:04:05Z"},
                    {"total", money("EUR", 30)},
                    {"lines",
                     {{{"product_id", "5"}, {"quantity", 2}},
                      {{"product_id", "404"}, {"quantity", 1}}}}}}}};
       }},
      {"shop.v1.CatalogService/BatchGetProducts",
       [](const Json& in) -> Json {
         Json products = Json::array();
         for (const auto& id : in.at("ids")) {
           const auto number = std::stoll(id.get<std::string>());
           if (number < 400) products.insert(products.begin(), shop_product(number));
         }
         return {{"products", products}};
       }},
      {"shop.v1.FeedService/GetFeed",
       [](const Json& in) -> Json {
         if (in.at("page_token") == "bad") throw RpcError{kInvalidArgument, "no such page"};
         return {{"next_page_token", "p2"},
                 {"sections",
                  {{{"banner", {{"image_url", "/b.png"}, {"link", "/sale"}}}},
                   {{"members_only", true}, {"article", {{"title", "Secret"}, {"slug", "s"}}}},
                   {{"video", {{"url", "/v.mp4"}}}},
                   {{"article", {{"title", "News"}, {"slug", "spring & fall"}}}},
                   Json::object(),
                   {{"rail", {{"title", "For you"}, {"product_ids", {"5", "7", "404", "5"}}}}}}}};
       }},
      {"shop.v1.InboxService/CountUnread", [](const Json&) -> Json {
         return {{"count", 3}};
       }}};
}

}  // namespace bff::test
