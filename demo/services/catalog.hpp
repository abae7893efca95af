// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "demo/faults.hpp"
#include "shop/v1/catalog.grpc.pb.h"

namespace demo {

// Answers from data/catalog.
class Catalog final : public shop::v1::CatalogService::CallbackService {
 public:
  // `faults` must outlive the server.
  explicit Catalog(Faults& faults) : faults_{faults} {}

  grpc::ServerUnaryReactor* GetProduct(grpc::CallbackServerContext* context,
                                       const shop::v1::GetProductRequest* request,
                                       shop::v1::GetProductResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetProducts(grpc::CallbackServerContext* context,
                                             const shop::v1::BatchGetProductsRequest* request,
                                             shop::v1::BatchGetProductsResponse* response) override;
  grpc::ServerUnaryReactor* SearchProducts(grpc::CallbackServerContext* context,
                                           const shop::v1::SearchProductsRequest* request,
                                           shop::v1::SearchProductsResponse* response) override;

 private:
  Faults& faults_;
};

}  // namespace demo
