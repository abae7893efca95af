// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "framing/connect.hpp"
#include "framing/grpc_web.hpp"
#include "runtime/respond.hpp"
#include "runtime/stream_form.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {

// What a request to an exposed method may speak in place of plain HTTP: gRPC-Web or Connect. Both
// carry the method's own messages, as protobuf or as proto3 JSON, and tell failures in words of
// their own.
class RpcProtocol {
 public:
  // By method, content type and `Connect-Protocol-Version`; nullopt: the request is plain HTTP.
  // Connect's application/json without that header is, where the method is served so too.
  static std::optional<RpcProtocol> of(const http1::Request& request,
                                       const transcode::Binding& binding);

  // The one message of a request, as protobuf. `streams`: whether the method answers with many.
  Result<std::string> read(const http1::Request& request, const transcode::Binding& binding,
                           bool streams, std::pmr::memory_resource& arena);
  // How long the client waits, if it says so.
  Result<std::optional<std::chrono::nanoseconds>> timeout(const http1::Request& request) const;

  // The answer of a unary method.
  Result<http1::Response> answer(std::string_view message, const transcode::Binding& binding,
                                 const AnswerContext& context,
                                 std::pmr::memory_resource& arena) const;
  http1::Response problem(const Error& error, const AnswerContext& context) const;
  // Refers to `binding` and `context`.
  std::unique_ptr<StreamForm> stream(const transcode::Binding& binding,
                                     const AnswerContext& context) const;

 private:
  enum class Kind : std::uint8_t { grpc_web, connect_unary, connect_stream, connect_get };
  RpcProtocol(Kind kind, framing::Codec codec) : kind_(kind), codec_(codec) {}

  Kind kind_;
  framing::Codec codec_;
  framing::grpc_web::Form request_form_{}, answer_form_{};  // of gRPC-Web
};

// Appends a message as a codec has it: of JSON, proto3's mapping in its own default form.
Result<void> append_rpc_message(std::string& out, framing::Codec codec, std::string_view message,
                                const transcode::Binding& binding,
                                std::pmr::memory_resource& arena);

}  // namespace bff::runtime
