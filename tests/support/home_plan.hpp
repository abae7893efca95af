// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <utility>

#include "support/plan_builder.hpp"
#include "support/shop_proto.hpp"

namespace bff::test {

// profile -> orders -> products (a table of two keys an RPC), and a shape that reads all three.
// A test changes what it is about through `call`, then builds.
class HomePlan {
 public:
  static constexpr plan::CallId kProfile = 0, kOrders = 1, kProducts = 2;

  HomePlan() : builder(shop()) {
    using B = PlanBuilder;
    builder.input(plan::Input::Source::claim, "sub", proto::FieldType::text);

    builder.call("profile", "t.UserAnswer")
        .request.push_back(
            builder.with(shop().field("t.UserRequest", "user_id"), B::expression(builder.in(0))));

    plan::Call& orders = builder.call("orders", "t.Orders");
    orders.request.push_back(builder.with(shop().field("t.OrdersRequest", "customer_id"),
                                          B::expression(builder.at("profile.user!.id"))));
    orders.needs = orders.reads = {kProfile};
    orders.view_paths = {"orders"};

    plan::Call& products = builder.call("products", "t.Products");
    plan::Table& table =
        builder.table("products", "products", "id", shop().field("t.ProductsRequest", "ids"));
    table.max = 2;
    table.total = 5;
    table.collector = builder.each("ko", builder.at("orders.orders"), [this] {
      return builder.each("kl", builder.at("ko.lines"),
                          [this] { return builder.keys("products", builder.at("kl.product_id")); });
    });
    products.needs = {kOrders};
    products.on_error.kind = plan::OnError::Kind::as_null;
    products.view_paths = {"orders.lines.product"};
  }

  plan::Call& call(plan::CallId id) { return builder.plan().calls[id]; }

  std::shared_ptr<const plan::RoutePlan> build() {
    using B = PlanBuilder;
    auto line = [this] {
      return B::object(
          B::member("quantity", B::value(builder.at("l.quantity"))),
          B::member("product",
                    builder.from_row("p", "products", builder.at("l.product_id"), [this] {
                      return B::object(B::member("name", B::value(builder.at("p.name"))));
                    })));
    };
    auto order = [&] {
      return B::object(B::member("id", B::value(builder.at("o.id"))),
                       B::member("lines", builder.each("l", builder.at("o.lines"), line)));
    };
    auto shape =
        B::object(B::member("user", B::value(builder.at("profile.user!.display_name"))),
                  B::member("orders", builder.each("o", builder.at("orders.orders"), order)));
    return builder.build(std::move(shape));
  }

  PlanBuilder builder;
};

}  // namespace bff::test
