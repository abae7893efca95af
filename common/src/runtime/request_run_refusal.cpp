// SPDX-License-Identifier: Apache-2.0
// Callers whose credentials do not hold, or are not enough: they are counted by their address and
// told to the audit log.
#include "auth/claims.hpp"
#include "base/network.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

using std::chrono::ceil;
using std::chrono::seconds;

// Whoever guesses shows what never was good. An app whose token is over is none of these: it asks
// until it is refused, and then gets another one.
bool is_guess(const Error& error) {
  if (error.code == Errc::login_failed) return true;
  return error.code == Errc::invalid_token && error.internal != auth::kExpired;
}

bool is_refusal(const Error& error) {
  switch (error.code) {
    case Errc::invalid_token:
    case Errc::insufficient_login:
    case Errc::insufficient_scope:
    case Errc::forbidden:
    case Errc::cross_site_request:
      return true;
    default:
      return false;
  }
}

// Where nothing is said of proxies, a peer on a network of one's own may be one, and its failures
// those of everybody: whoever guesses must not lock all others out.
bool may_be_many(const config::Gateway& config, std::string_view peer) {
  if (config.auth.attempts || config.proxies) return false;
  const auto address = parse_ip(peer);
  return !address || is_private(*address);
}

}  // namespace

std::string_view RequestRun::peer() const noexcept {
  return address_.empty() ? exchange_->peer() : std::string_view{address_};
}

Result<void> RequestRun::check_attempts() const {
  const Attempts* const attempts = dispatcher_.attempts();
  if (attempts == nullptr) return {};
  const auto wait = attempts->blocked_for(peer(), started_);
  if (wait.count() == 0) return {};
  // Routes are served to whoever shows nothing; the pages of logins are for showing something.
  const bool open = route_ != nullptr && plan().policy.mode == auth::Policy::Mode::open;
  if (open || (route_ != nullptr && !shows_credentials())) return {};
  const ErrorDetails details{.retry_after = static_cast<int>(ceil<seconds>(wait).count())};
  return Error{.code = Errc::too_many_requests,
               .detail = "Too many credentials that do not hold came from this address",
               .details = std::make_shared<const ErrorDetails>(details)};
}

void RequestRun::tell_refusal(const Error& error) {
  if (!is_refusal(error)) return;
  AuditEvent event{.action = AuditAction::refused,
                   .reason = info(error.code).slug,
                   .cause = error.internal.empty() ? error.detail : error.internal};
  if (principal_) {
    event.issuer = principal_->issuer;
    event.subject = principal_->subject;
  }
  audit(event);
}

void RequestRun::count_refusal(const Error& error) {
  Attempts* const attempts = dispatcher_.attempts();
  if (attempts == nullptr || !is_guess(error)) return;
  if (may_be_many(generation_->snapshot->config, peer())) return;
  if (!attempts->failed(peer(), started_)) return;
  audit({.action = AuditAction::blocked, .reason = "too-many-attempts"});
}

void RequestRun::audit(AuditEvent event) {
  if (!generation_->snapshot->config.audit_log) return;
  const auto left_out = dispatcher_.audit_limit(event.action).admit(started_);
  if (!left_out) return;
  event.time = time_;
  event.client = generation_->snapshot->config.client;
  event.request_id = id_->text();
  event.address = peer();
  if (route_ != nullptr) event.route = plan().id;
  event.left_out = *left_out;
  line_.clear();
  append_audit_line(line_, event);
  dispatcher_.log_line(line_);
}

}  // namespace bff::runtime
