// SPDX-License-Identifier: Apache-2.0
#include "runtime/rpc_streams.hpp"

#include <array>
#include <memory_resource>

#include "framing/connect.hpp"
#include "runtime/rpc_protocol.hpp"

namespace bff::runtime {
namespace {

// How the stream has ended, as views into its error.
class EndStatus {
 public:
  explicit EndStatus(const Error* error) {
    if (error == nullptr) return;
    details_ = framing::details_of(*error);
    status_ = {.code = framing::rpc_code_of(*error),
               .message = framing::message_of(*error),
               .details = details_};
  }
  const framing::RpcStatus& get() const noexcept { return status_; }

 private:
  std::vector<framing::StatusDetail> details_;
  framing::RpcStatus status_;
};

class RpcForm : public StreamForm {
 public:
  RpcForm(framing::Codec codec, const transcode::Binding& binding, const AnswerContext& context)
      : codec_(codec), binding_(binding), context_(context) {}

  Result<void> message(std::string& out, std::string_view message) override {
    encoded_.clear();
    const auto done = append_rpc_message(encoded_, codec_, message, binding_, arena_);
    arena_.release();
    if (done) append(out, encoded_);
    return done;
  }

 protected:
  virtual void append(std::string& out, std::string_view encoded) = 0;

  framing::Codec codec_;
  const transcode::Binding& binding_;
  const AnswerContext& context_;

 private:
  std::string encoded_;
  std::array<std::byte, 4096> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
};

class GrpcWebForm final : public RpcForm {
 public:
  GrpcWebForm(framing::grpc_web::Form form, const transcode::Binding& binding,
              const AnswerContext& context)
      : RpcForm(form.codec, binding, context), form_(form) {}

  http1::Response head() override {
    return stream_head(framing::grpc_web::content_type(form_), kUnbuffered, context_);
  }
  bool end(std::string& out, StreamEnd, const Error* error) override {
    framing::grpc_web::append_trailers(out, form_, EndStatus(error).get());
    return true;
  }

 private:
  void append(std::string& out, std::string_view encoded) override {
    framing::grpc_web::append_message(out, form_, encoded);
  }

  framing::grpc_web::Form form_;
};

class ConnectForm final : public RpcForm {
 public:
  using RpcForm::RpcForm;

  http1::Response head() override {
    return stream_head(framing::connect::content_type({.streaming = true, .codec = codec_}),
                       kUnbuffered, context_);
  }
  bool end(std::string& out, StreamEnd, const Error* error) override {
    framing::connect::append_end(out, EndStatus(error).get());
    return true;
  }

 private:
  void append(std::string& out, std::string_view encoded) override {
    framing::connect::append_message(out, encoded);
  }
};

}  // namespace

std::unique_ptr<StreamForm> make_grpc_web_form(framing::grpc_web::Form form,
                                               const transcode::Binding& binding,
                                               const AnswerContext& context) {
  return std::make_unique<GrpcWebForm>(form, binding, context);
}

std::unique_ptr<StreamForm> make_connect_form(framing::Codec codec,
                                              const transcode::Binding& binding,
                                              const AnswerContext& context) {
  return std::make_unique<ConnectForm>(codec, binding, context);
}

}  // namespace bff::runtime
