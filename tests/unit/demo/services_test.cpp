// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "demo/data/orders.hpp"
#include "demo/services/catalog.hpp"
#include "demo/services/orders.hpp"
#include "demo/services/users.hpp"

namespace demo {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;

// The three services behind an in-process channel: no port, no socket.
class Services : public testing::Test {
 protected:
  explicit Services(Behaviour behaviour = {})
      : users_faults_{"users", behaviour},
        orders_faults_{"orders", behaviour},
        catalog_faults_{"catalog", behaviour} {
    grpc::ServerBuilder builder;
    builder.RegisterService(&users_service_);
    builder.RegisterService(&orders_service_);
    builder.RegisterService(&catalog_service_);
    server_ = builder.BuildAndStart();
    const auto channel = server_->InProcessChannel({});
    users_ = shop::v1::UserService::NewStub(channel);
    orders_ = shop::v1::OrderService::NewStub(channel);
    catalog_ = shop::v1::CatalogService::NewStub(channel);
  }

  Faults users_faults_, orders_faults_, catalog_faults_;
  Users users_service_{users_faults_};
  Orders orders_service_{orders_faults_};
  Catalog catalog_service_{catalog_faults_};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<shop::v1::UserService::Stub> users_;
  std::unique_ptr<shop::v1::OrderService::Stub> orders_;
  std::unique_ptr<shop::v1::CatalogService::Stub> catalog_;

  grpc::Status get_user(const shop::v1::GetUserRequest& request, shop::v1::GetUserResponse& to) {
    grpc::ClientContext context;
    return users_->GetUser(&context, request, &to);
  }
  grpc::Status list(const shop::v1::ListOrdersRequest& request, shop::v1::ListOrdersResponse& to) {
    grpc::ClientContext context;
    return orders_->ListOrders(&context, request, &to);
  }
  grpc::Status batch(const shop::v1::BatchGetProductsRequest& request,
                     shop::v1::BatchGetProductsResponse& to) {
    grpc::ClientContext context;
    return catalog_->BatchGetProducts(&context, request, &to);
  }
};

TEST_F(Services, FindAUser) {
  shop::v1::GetUserRequest request;
  shop::v1::GetUserResponse response;
  request.set_user_id(42);
  ASSERT_TRUE(get_user(request, response).ok());
  EXPECT_EQ(response.user().id(), 42);
  EXPECT_EQ(response.user().email(), "user42@mail.example");
}

TEST_F(Services, SayNotFoundForWhatDoesNotExist) {
  shop::v1::GetUserRequest user;
  shop::v1::GetUserResponse none;
  EXPECT_EQ(get_user(user, none).error_code(), StatusCode::NOT_FOUND);
  shop::v1::ListOrdersRequest orders;
  shop::v1::ListOrdersResponse no_orders;
  orders.set_customer_id(1001);
  EXPECT_EQ(list(orders, no_orders).error_code(), StatusCode::NOT_FOUND);
  grpc::ClientContext order_context, product_context;
  shop::v1::GetOrderResponse no_order;
  EXPECT_EQ(orders_->GetOrder(&order_context, {}, &no_order).error_code(), StatusCode::NOT_FOUND);
  shop::v1::GetProductResponse no_product;
  EXPECT_EQ(catalog_->GetProduct(&product_context, {}, &no_product).error_code(),
            StatusCode::NOT_FOUND);
}

TEST_F(Services, HonourAReadMask) {
  shop::v1::GetUserRequest request;
  shop::v1::GetUserResponse response;
  request.set_user_id(42);
  request.mutable_read_mask()->add_paths("id");
  request.mutable_read_mask()->add_paths("avatar.url");
  ASSERT_TRUE(get_user(request, response).ok());
  EXPECT_EQ(response.ShortDebugString(),
            "user { id: 42 avatar { url: \"https://img.shop.example/avatars/42.webp\" } }");
}

TEST_F(Services, RefuseAMaskThatNamesNothing) {
  for (const char* path : {"dispaly_name", "avatar.uri", "addresses.city", "", "id.x"}) {
    shop::v1::GetUserRequest request;
    shop::v1::GetUserResponse response;
    request.set_user_id(42);
    request.mutable_read_mask()->add_paths(path);
    const grpc::Status status = get_user(request, response);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << path;
    EXPECT_THAT(status.error_message(), HasSubstr("shop.v1.User has no path"));
  }
}

TEST_F(Services, PageThroughOrders) {
  shop::v1::ListOrdersRequest request;
  request.set_customer_id(7);
  request.set_page_size(8);
  std::vector<std::size_t> sizes;
  std::int64_t expected = order_id(7, kOrdersPerUser);
  do {
    shop::v1::ListOrdersResponse response;
    ASSERT_TRUE(list(request, response).ok());
    EXPECT_EQ(response.total_size(), 20);
    sizes.push_back(static_cast<std::size_t>(response.orders_size()));
    for (const auto& row : response.orders()) EXPECT_EQ(row.id(), expected--);
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(8, 8, 4));
}

TEST_F(Services, GiveTenRowsUnlessAskedForMoreOrFewer) {
  for (const auto& [size, rows] : {std::pair{0, 10}, {1, 1}, {20, 20}, {5000, 20}}) {
    shop::v1::ListOrdersRequest request;
    shop::v1::ListOrdersResponse response;
    request.set_customer_id(7);
    request.set_page_size(size);
    ASSERT_TRUE(list(request, response).ok());
    EXPECT_EQ(response.orders_size(), rows);
  }
}

TEST_F(Services, RefuseAPageThatIsNone) {
  shop::v1::ListOrdersRequest request;
  shop::v1::ListOrdersResponse response;
  request.set_customer_id(7);
  request.set_page_size(-1);
  EXPECT_EQ(list(request, response).error_code(), StatusCode::INVALID_ARGUMENT);
  request.set_page_size(1);
  for (const char* token : {"x", "0", "-1", "20", "1 ", "99999999999999999999999"}) {
    request.set_page_token(token);
    EXPECT_EQ(list(request, response).error_code(), StatusCode::INVALID_ARGUMENT) << token;
  }
}

TEST_F(Services, AnswerABatchInItsOrderWithoutRepeatsAndStrangers) {
  shop::v1::BatchGetProductsRequest request;
  shop::v1::BatchGetProductsResponse response;
  for (const std::int64_t id : {9, 3, 501, 9, -1, 1}) request.add_ids(id);
  ASSERT_TRUE(batch(request, response).ok());
  std::vector<std::int64_t> ids;
  for (const auto& row : response.products()) ids.push_back(row.id());
  EXPECT_THAT(ids, ElementsAre(9, 3, 1));
}

TEST_F(Services, BoundABatch) {
  shop::v1::BatchGetProductsRequest request;
  shop::v1::BatchGetProductsResponse response;
  for (std::int64_t id = 1; id <= 101; ++id) request.add_ids(id);
  EXPECT_EQ(batch(request, response).error_code(), StatusCode::INVALID_ARGUMENT);
}

class FailingServices : public Services {
 protected:
  FailingServices() : Services{{.failure_rate = 1, .failure = StatusCode::RESOURCE_EXHAUSTED}} {}
};

TEST_F(FailingServices, FailWithTheStatusThatTheyWereTold) {
  shop::v1::GetUserRequest request;
  shop::v1::GetUserResponse response;
  request.set_user_id(42);
  EXPECT_EQ(get_user(request, response).error_code(), StatusCode::RESOURCE_EXHAUSTED);
}

class SlowServices : public Services {
 protected:
  // Far beyond any test's patience: only a cancelled wait can end the call.
  SlowServices() : Services{{.latency = std::chrono::minutes{10}}} {}
};

TEST_F(SlowServices, EndAWaitThatNobodyWaitsFor) {
  grpc::ClientContext context;
  shop::v1::GetUserRequest request;
  shop::v1::GetUserResponse response;
  context.TryCancel();
  EXPECT_EQ(users_->GetUser(&context, request, &response).error_code(), StatusCode::CANCELLED);
  server_->Shutdown();  // returns when no call is left
}

}  // namespace
}  // namespace demo
