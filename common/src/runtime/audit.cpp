// SPDX-License-Identifier: Apache-2.0
#include "runtime/audit.hpp"

#include <utility>

#include "runtime/access_log.hpp"

namespace bff::runtime {
namespace {

std::string_view word_of(AuditAction action) {
  switch (action) {
    case AuditAction::login:
      return "login";
    case AuditAction::login_failed:
      return "login_failed";
    case AuditAction::session_refreshed:
      return "session_refreshed";
    case AuditAction::session_not_refreshed:
      return "session_not_refreshed";
    case AuditAction::logout:
      return "logout";
    case AuditAction::session_revoked:
      return "session_revoked";
    case AuditAction::refused:
      return "refused";
    case AuditAction::blocked:
      return "blocked";
  }
  return "";
}

bool is_failure(AuditAction action) {
  return action == AuditAction::login_failed || action == AuditAction::session_not_refreshed ||
         action == AuditAction::refused || action == AuditAction::blocked;
}

}  // namespace

void append_audit_line(std::string& line, const AuditEvent& event) {
  line += "{\"time\":\"";
  append_time(line, event.time);
  line += is_failure(event.action) ? "\",\"level\":\"warn\"" : "\",\"level\":\"info\"";
  append_member(line, "event", word_of(event.action));
  append_member(line, "log", "audit");
  append_member(line, "client", event.client);
  append_member(line, "reason", event.reason);
  append_member(line, "cause", event.cause);
  append_member(line, "issuer", event.issuer);
  append_member(line, "subject", event.subject);
  append_member(line, "session", event.session);
  append_member(line, "address", event.address);
  append_member(line, "route", event.route);
  append_member(line, "request_id", event.request_id);
  if (event.left_out > 0) line += ",\"left_out\":" + std::to_string(event.left_out);
  line += '}';
}

std::optional<std::uint64_t> AuditLimit::admit(std::chrono::steady_clock::time_point now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  if (second != second_) {
    second_ = second;
    written_ = 0;
  }
  if (written_ == kMostASecond) {
    ++left_out_;
    return std::nullopt;
  }
  ++written_;
  return std::exchange(left_out_, 0);
}

}  // namespace bff::runtime
