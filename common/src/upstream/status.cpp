// SPDX-License-Identifier: Apache-2.0
#include "upstream/status.hpp"

#include <array>

namespace bff::upstream {

namespace {

struct Row {
  std::string_view name;
  Errc error;
};

// Indexed by google.rpc.Code. UNKNOWN, INTERNAL and DATA_LOSS are the service's fault, so 502
// where google.rpc.Code says 500.
constexpr std::array<Row, code::kCount> kRows{{
    {"OK", Errc::internal},
    {"CANCELLED", Errc::client_closed_request},
    {"UNKNOWN", Errc::upstream_error},
    {"INVALID_ARGUMENT", Errc::invalid_argument},
    {"DEADLINE_EXCEEDED", Errc::upstream_timeout},
    {"NOT_FOUND", Errc::not_found},
    {"ALREADY_EXISTS", Errc::conflict},
    {"PERMISSION_DENIED", Errc::forbidden},
    {"RESOURCE_EXHAUSTED", Errc::too_many_requests},
    {"FAILED_PRECONDITION", Errc::invalid_argument},
    {"ABORTED", Errc::conflict},
    {"OUT_OF_RANGE", Errc::invalid_argument},
    {"UNIMPLEMENTED", Errc::not_implemented},
    {"INTERNAL", Errc::upstream_error},
    {"UNAVAILABLE", Errc::upstream_unavailable},
    {"DATA_LOSS", Errc::upstream_error},
    {"UNAUTHENTICATED", Errc::unauthenticated},
}};

const Row& row_of(int code) noexcept {
  const bool known = code >= 0 && code < code::kCount;
  return kRows[static_cast<std::size_t>(known ? code : code::kUnknown)];
}

}  // namespace

std::string_view name_of(int code) noexcept { return row_of(code).name; }

std::optional<int> code_of(std::string_view name) noexcept {
  for (int i = 0; i < code::kCount; ++i) {
    if (row_of(i).name == name) return i;
  }
  return std::nullopt;
}

int code_of_http_status(int status) noexcept {
  switch (status) {
    case 400:
      return code::kInternal;
    case 401:
      return code::kUnauthenticated;
    case 403:
      return code::kPermissionDenied;
    case 404:
      return code::kUnimplemented;
    case 429:
    case 502:
    case 503:
    case 504:
      return code::kUnavailable;
    default:
      return code::kUnknown;
  }
}

int code_of_http2_error(std::uint32_t error) noexcept {
  switch (error) {  // RFC 9113 §7
    case 0x7:
      return code::kUnavailable;  // REFUSED_STREAM
    case 0x8:
      return code::kCancelled;  // CANCEL
    case 0xb:
      return code::kResourceExhausted;  // ENHANCE_YOUR_CALM
    case 0xc:
      return code::kPermissionDenied;  // INADEQUATE_SECURITY
    case 0x5:
      return code::kUnknown;  // STREAM_CLOSED: gRPC maps it to nothing
    case 0xd:
      return code::kUnknown;  // HTTP_1_1_REQUIRED: likewise
    default:
      return error < 0xe ? code::kInternal : code::kUnknown;
  }
}

Error error_of(const RpcOutcome& outcome) {
  Error error;
  error.code = outcome.malformed ? Errc::upstream_invalid : row_of(outcome.code).error;
  error.rpc_code = outcome.malformed ? code::kInternal : outcome.code;
  error.internal = name_of(outcome.code);
  if (!outcome.endpoint.empty()) error.internal += " from " + outcome.endpoint;
  if (!outcome.message.empty()) error.internal += ": " + outcome.message;
  return error;
}

}  // namespace bff::upstream
