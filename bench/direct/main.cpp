// SPDX-License-Identifier: Apache-2.0
// bench-direct PORT: the service whose methods are served 1:1.
#include <grpcpp/grpcpp.h>

#include <string>

#include "bench_service.hpp"
#include "orders.grpc.pb.h"

namespace {

using bench::v1::GetOrderRequest;
using bench::v1::Order;

void fill(bench::v1::Money& money, std::int64_t units, std::int32_t nanos) {
  money.set_currency_code("EUR");
  money.set_units(units);
  money.set_nanos(nanos);
}

void fill(const GetOrderRequest& request, Order& order) {
  order.set_id(request.id());
  order.set_customer_id(request.customer_id());
  order.mutable_placed_at()->set_seconds(1'709'208'000);
  order.set_channel(request.channel());
  order.set_language(request.language());
  for (int i = 0; i < request.lines(); ++i) {
    bench::v1::Line& line = *order.add_lines();
    line.set_product_id(1'000'000 + i);
    line.set_name("A \"product\" with a name of some length, number " + std::to_string(i));
    line.set_quantity(i + 1);
    fill(*line.mutable_price(), 10 + i, 990'000'000);
    line.set_discount(i * 0.25);
    line.set_gift(i % 2 == 0);
  }
  fill(*order.mutable_total(), 10 * request.lines(), 0);
  (*order.mutable_labels())["campaign"] = "spring";
}

class Orders final : public bench::v1::OrderService::CallbackService {
  grpc::ServerUnaryReactor* GetOrder(grpc::CallbackServerContext* context,
                                     const GetOrderRequest* request, Order* response) override {
    fill(*request, *response);
    return finish(*context);
  }
  grpc::ServerUnaryReactor* PlaceOrder(grpc::CallbackServerContext* context, const Order* request,
                                       Order* response) override {
    *response = *request;
    return finish(*context);
  }

  static grpc::ServerUnaryReactor* finish(grpc::CallbackServerContext& context) {
    grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

int main(int argc, char** argv) {
  Orders service;
  return bff::bench::serve(argc, argv, "bench-direct", service);
}
