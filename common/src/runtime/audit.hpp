// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bff::runtime {

// What somebody did to be known here, or to be known no longer; docs/operations.md explains each.
enum class AuditAction : std::uint8_t {
  login,
  login_failed,
  session_refreshed,  // it has new tokens
  session_not_refreshed,
  session_revoked,
  logout,
  refused,  // credentials that do not hold (401), or not for this (403)
  blocked,  // an address that is put off from now on
};

// One line of the audit log. No token, cookie, key or secret may be in any of it. What is empty is
// not written.
struct AuditEvent {
  AuditAction action{};
  std::chrono::system_clock::time_point time;
  std::string_view client;      // "web"
  std::string_view request_id;  // of the request that brought it about
  std::string_view address;     // of whoever asked
  std::string_view route;
  std::string_view issuer, subject;  // verified
  std::string_view session;          // a name of it that opens nothing
  std::string_view reason;           // the problem's name, "invalid-token", or another short word
  std::string_view cause;            // in words, for operators
  std::uint64_t left_out = 0;        // lines before this one that were not written
};

// Appends the event as one line of JSON, without a line end. As in the access log a client cannot
// forge a line.
void append_audit_line(std::string& line, const AuditEvent& event);

// Bounds the lines that anybody may bring about by sending credentials of whatever kind. One per
// worker.
class AuditLimit {
 public:
  static constexpr int kMostASecond = 20;

  // How many were left out since the last line; nullopt: this one is, too.
  std::optional<std::uint64_t> admit(std::chrono::steady_clock::time_point now);

 private:
  std::chrono::seconds second_{-1};
  int written_ = 0;  // in this second
  std::uint64_t left_out_ = 0;
};

}  // namespace bff::runtime
