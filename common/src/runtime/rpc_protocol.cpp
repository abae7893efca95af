// SPDX-License-Identifier: Apache-2.0
#include "runtime/rpc_protocol.hpp"

#include "framing/rpc_timeout.hpp"
#include "proto/json_reader.hpp"
#include "proto/wire.hpp"
#include "runtime/rpc_streams.hpp"

namespace bff::runtime {

using framing::Codec;
using framing::EnvelopeReader;
namespace connect = framing::connect;
namespace grpc_web = framing::grpc_web;

namespace {

// What one message may hold: the body that carries it is bounded already.
constexpr std::size_t kMaxMessage = std::size_t{1} << 30;

Error invalid(std::string detail) {
  return {.code = Errc::invalid_body, .detail = std::move(detail), .parameter = "body"};
}

// The only message of a body in envelopes.
Result<std::string> read_one(std::string_view bytes, EnvelopeReader::Encoding encoding) {
  EnvelopeReader reader(kMaxMessage, encoding);
  auto found = reader.next(bytes);
  if (found == EnvelopeReader::Found::failed) return reader.error();
  if (found == EnvelopeReader::Found::nothing) {
    if (!reader.finish()) return reader.error();
    return invalid("there is no message");
  }
  std::string message = std::move(reader.message());
  found = reader.next(bytes);
  if (found == EnvelopeReader::Found::failed) return reader.error();
  if (found == EnvelopeReader::Found::message) return invalid("there is more than one message");
  if (!reader.finish()) return reader.error();
  return message;
}

Result<std::string> to_protobuf(std::string message, Codec codec, const transcode::Binding& binding,
                                std::pmr::memory_resource& arena) {
  if (codec == Codec::proto) {
    if (proto::wire::check(message, 0) == proto::Fault::none) return message;
    return invalid("this is no message in protobuf's wire format");
  }
  std::string out;
  const auto done = proto::append_message(
      out, message, *binding.request,
      {.ignore_unknown = binding.ignore_unknown, .any = binding.format.any}, arena);
  if (!done) return done.error();
  return out;
}

bool is_connect(const http1::Request& request, const transcode::Binding& binding,
                const connect::Form& form) {
  if (form.streaming || form.codec == Codec::proto || !binding.plain) return true;
  return request.header("connect-protocol-version").has_value();
}

}  // namespace

Result<void> append_rpc_message(std::string& out, Codec codec, std::string_view message,
                                const transcode::Binding& binding,
                                std::pmr::memory_resource& arena) {
  if (codec == Codec::proto) {
    out += message;
    return {};
  }
  const proto::JsonFormat format{.enums = proto::JsonFormat::Enums::full_name,
                                 .presence = proto::JsonFormat::Presence::proto3,
                                 .any = binding.format.any};
  return proto::write_message(out, *binding.response, message, format, arena);
}

std::optional<RpcProtocol> RpcProtocol::of(const http1::Request& request,
                                           const transcode::Binding& binding) {
  const std::string_view type = request.header("content-type").value_or("");
  if (binding.grpc_web) {
    if (const auto form = grpc_web::form_of(type)) {
      RpcProtocol protocol(Kind::grpc_web, form->codec);
      protocol.request_form_ = *form;
      protocol.answer_form_ = grpc_web::answer_form(*form, request.header("accept").value_or(""));
      return protocol;
    }
  }
  if (!binding.connect) return std::nullopt;
  // Its codec is in the query, and checked with it.
  if (request.method == "GET") return RpcProtocol(Kind::connect_get, Codec::json);
  const auto form = connect::form_of(type);
  if (!form || !is_connect(request, binding, *form)) return std::nullopt;
  return RpcProtocol(form->streaming ? Kind::connect_stream : Kind::connect_unary, form->codec);
}

Result<std::string> RpcProtocol::read(const http1::Request& request,
                                      const transcode::Binding& binding, bool streams,
                                      std::pmr::memory_resource& arena) {
  const auto header = [&](std::string_view name) { return request.header(name).value_or(""); };
  if (kind_ == Kind::grpc_web) {
    auto message = read_one(request.body, request_form_.encoding);
    if (!message) return message.error();
    return to_protobuf(*std::move(message), codec_, binding, arena);
  }
  const bool in_envelopes = kind_ == Kind::connect_stream;
  if (in_envelopes != streams) {
    return Error{.code = Errc::unsupported_media_type,
                 .detail = streams
                               ? "this method is a stream: send application/connect+proto or +json"
                               : "this method is no stream: send application/proto or json"};
  }
  const connect::Terms terms{
      .protocol_version = header("connect-protocol-version"),
      .timeout = header("connect-timeout-ms"),
      .content_encoding = header(in_envelopes ? "connect-content-encoding" : "content-encoding")};
  if (auto wrong = connect::check(terms)) return *std::move(wrong);
  if (kind_ == Kind::connect_get) {
    auto get = connect::read_get(request.query);
    if (!get) return get.error();
    codec_ = get->codec;
    return to_protobuf(std::move(get->message), codec_, binding, arena);
  }
  if (!in_envelopes) return to_protobuf(std::string(request.body), codec_, binding, arena);
  auto message = read_one(request.body, EnvelopeReader::Encoding::binary);
  if (!message) return message.error();
  return to_protobuf(*std::move(message), codec_, binding, arena);
}

Result<std::optional<std::chrono::nanoseconds>> RpcProtocol::timeout(
    const http1::Request& request) const {
  using Timeout = std::optional<std::chrono::nanoseconds>;
  const bool web = kind_ == Kind::grpc_web;
  const std::string_view name = web ? "grpc-timeout" : "connect-timeout-ms";
  const auto text = request.header(name);
  if (!text) return Timeout{};
  const Timeout parsed =
      web ? framing::parse_grpc_timeout(*text) : framing::parse_connect_timeout(*text);
  if (parsed) return parsed;
  return Error{.code = Errc::invalid_parameter,
               .detail = "this is no timeout",
               .parameter = "header." + std::string(name)};
}

Result<http1::Response> RpcProtocol::answer(std::string_view message,
                                            const transcode::Binding& binding,
                                            const AnswerContext& context,
                                            std::pmr::memory_resource& arena) const {
  const std::string_view lines = context.is_private() ? kNoStore : "";
  std::string encoded;
  if (const auto done = append_rpc_message(encoded, codec_, message, binding, arena); !done) {
    return done.error();
  }
  if (kind_ != Kind::grpc_web) {
    const auto type = connect::content_type({.streaming = false, .codec = codec_});
    auto response = stream_head(type, lines, context);
    response.body = std::move(encoded);
    return response;
  }
  auto response = stream_head(grpc_web::content_type(answer_form_), lines, context);
  grpc_web::append_message(response.body, answer_form_, encoded);
  grpc_web::append_trailers(response.body, answer_form_, {});
  return response;
}

http1::Response RpcProtocol::problem(const Error& error, const AnswerContext& context) const {
  const auto details = framing::details_of(error);
  const framing::RpcStatus status{.code = framing::rpc_code_of(error),
                                  .message = framing::message_of(error),
                                  .details = details};
  if (kind_ == Kind::grpc_web) {
    auto response = stream_head(grpc_web::content_type(answer_form_), kNoStore, context);
    grpc_web::append_trailers(response.body, answer_form_, status);
    return response;
  }
  if (kind_ == Kind::connect_stream) {
    auto response =
        stream_head(connect::content_type({.streaming = true, .codec = codec_}), kNoStore, context);
    connect::append_end(response.body, status);
    return response;
  }
  auto response = stream_head(connect::kErrorType, kNoStore, context);
  const bool foreign = error.code == Errc::unsupported_media_type;  // has a status of its own there
  response.status = foreign ? status_of(error) : connect::http_status_of(status.code);
  connect::append_error(response.body, status);
  return response;
}

std::unique_ptr<StreamForm> RpcProtocol::stream(const transcode::Binding& binding,
                                                const AnswerContext& context) const {
  if (kind_ == Kind::grpc_web) return make_grpc_web_form(answer_form_, binding, context);
  return make_connect_form(codec_, binding, context);
}

}  // namespace bff::runtime
