// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace grpc {
class Server;
}

namespace bff::test {

// A gRPC server on 127.0.0.1 that has grpc.reflection, of one version, and nothing else.
class ReflectionServer {
 public:
  // From the bytes of a ServerReflectionRequest to those of the response; nullopt: none comes.
  using Answer = std::function<std::optional<std::string>(const std::string& request)>;

  // `version`: "v1" or "v1alpha".
  ReflectionServer(std::string version, Answer answer);
  ~ReflectionServer();

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int asked() const noexcept { return asked_; }

 private:
  class Service;
  friend class ReflectionReactor;

  std::string method_;
  Answer answer_;
  std::atomic<int> asked_{0};
  int port_ = 0;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace bff::test
