// SPDX-License-Identifier: Apache-2.0
#include "demo/check.hpp"

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <future>

namespace demo {
namespace {

// Debian's gRPC ships no stubs of grpc.health.v1. Its two messages have one field each, number 1,
// of these messages' types, so these have the same bytes.
using HealthCheckRequest = google::protobuf::StringValue;
using HealthCheckResponse = google::protobuf::Int32Value;
constexpr int kServing = 1;

}  // namespace

std::string why_unhealthy(const std::string& address, const std::vector<std::string>& services) {
  grpc::TemplatedGenericStub<HealthCheckRequest, HealthCheckResponse> stub{
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials())};
  for (const auto& service : services) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds{2});
    HealthCheckRequest request;
    request.set_value(service);
    HealthCheckResponse response;
    std::promise<grpc::Status> answered;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                   [&](grpc::Status status) { answered.set_value(std::move(status)); });
    const grpc::Status status = answered.get_future().get();
    if (!status.ok()) return address + ", " + service + ": " + status.error_message();
    if (response.value() != kServing) return address + ", " + service + " is not serving";
  }
  return "";
}

}  // namespace demo
