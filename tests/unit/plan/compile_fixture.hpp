// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plan/compile.hpp"

// A small world for the tests of compile(): the protos of a shop, and route files as texts.
namespace bff::plan {

// shop/v1/shop.proto, with what real services have.
const proto::Schema& shop_schema();

// Compiles one route file for `client`. All services have an upstream (UserService 0,
// OrderService 1, CatalogService 2) but LonelyService; `age` is a claim of type int32.
struct Compiled {
  Diagnostics problems;
  std::vector<std::shared_ptr<const RoutePlan>> plans;
};
Compiled compiled(std::string_view yaml, std::string_view client = "web");
Compiled compiled_files(const std::vector<std::string>& yamls, const CompileContext& context);
CompileContext context_for(std::string_view client);

// The one plan of a file that must hold; the test fails with the problems otherwise.
std::shared_ptr<const RoutePlan> plan_of(std::string_view yaml, std::string_view client = "web");

// What is wrong, each as "line:column+length CODE message -- remedy" in the order of reporting.
std::vector<std::string> problems_of(std::string_view yaml);
// The same without places, codes or remedies, for tests where the words matter.
std::vector<std::string> messages_of(std::string_view yaml);

// A file with one GET route, for anyone who is logged in: `/v1/things/{id}`, query parameters
// `text` (string), `number` (int32), `page` (int32, default 1) and `must` (string, required).
// `calls` and `shape` are the lines below those keys, not indented; the first call is on line 15.
std::string route_with(std::string_view calls, std::string_view shape);
// The same as a POST route.
std::string post_with(std::string_view calls, std::string_view shape);

// The call `user` (UserService/GetUser for the caller), to be read by a shape.
inline constexpr std::string_view kUserCall =
    "user: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub } }\n";
inline constexpr std::string_view kOrdersCall =
    "orders: { rpc: shop.v1.OrderService/ListOrders, with: { customer_id: $auth.sub } }\n";
inline constexpr std::string_view kProductsCall =
    "products: { rpc: shop.v1.CatalogService/BatchGetProducts, batch: { into: ids }, "
    "index: products.id, on_error: as_null }\n";
inline constexpr std::string_view kMaybeCall =
    "maybe: { rpc: shop.v1.UserService/GetUser, with: { user_id: $auth.sub }, "
    "on_error: as_null }\n";
inline const std::string kUserAndOrders = std::string(kUserCall) + std::string(kOrdersCall);
inline const std::string kAllCalls = kUserAndOrders + std::string(kProductsCall);

// The plan's shape, expressions and paths as one readable text, for comparison.
std::string text_of(const RoutePlan& plan, const Node& node);
std::string text_of(const RoutePlan& plan, const Expression& expression);
std::string text_of(const RoutePlan& plan, const Conditions& conditions);

}  // namespace bff::plan
