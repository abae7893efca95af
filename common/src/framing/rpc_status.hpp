// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "bff/error.hpp"

namespace bff::framing {

// One of google.rpc.Status's details, an Any: its message's full name, and its bytes.
struct StatusDetail {
  std::string_view type;   // "google.rpc.BadRequest"
  std::string_view value;  // protobuf
};

// How a call ended, as clients that speak RPC are told.
struct RpcStatus {
  int code = 0;                           // google.rpc.Code; 0: OK
  std::string_view message;               // for the client: leaks nothing; may be empty
  std::span<const StatusDetail> details;  // those that may go out
};

// The google.rpc.Code of an Error: of the call that failed where one did, else what the code's
// meaning comes to. Never OK. What no gateway route or method is there for is UNIMPLEMENTED, as
// gRPC's http-grpc-status-mapping.md has it for a 404.
int rpc_code_of(const Error& error) noexcept;

// The details of an Error that may go out, as views into it.
std::vector<StatusDetail> details_of(const Error& error);

// What of an Error a client may read: its detail, else its title.
std::string_view message_of(const Error& error) noexcept;

}  // namespace bff::framing
