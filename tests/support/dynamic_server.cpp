// SPDX-License-Identifier: Apache-2.0
#include "support/dynamic_server.hpp"

#include <google/protobuf/util/json_util.h>
#include <grpc/grpc.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <condition_variable>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/byte_buffer_text.hpp"

namespace bff::test {
namespace {

class ThrowingErrors final : public google::protobuf::compiler::MultiFileErrorCollector {
 public:
  void AddError(const std::string& file, int line, int, const std::string& message) override {
    throw std::runtime_error(file + ":" + std::to_string(line + 1) + ": " + message);
  }
};
ThrowingErrors throwing_errors;

}  // namespace

struct DynamicServer::Described {
  std::string name;
  const google::protobuf::MethodDescriptor* descriptor;
  const Method* function;

  Json to_json(const std::string& bytes) const {
    namespace util = google::protobuf::util;
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> input{
        factory.GetPrototype(descriptor->input_type())->New()};
    if (!input->ParseFromString(bytes)) throw RpcError{grpc::StatusCode::INTERNAL, "bad request"};
    util::JsonPrintOptions print;
    print.preserve_proto_field_names = true;
    print.always_print_primitive_fields = true;
    std::string text;
    if (!util::MessageToJsonString(*input, &text, print).ok()) {
      throw RpcError{grpc::StatusCode::INTERNAL, "the request has no JSON"};
    }
    return Json::parse(text);
  }

  std::string to_bytes(const Json& json) const {
    return to_bytes(json, *descriptor->output_type());
  }

  static std::string to_bytes(const Json& json, const google::protobuf::Descriptor& type) {
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> made{factory.GetPrototype(&type)->New()};
    const auto status = google::protobuf::util::JsonStringToMessage(json.dump(), made.get());
    if (!status.ok()) throw RpcError{grpc::StatusCode::INTERNAL, status.ToString()};
    return made->SerializeAsString();
  }
};

class DynamicReactor final : public grpc::ServerGenericBidiReactor {
 public:
  DynamicReactor(DynamicServer& server, grpc::GenericCallbackServerContext& context)
      : server_(server), context_(context) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (started_) return done(ok);
    if (!ok) return Finish(grpc::Status{grpc::StatusCode::INTERNAL, "no request"});
    started_ = true;
    // Detached: the server's Wait() ends after the last reactor, and this thread's last act is to
    // end its reactor.
    std::thread([this] { answer(); }).detach();
  }
  void OnWriteDone(bool ok) override {
    if (streams_) return done(ok);
    Finish(grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  void answer() {
    try {
      DynamicServer::Call call;
      for (const auto& [name, value] : context_.client_metadata()) {
        call.metadata.emplace(std::string{name.data(), name.size()},
                              std::string{value.data(), value.size()});
      }
      call.cancelled = [this] { return context_.IsCancelled(); };
      const auto method = server_.describe(context_.method().substr(1));
      call.write = [&](const DynamicServer::Json& json) {
        streams_ = true;
        send(method.to_bytes(json));
        return wait();
      };
      call.read = [&]() -> std::optional<DynamicServer::Json> {
        StartRead(&request_);
        if (!wait()) return std::nullopt;
        return method.to_json(text_of(request_));
      };
      const auto answer = server_.answer(method, text_of(request_), call);
      if (!answer) return Finish(grpc::Status::OK);
      streams_ = false;
      for (const auto& [name, value] : call.answer_metadata) {
        context_.AddInitialMetadata(name, value);
      }
      send(*answer);
    } catch (const RpcError& error) {
      Finish(grpc::Status{static_cast<grpc::StatusCode>(error.code), error.message, error.details});
    } catch (const std::exception& error) {
      Finish(grpc::Status{grpc::StatusCode::INTERNAL, error.what()});
    }
  }

  void send(const std::string& bytes) {
    const grpc::Slice slice{bytes};
    response_ = grpc::ByteBuffer{&slice, 1};
    StartWrite(&response_);
  }
  void done(bool ok) {
    const std::lock_guard lock(mutex_);
    ok_ = ok;
    done_.notify_one();
  }
  // For the read or the write that was started.
  bool wait() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return ok_.has_value(); });
    return *std::exchange(ok_, std::nullopt);
  }

  DynamicServer& server_;
  grpc::GenericCallbackServerContext& context_;
  grpc::ByteBuffer request_, response_;
  std::atomic<bool> started_{false}, streams_{false};
  std::mutex mutex_;
  std::condition_variable done_;
  std::optional<bool> ok_;
};

class DynamicServer::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(DynamicServer& server) : server_(server) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new DynamicReactor(server_, *context);
  }

  DynamicServer& server_;
};

DynamicServer::DynamicServer(const std::vector<std::string>& folders,
                             const std::vector<std::string>& files, Methods methods)
    : methods_(std::move(methods)), service_(std::make_unique<Service>(*this)) {
  // The library stays up between servers: to shut it down may take its executor 10 s.
  static const bool kStaysUp = (grpc_init(), true);
  static_cast<void>(kStaysUp);
  for (const auto& folder : folders) tree_.MapPath("", folder);
  tree_.MapPath("", "/usr/include");  // google/protobuf/*.proto of libprotobuf-dev
  importer_ = std::make_unique<google::protobuf::compiler::Importer>(&tree_, &throwing_errors);
  for (const auto& file : files) {
    if (importer_->Import(file) == nullptr) throw std::runtime_error("cannot read " + file);
  }
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  if (!server_) throw std::runtime_error("the server does not start");
}

DynamicServer::~DynamicServer() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

std::vector<std::pair<std::string, DynamicServer::Json>> DynamicServer::requests_for(
    const std::string& id) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::string, Json>> found;
  for (auto [at, end] = requests_.equal_range(id); at != end; ++at) found.push_back(at->second);
  return found;
}

DynamicServer::Json DynamicServer::request_of(const std::string& method, const Json& json) {
  const Described described = describe(method);
  return described.to_json(Described::to_bytes(json, *described.descriptor->input_type()));
}

DynamicServer::Described DynamicServer::describe(const std::string& method) {
  const auto slash = method.find('/');
  const auto* service = importer_->pool()->FindServiceByName(method.substr(0, slash));
  const auto* descriptor =
      service != nullptr ? service->FindMethodByName(method.substr(slash + 1)) : nullptr;
  const auto known = methods_.find(method);
  if (descriptor == nullptr || known == methods_.end()) {
    throw RpcError{grpc::StatusCode::UNIMPLEMENTED, method};
  }
  return {method, descriptor, &known->second};
}

std::optional<std::string> DynamicServer::answer(const Described& method,
                                                 const std::string& request, Call& call) {
  const Json json = method.to_json(request);
  {
    const auto id = call.metadata.find("x-request-id");
    const std::lock_guard lock(mutex_);
    requests_.emplace(id == call.metadata.end() ? "" : id->second, std::pair{method.name, json});
  }
  const Json answer = (*method.function)(json, call);
  if (method.descriptor->server_streaming()) return std::nullopt;
  return method.to_bytes(answer);
}

}  // namespace bff::test
