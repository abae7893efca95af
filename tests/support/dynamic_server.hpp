// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/dynamic_message.h>

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace grpc {
class Server;
}

namespace bff::test {

// A failed RPC, thrown by a method.
struct RpcError {
  int code;
  std::string message;
  std::string details = {};  // google.rpc.Status as protobuf
};

// A real gRPC server on 127.0.0.1 over protos that are read when it starts. Its methods are
// functions from proto3 JSON to proto3 JSON (proto field names), so that one can be written in a
// line. Each call has a thread of its own, so that a method may wait.
class DynamicServer {
 public:
  using Json = nlohmann::json;

  // What there is of a call besides its messages.
  struct Call {
    std::multimap<std::string, std::string> metadata;         // of the client; names in lower case
    std::multimap<std::string, std::string> answer_metadata;  // goes in front of the answer
    std::function<bool()> cancelled;
    // Of a streaming method. write(): one message of the answer, when the transport has taken it;
    // false once the call has ended. What such a method returns is not sent. read(): the next
    // message of the client behind the first one; nullopt at its end.
    std::function<bool(const Json&)> write;
    std::function<std::optional<Json>()> read;
  };
  class Method {
   public:
    Method() = default;
    template <std::invocable<const Json&, Call&> Function>
    Method(Function function) : function_(std::move(function)) {}
    template <std::invocable<const Json&> Function>
    Method(Function function)
        : function_([function = std::move(function)](const Json& request, Call&) -> Json {
            return function(request);
          }) {}
    Json operator()(const Json& request, Call& call) const { return function_(request, call); }

   private:
    std::function<Json(const Json& request, Call& call)> function_;
  };
  // By "package.Service/Method".
  using Methods = std::map<std::string, Method>;

  // Throws when a proto of `files` cannot be read from `folders`.
  DynamicServer(const std::vector<std::string>& folders, const std::vector<std::string>& files,
                Methods methods);
  ~DynamicServer();
  DynamicServer(const DynamicServer&) = delete;
  DynamicServer& operator=(const DynamicServer&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // What was asked for the request with this `x-request-id`: the method, and the request as proto3
  // JSON, in the order of arrival.
  std::vector<std::pair<std::string, Json>> requests_for(const std::string& id);
  // As requests_for() gives the request of `method` ("package.Service/Method") that `json` is.
  Json request_of(const std::string& method, const Json& json);

 private:
  class Service;
  friend class DynamicReactor;

  // A method by its name, with messages to and from JSON.
  struct Described;
  Described describe(const std::string& method);
  // The answer; of a stream nothing.
  std::optional<std::string> answer(const Described& method, const std::string& request,
                                    Call& call);

  google::protobuf::compiler::DiskSourceTree tree_;
  std::unique_ptr<google::protobuf::compiler::Importer> importer_;
  Methods methods_;
  std::mutex mutex_;
  std::multimap<std::string, std::pair<std::string, Json>> requests_;  // by id
  int port_ = 0;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace bff::test
