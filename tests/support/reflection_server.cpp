// SPDX-License-Identifier: Apache-2.0
#include "support/reflection_server.hpp"

#include <grpc/grpc.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <utility>
#include <vector>

namespace bff::test {

class ReflectionReactor final : public grpc::ServerGenericBidiReactor {
 public:
  ReflectionReactor(ReflectionServer& server, const std::string& method) : server_(server) {
    if (method == server.method_) {
      StartRead(&request_);
    } else {
      finish(grpc::Status{grpc::StatusCode::UNIMPLEMENTED, ""});
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) return finish(grpc::Status::OK);  // the client asks no more
    ++server_.asked_;
    std::vector<grpc::Slice> slices;
    std::string request;
    if (request_.Dump(&slices).ok()) {
      for (const auto& slice : slices) {
        request.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
      }
    }
    const auto response = server_.answer_(request);
    if (!response) return;
    const grpc::Slice slice{*response};
    response_ = grpc::ByteBuffer{&slice, 1};
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }
  void OnCancel() override { finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }

 private:
  void finish(const grpc::Status& status) {
    if (!finished_.exchange(true)) Finish(status);
  }

  ReflectionServer& server_;
  grpc::ByteBuffer request_, response_;
  std::atomic<bool> finished_{false};
};

class ReflectionServer::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(ReflectionServer& server) : server_(server) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new ReflectionReactor(server_, context->method());
  }

  ReflectionServer& server_;
};

ReflectionServer::ReflectionServer(std::string version, Answer answer)
    : method_("/grpc.reflection." + std::move(version) + ".ServerReflection/ServerReflectionInfo"),
      answer_(std::move(answer)),
      service_(std::make_unique<Service>(*this)) {
  // The library stays up between servers: to shut it down may take its executor 10 s.
  static const bool kStaysUp = (grpc_init(), true);
  static_cast<void>(kStaysUp);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  if (!server_) std::abort();
}

ReflectionServer::~ReflectionServer() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

}  // namespace bff::test
