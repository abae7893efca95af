// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "framing/envelope.hpp"
#include "framing/media_type.hpp"
#include "framing/rpc_status.hpp"

// The Connect protocol, version 1 (connectrpc.com/docs/protocol): unary calls as plain HTTP,
// streams in envelopes. Requests' envelopes are read by EnvelopeReader.
namespace bff::framing::connect {

struct Form {
  bool streaming = false;
  Codec codec = Codec::json;
  bool operator==(const Form&) const = default;
};

// application/proto, application/json; application/connect+proto, application/connect+json.
// nullopt: another type: a 415, with an empty body.
std::optional<Form> form_of(std::string_view content_type) noexcept;

// Of answers. A unary failure is always kErrorType.
std::string_view content_type(Form form) noexcept;
inline constexpr std::string_view kErrorType = "application/json";

// Header fields of a request that decide whether it is served; views into the request.
struct Terms {
  std::string_view protocol_version;  // Connect-Protocol-Version; empty: not sent
  std::string_view timeout;           // Connect-Timeout-Ms; empty: not sent
  // Content-Encoding of a unary request, Connect-Content-Encoding of a stream.
  std::string_view content_encoding;
};

// What is wrong with them: another version, a timeout that is none, a compression.
std::optional<Error> check(const Terms& terms);

// A GET of a method without side effects: message, encoding, base64, compression, connect.
struct Get {
  Codec codec = Codec::json;
  std::string message;
};

// `query`: what is behind the `?`, still encoded. Unknown parameters are passed over. Without a
// codec that is spoken: unsupported_media_type; a compression: not_implemented; else
// invalid_parameter.
Result<Get> read_get(std::string_view query);

// "invalid_argument", and 400: the specification's table. Precondition: a code of google.rpc.Code
// but OK; what is none is "unknown".
std::string_view name_of(int code) noexcept;
int http_status_of(int code) noexcept;

// {"code":"…","message":"…","details":[{"type":"…","value":"…"}]}: the body of a unary failure.
// Precondition: status.code is not OK.
void append_error(std::string& out, const RpcStatus& status);

// A message of a stream.
inline void append_message(std::string& out, std::string_view message) {
  append_envelope(out, 0, message);
}

// The last envelope of every stream: {} for OK, else {"error":{…}}.
void append_end(std::string& out, const RpcStatus& status);

}  // namespace bff::framing::connect
