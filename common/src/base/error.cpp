// SPDX-License-Identifier: Apache-2.0
#include "bff/error.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>

namespace bff {
namespace {

struct Row {
  Errc code;
  ErrcInfo info;
};

// Slugs are part of the interface to clients (docs/problems.md): never renamed.
constexpr Row kRows[] = {
    {Errc::malformed_request, {"malformed-request", 400, "The request is not valid HTTP"}},
    {Errc::invalid_path, {"invalid-path", 400, "The path is not in canonical form"}},
    {Errc::invalid_parameter, {"invalid-parameter", 400, "A parameter is not valid"}},
    {Errc::invalid_body, {"invalid-body", 400, "The body is not valid"}},
    {Errc::invalid_argument, {"invalid-argument", 400, "A service refused what it was asked"}},
    {Errc::login_failed, {"login-failed", 400, "The login did not succeed"}},
    {Errc::unauthenticated, {"unauthenticated", 401, "Credentials are required"}},
    {Errc::invalid_token, {"invalid-token", 401, "The token is not valid"}},
    {Errc::insufficient_login, {"insufficient-login", 401, "Another login is required for this"}},
    {Errc::forbidden, {"forbidden", 403, "This is not allowed"}},
    {Errc::cross_site_request,
     {"cross-site-request", 403, "The request may come from another site"}},
    {Errc::insufficient_scope, {"insufficient-scope", 403, "The token lacks a scope"}},
    {Errc::invalid_claim, {"invalid-claim", 403, "A claim of the token is not valid"}},
    {Errc::not_found, {"not-found", 404, "There is nothing here"}},
    {Errc::method_not_allowed, {"method-not-allowed", 405, "This path has no such method"}},
    {Errc::not_acceptable, {"not-acceptable", 406, "The answer has no such media type"}},
    {Errc::request_timeout, {"request-timeout", 408, "The request did not arrive in time"}},
    {Errc::conflict, {"conflict", 409, "The request conflicts with the present state"}},
    {Errc::content_too_large, {"content-too-large", 413, "The body is too large"}},
    {Errc::uri_too_long, {"uri-too-long", 414, "The request line is too long"}},
    {Errc::unsupported_media_type,
     {"unsupported-media-type", 415, "The body is of another type than this route takes"}},
    {Errc::expectation_failed, {"expectation-failed", 417, "The expectation cannot be met"}},
    {Errc::upgrade_required, {"upgrade-required", 426, "Only a WebSocket is served here"}},
    {Errc::app_outdated, {"app-outdated", 426, "This version of the app is no longer served"}},
    {Errc::too_many_requests, {"too-many-requests", 429, "Too many requests"}},
    {Errc::headers_too_large, {"headers-too-large", 431, "The header fields are too large"}},
    {Errc::client_closed_request, {"client-closed-request", 499, "The client went away"}},
    {Errc::internal, {"internal", 500, "The gateway failed"}},
    {Errc::not_implemented, {"not-implemented", 501, "This is not implemented"}},
    {Errc::upstream_error, {"upstream-error", 502, "An upstream service failed"}},
    {Errc::upstream_invalid, {"upstream-invalid", 502, "An upstream service sent a broken answer"}},
    {Errc::upstream_absent,
     {"upstream-absent", 502, "An upstream service left out what it must send"}},
    {Errc::upstream_unavailable,
     {"upstream-unavailable", 503, "An upstream service is not available"}},
    {Errc::stream_expired, {"stream-expired", 503, "The stream has reached its end"}},
    {Errc::overloaded, {"overloaded", 503, "The gateway is at its limit"}},
    {Errc::upstream_timeout,
     {"upstream-timeout", 504, "An upstream service did not answer in time"}},
    {Errc::declared_problem, {"declared-problem", 500, "The request cannot be fulfilled"}},
};

constexpr bool rows_follow_the_enum() {
  std::size_t expected = 0;
  for (const Row& row : kRows) {
    if (static_cast<std::size_t>(row.code) != expected++) return false;
  }
  return expected == static_cast<std::size_t>(Errc::declared_problem) + 1;
}
static_assert(rows_follow_the_enum(), "info() indexes the table by code");

}  // namespace

const ErrcInfo& info(Errc code) noexcept { return kRows[static_cast<std::size_t>(code)].info; }

void throw_exception_from_error(const Error& error, const boost::source_location& location) {
  std::string what = location.to_string() + ": " + std::string(info(error.code).slug);
  if (!error.detail.empty()) what += ": " + error.detail;
  if (!error.internal.empty()) what += " (" + error.internal + ")";
  throw std::runtime_error(what);
}

}  // namespace bff
