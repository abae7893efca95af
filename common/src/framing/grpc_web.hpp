// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "framing/envelope.hpp"
#include "framing/media_type.hpp"
#include "framing/rpc_status.hpp"

// gRPC's PROTOCOL-WEB.md, its differences from PROTOCOL-HTTP2.md.
namespace bff::framing::grpc_web {

// application/grpc-web[-text][+proto|+json]. Text is base64 of the same bytes.
struct Form {
  EnvelopeReader::Encoding encoding = EnvelopeReader::Encoding::binary;
  Codec codec = Codec::proto;
  bool operator==(const Form&) const = default;
};

// nullopt: another type, among them codecs that are not spoken (+thrift): a 415.
std::optional<Form> form_of(std::string_view content_type) noexcept;

// The response's form: the request's codec; text where `accept` asks for it, else as the request.
Form answer_form(Form request, std::string_view accept) noexcept;

// "application/grpc-web-text+proto".
std::string_view content_type(Form form) noexcept;

// A message of the response, at once flushable: with text, base64 that ends with padding.
void append_message(std::string& out, Form form, std::string_view message);

// The last frame of every response: grpc-status, grpc-message, and grpc-status-details-bin where
// there are details.
void append_trailers(std::string& out, Form form, const RpcStatus& status);

// The same as lines `name: value\r\n`, for an answer that has nothing but headers.
void append_trailer_fields(std::string& out, const RpcStatus& status);

}  // namespace bff::framing::grpc_web
