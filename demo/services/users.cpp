// SPDX-License-Identifier: Apache-2.0
#include "demo/services/users.hpp"

#include <string>

#include "demo/data/users.hpp"
#include "demo/services/answer.hpp"
#include "demo/services/request.hpp"

namespace demo {
namespace {

grpc::Status get(const shop::v1::GetUserRequest& request, shop::v1::GetUserResponse& response) {
  if (const auto status = check_mask(request.read_mask(), *shop::v1::User::descriptor());
      !status.ok())
    return status;
  auto found = user(request.user_id());
  if (!found) return {grpc::StatusCode::NOT_FOUND, "no user " + std::to_string(request.user_id())};
  apply_mask(request.read_mask(), *found);
  *response.mutable_user() = *std::move(found);
  return grpc::Status::OK;
}

grpc::Status batch_get(const shop::v1::BatchGetUsersRequest& request,
                       shop::v1::BatchGetUsersResponse& response) {
  std::vector<std::int64_t> ids;
  if (const auto status = check_mask(request.read_mask(), *shop::v1::User::descriptor());
      !status.ok())
    return status;
  if (const auto status = batch_of(request.ids(), ids); !status.ok()) return status;
  for (const std::int64_t id : ids) {
    auto found = user(id);
    if (!found) continue;
    apply_mask(request.read_mask(), *found);
    *response.add_users() = *std::move(found);
  }
  return grpc::Status::OK;
}

}  // namespace

grpc::ServerUnaryReactor* Users::GetUser(grpc::CallbackServerContext* context,
                                         const shop::v1::GetUserRequest* request,
                                         shop::v1::GetUserResponse* response) {
  return answer(context, faults_, "GetUser", get(*request, *response));
}

grpc::ServerUnaryReactor* Users::BatchGetUsers(grpc::CallbackServerContext* context,
                                               const shop::v1::BatchGetUsersRequest* request,
                                               shop::v1::BatchGetUsersResponse* response) {
  const grpc::Status status = batch_get(*request, *response);
  faults_.disturb(*response->mutable_users());
  return answer(context, faults_, "BatchGetUsers", status);
}

}  // namespace demo
