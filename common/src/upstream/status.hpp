// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "bff/error.hpp"
#include "upstream/client.hpp"

namespace bff::upstream {

// google.rpc.Code, as plain numbers: that is what RpcOutcome and route files' masks hold.
namespace code {
inline constexpr int kOk = 0;
inline constexpr int kCancelled = 1;
inline constexpr int kUnknown = 2;
inline constexpr int kInvalidArgument = 3;
inline constexpr int kDeadlineExceeded = 4;
inline constexpr int kNotFound = 5;
inline constexpr int kAlreadyExists = 6;
inline constexpr int kPermissionDenied = 7;
inline constexpr int kResourceExhausted = 8;
inline constexpr int kFailedPrecondition = 9;
inline constexpr int kAborted = 10;
inline constexpr int kOutOfRange = 11;
inline constexpr int kUnimplemented = 12;
inline constexpr int kInternal = 13;
inline constexpr int kUnavailable = 14;
inline constexpr int kDataLoss = 15;
inline constexpr int kUnauthenticated = 16;
inline constexpr int kCount = 17;
}  // namespace code

// "NOT_FOUND"; a number that google.rpc.Code does not have is "UNKNOWN".
std::string_view name_of(int code) noexcept;

// The number of an upper-case name, or nullopt.
std::optional<int> code_of(std::string_view name) noexcept;

// The code of an answer that has an HTTP status and no grpc-status
// (gRPC's http-grpc-status-mapping.md).
int code_of_http_status(int status) noexcept;

// The code of a stream that the service reset (gRPC's PROTOCOL-HTTP2.md, "Errors").
int code_of_http2_error(std::uint32_t error) noexcept;

// What a failed RPC means to the gateway's client. The service's own text goes to `internal`
// only. Precondition: outcome.code is not OK.
Error error_of(const RpcOutcome& outcome);

}  // namespace bff::upstream
