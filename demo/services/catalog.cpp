// SPDX-License-Identifier: Apache-2.0
#include "demo/services/catalog.hpp"

#include <string>

#include "demo/data/catalog.hpp"
#include "demo/services/answer.hpp"
#include "demo/services/request.hpp"

namespace demo {
namespace {

const google::protobuf::Descriptor& product_type() { return *shop::v1::Product::descriptor(); }

grpc::Status get(const shop::v1::GetProductRequest& request,
                 shop::v1::GetProductResponse& response) {
  if (const auto status = check_mask(request.read_mask(), product_type()); !status.ok())
    return status;
  auto found = product(request.product_id());
  if (!found)
    return {grpc::StatusCode::NOT_FOUND, "no product " + std::to_string(request.product_id())};
  apply_mask(request.read_mask(), *found);
  *response.mutable_product() = *std::move(found);
  return grpc::Status::OK;
}

grpc::Status batch_get(const shop::v1::BatchGetProductsRequest& request,
                       shop::v1::BatchGetProductsResponse& response) {
  std::vector<std::int64_t> ids;
  if (const auto status = check_mask(request.read_mask(), product_type()); !status.ok())
    return status;
  if (const auto status = batch_of(request.ids(), ids); !status.ok()) return status;
  for (const std::int64_t id : ids) {
    auto found = product(id);
    if (!found) continue;
    apply_mask(request.read_mask(), *found);
    *response.add_products() = *std::move(found);
  }
  return grpc::Status::OK;
}

grpc::Status find(const shop::v1::SearchProductsRequest& request,
                  shop::v1::SearchProductsResponse& response) {
  if (const auto status = check_mask(request.read_mask(), product_type()); !status.ok())
    return status;
  if (request.has_max_price() && request.max_price().currency_code() != "EUR")
    return {grpc::StatusCode::INVALID_ARGUMENT,
            "max_price: prices are in EUR, not in '" + request.max_price().currency_code() + "'"};
  const std::vector<std::int64_t> ids = search(request);
  Page page;
  if (const auto status = page_of(request.page_size(), request.page_token(), ids.size(), page);
      !status.ok())
    return status;
  for (std::size_t i = page.first; i < page.end; ++i) {
    auto found = product(ids[i]);
    apply_mask(request.read_mask(), *found);
    *response.add_products() = *std::move(found);
  }
  response.set_next_page_token(page.next_token);
  response.set_total_size(static_cast<std::int32_t>(ids.size()));
  return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* Catalog::GetProduct(grpc::CallbackServerContext* context,
                                              const shop::v1::GetProductRequest* request,
                                              shop::v1::GetProductResponse* response) {
  return answer(context, faults_, "GetProduct", get(*request, *response));
}

grpc::ServerUnaryReactor* Catalog::BatchGetProducts(
    grpc::CallbackServerContext* context, const shop::v1::BatchGetProductsRequest* request,
    shop::v1::BatchGetProductsResponse* response) {
  const grpc::Status status = batch_get(*request, *response);
  faults_.disturb(*response->mutable_products());
  return answer(context, faults_, "BatchGetProducts", status);
}

grpc::ServerUnaryReactor* Catalog::SearchProducts(grpc::CallbackServerContext* context,
                                                  const shop::v1::SearchProductsRequest* request,
                                                  shop::v1::SearchProductsResponse* response) {
  return answer(context, faults_, "SearchProducts", find(*request, *response));
}

}  // namespace demo
