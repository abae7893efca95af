// SPDX-License-Identifier: Apache-2.0
#include "support/echo_server.hpp"

#include <grpc/grpc.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "support/byte_buffer_text.hpp"

namespace bff::test {

namespace {

grpc::ByteBuffer buffer_of(const std::string& text) {
  const grpc::Slice slice{text};
  return {&slice, 1};
}

std::string metadata_seen(const grpc::GenericCallbackServerContext& context) {
  std::string lines;
  for (const auto& [name, value] : context.client_metadata()) {
    lines += std::string{name.data(), name.size()} + "=" + std::string{value.data(), value.size()};
    lines += '\n';
  }
  return lines + ":authority=" + context.host() + "\n";
}

std::string milliseconds_left(const grpc::GenericCallbackServerContext& context) {
  const auto left = context.deadline() - std::chrono::system_clock::now();
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
}

}  // namespace

class EchoReactor final : public grpc::ServerGenericBidiReactor {
 public:
  EchoReactor(EchoServer& server, grpc::GenericCallbackServerContext& context)
      : server_(server), context_(context) {
    ++server_.calls_;
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return finish(grpc::Status{grpc::StatusCode::INTERNAL, "no request"});
    const std::string& method = context_.method();
    const std::string request = text_of(request_);
    if (method == "/test/Echo") return answer(request);
    if (method == "/test/Size") return answer(std::string(std::stoul(request), 'x'));
    if (method == "/test/Seen") return answer(metadata_seen(context_));
    if (method == "/test/Deadline") return answer(milliseconds_left(context_));
    if (method == "/test/Hang") {
      ++server_.hanging_;
      hangs_ = true;
      if (cancelled_) finish(grpc::Status::CANCELLED);
      return;
    }
    if (method == "/test/Fail") {
      return finish(grpc::Status{grpc::StatusCode::NOT_FOUND, "no \"thing\" at 100 %: \xc3\xbc\n",
                                 std::string{"\x08\x05\x12\x00\xff", 5}});
    }
    finish(grpc::Status{grpc::StatusCode::UNIMPLEMENTED, ""});
  }

  void OnWriteDone(bool) override { finish(grpc::Status::OK); }

  void OnCancel() override {
    ++server_.cancelled_;
    cancelled_ = true;  // perhaps before the request was read
    if (hangs_) finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  void answer(const std::string& text) {
    response_ = buffer_of(text);
    StartWrite(&response_);
  }
  void finish(const grpc::Status& status) {
    if (!finished_.exchange(true)) Finish(status);
  }

  EchoServer& server_;
  grpc::GenericCallbackServerContext& context_;
  grpc::ByteBuffer request_, response_;
  std::atomic<bool> hangs_{false}, cancelled_{false}, finished_{false};
};

class StreamReactor final : public grpc::ServerGenericBidiReactor {
 public:
  StreamReactor(EchoServer& server, grpc::GenericCallbackServerContext& context)
      : server_(server), method_(context.method()) {
    ++server_.calls_;
    context.AddInitialMetadata("x-before", "1");
    context.AddTrailingMetadata("x-after", "2");
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (method_ == "/stream/Count") {
      if (!ok) return finish(grpc::Status{grpc::StatusCode::INTERNAL, "no request"});
      std::istringstream{text_of(request_)} >> count_ >> size_ >> code_;
      return count();
    }
    if (method_ == "/stream/Chat") return ok ? write(text_of(request_)) : finish(grpc::Status::OK);
    if (method_ != "/stream/Sum") return finish(grpc::Status{grpc::StatusCode::UNIMPLEMENTED, ""});
    if (!ok) return write(std::to_string(count_) + " " + std::to_string(size_));
    ++count_;
    size_ += request_.Length();
    StartRead(&request_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return finish(grpc::Status::CANCELLED);
    ++server_.written_;
    if (method_ == "/stream/Count") return count();
    if (method_ == "/stream/Sum") return finish(grpc::Status::OK);
    StartRead(&request_);
  }

  void OnCancel() override {
    ++server_.cancelled_;
    cancelled_ = true;
    if (hangs_) finish(grpc::Status::CANCELLED);
  }

  void OnDone() override { delete this; }

 private:
  void write(const std::string& text) {
    response_ = buffer_of(text);
    StartWrite(&response_);
  }
  void count() {
    if (count_-- > 0) return write(std::string(size_, 'x'));
    if (code_ >= 0) return finish(grpc::Status{static_cast<grpc::StatusCode>(code_), "counted"});
    ++server_.hanging_;
    hangs_ = true;
    if (cancelled_) finish(grpc::Status::CANCELLED);
  }
  void finish(const grpc::Status& status) {
    if (!finished_.exchange(true)) Finish(status);
  }

  EchoServer& server_;
  std::string method_;
  grpc::ByteBuffer request_, response_;
  long count_ = 0;
  std::size_t size_ = 0;
  int code_ = 0;
  std::atomic<bool> hangs_{false}, cancelled_{false}, finished_{false};
};

class EchoServer::Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(EchoServer& server) : server_(server) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    if (context->method().rfind("/stream/", 0) == 0) return new StreamReactor(server_, *context);
    return new EchoReactor(server_, *context);
  }

  EchoServer& server_;
};

EchoServer::EchoServer(Options options) : service_(std::make_unique<Service>(*this)) {
  // The library stays up between servers: to shut it down may take its executor 10 s.
  static const bool kStaysUp = (grpc_init(), true);
  static_cast<void>(kStaysUp);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + std::to_string(options.port),
                           grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(service_.get());
  // A second server on the port of a first is a mistake of the test.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (options.max_concurrent_streams > 0) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_concurrent_streams);
  }
  if (options.max_metadata > 0) {
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, options.max_metadata);
  }
  server_ = builder.BuildAndStart();
  if (!server_) std::abort();
}

EchoServer::~EchoServer() { shutdown({}); }

void EchoServer::shutdown(std::chrono::milliseconds grace) {
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  server_->Wait();
}

}  // namespace bff::test
