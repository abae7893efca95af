// SPDX-License-Identifier: Apache-2.0
#include "demo/services/orders.hpp"

#include <string>

#include "demo/data/orders.hpp"
#include "demo/services/answer.hpp"
#include "demo/services/request.hpp"

namespace demo {
namespace {

grpc::Status get(const shop::v1::GetOrderRequest& request, shop::v1::GetOrderResponse& response) {
  if (const auto status = check_mask(request.read_mask(), *shop::v1::Order::descriptor());
      !status.ok())
    return status;
  auto found = order(request.order_id());
  if (!found)
    return {grpc::StatusCode::NOT_FOUND, "no order " + std::to_string(request.order_id())};
  apply_mask(request.read_mask(), *found);
  *response.mutable_order() = *std::move(found);
  return grpc::Status::OK;
}

grpc::Status list(const shop::v1::ListOrdersRequest& request,
                  shop::v1::ListOrdersResponse& response) {
  if (const auto status = check_mask(request.read_mask(), *shop::v1::Order::descriptor());
      !status.ok())
    return status;
  auto orders = orders_of(request.customer_id());
  if (!orders)
    return {grpc::StatusCode::NOT_FOUND, "no customer " + std::to_string(request.customer_id())};
  if (request.status() != shop::v1::ORDER_STATUS_UNSPECIFIED)
    std::erase_if(*orders,
                  [&](const shop::v1::Order& row) { return row.status() != request.status(); });
  Page page;
  if (const auto status = page_of(request.page_size(), request.page_token(), orders->size(), page);
      !status.ok())
    return status;
  for (std::size_t i = page.first; i < page.end; ++i) {
    apply_mask(request.read_mask(), (*orders)[i]);
    *response.add_orders() = std::move((*orders)[i]);
  }
  response.set_next_page_token(page.next_token);
  response.set_total_size(static_cast<std::int32_t>(orders->size()));
  return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* Orders::GetOrder(grpc::CallbackServerContext* context,
                                           const shop::v1::GetOrderRequest* request,
                                           shop::v1::GetOrderResponse* response) {
  return answer(context, faults_, "GetOrder", get(*request, *response));
}

grpc::ServerUnaryReactor* Orders::ListOrders(grpc::CallbackServerContext* context,
                                             const shop::v1::ListOrdersRequest* request,
                                             shop::v1::ListOrdersResponse* response) {
  return answer(context, faults_, "ListOrders", list(*request, *response));
}

}  // namespace demo
