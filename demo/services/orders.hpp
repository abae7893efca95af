// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "demo/faults.hpp"
#include "shop/v1/orders.grpc.pb.h"

namespace demo {

// Answers from data/orders.
class Orders final : public shop::v1::OrderService::CallbackService {
 public:
  // `faults` must outlive the server.
  explicit Orders(Faults& faults) : faults_{faults} {}

  grpc::ServerUnaryReactor* GetOrder(grpc::CallbackServerContext* context,
                                     const shop::v1::GetOrderRequest* request,
                                     shop::v1::GetOrderResponse* response) override;
  grpc::ServerUnaryReactor* ListOrders(grpc::CallbackServerContext* context,
                                       const shop::v1::ListOrdersRequest* request,
                                       shop::v1::ListOrdersResponse* response) override;

 private:
  Faults& faults_;
};

}  // namespace demo
