// SPDX-License-Identifier: Apache-2.0
#include "framing/rpc_status.hpp"

namespace bff::framing {
namespace {

// google.rpc.Code.
enum Code {
  kCancelled = 1,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kUnauthenticated = 16,
};

// Of a problem that a route declares, which has nothing but a status: google/rpc/code.proto's
// HTTP mapping read backwards, the most general code where several have the status.
int code_of_declared(int status) noexcept {
  switch (status) {
    case 400:
      return kInvalidArgument;
    case 401:
      return kUnauthenticated;
    case 403:
      return kPermissionDenied;
    case 404:
      return kNotFound;
    case 409:
      return kAborted;
    case 429:
      return kResourceExhausted;
    case 499:
      return kCancelled;
    case 501:
      return kUnimplemented;
    case 503:
      return kUnavailable;
    case 504:
      return kDeadlineExceeded;
    default:
      return status >= 400 && status < 500 ? kFailedPrecondition : kUnknown;
  }
}

}  // namespace

int rpc_code_of(const Error& error) noexcept {
  // What a route declares stands for what the call said.
  if (error.rpc_code > 0 && error.code != Errc::declared_problem) return error.rpc_code;
  switch (error.code) {
    case Errc::malformed_request:
    case Errc::invalid_path:
    case Errc::invalid_parameter:
    case Errc::invalid_body:
    case Errc::invalid_argument:
    case Errc::uri_too_long:
    case Errc::not_acceptable:
    case Errc::unsupported_media_type:
    case Errc::expectation_failed:
    case Errc::upgrade_required:
    case Errc::login_failed:
      return kInvalidArgument;
    case Errc::app_outdated:
      return kFailedPrecondition;
    case Errc::unauthenticated:
    case Errc::invalid_token:
    case Errc::insufficient_login:
      return kUnauthenticated;
    case Errc::forbidden:
    case Errc::cross_site_request:
    case Errc::insufficient_scope:
    case Errc::invalid_claim:
      return kPermissionDenied;
    case Errc::not_found:
    case Errc::method_not_allowed:
    case Errc::not_implemented:
      return kUnimplemented;
    case Errc::conflict:
      return kAborted;
    case Errc::content_too_large:
    case Errc::too_many_requests:
    case Errc::headers_too_large:
      return kResourceExhausted;
    case Errc::client_closed_request:
      return kCancelled;
    case Errc::request_timeout:
    case Errc::upstream_timeout:
      return kDeadlineExceeded;
    case Errc::upstream_unavailable:
    case Errc::stream_expired:
    case Errc::overloaded:
      return kUnavailable;
    case Errc::internal:
    case Errc::upstream_invalid:
    case Errc::upstream_absent:
      return kInternal;
    case Errc::upstream_error:
      return kUnknown;
    case Errc::declared_problem:
      return code_of_declared(status_of(error));
  }
  return kUnknown;
}

std::vector<StatusDetail> details_of(const Error& error) {
  std::vector<StatusDetail> all;
  if (!error.details) return all;
  for (const auto& [type, value] : error.details->messages) all.push_back({type, value});
  return all;
}

std::string_view message_of(const Error& error) noexcept {
  if (!error.detail.empty()) return error.detail;
  return error.title.empty() ? info(error.code).title : std::string_view{error.title};
}

}  // namespace bff::framing
