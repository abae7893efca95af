// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "demo/faults.hpp"
#include "shop/v1/users.grpc.pb.h"

namespace demo {

// Answers from data/users.
class Users final : public shop::v1::UserService::CallbackService {
 public:
  // `faults` must outlive the server.
  explicit Users(Faults& faults) : faults_{faults} {}

  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context,
                                    const shop::v1::GetUserRequest* request,
                                    shop::v1::GetUserResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetUsers(grpc::CallbackServerContext* context,
                                          const shop::v1::BatchGetUsersRequest* request,
                                          shop::v1::BatchGetUsersResponse* response) override;

 private:
  Faults& faults_;
};

}  // namespace demo
