// SPDX-License-Identifier: Apache-2.0
// Who asks, by which of the methods that a route takes; and the wait for what tells it.
#include <algorithm>

#include "runtime/auth_methods.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {
namespace {

// Whether the token holds cannot be told.
Error keys_unavailable() {
  static const auto details = std::make_shared<const ErrorDetails>(ErrorDetails{.retry_after = 5});
  return {.code = Errc::upstream_unavailable,
          .detail = "The keys of the token's issuer cannot be fetched",
          .internal = "the token's key is not known, and its issuer does not tell its keys",
          .details = details};
}

}  // namespace

// Then goes on with the request, at once or when a session, keys or an issuer's answer have come.
void RequestRun::identify() {
  if (const auto heard = check_attempts(); !heard) return fail(heard.error());
  if (plan().policy.mode != auth::Policy::Mode::open) set_challenge(plan().policy);
  const auto waits = open_session();
  if (!waits) {
    tell_refusal(waits.error());
    return fail(waits.error());
  }
  if (!*waits) find_caller();
}

void RequestRun::find_caller() {
  const auth::IssuerRules* wanting = nullptr;
  auto known = authenticate(wanting);
  if (question_) return await_answer();
  if (!known && wanting != nullptr && dispatcher_.keys() != nullptr) {
    if (await_keys(*wanting)) return;
    known = keys_unavailable();
  }
  proceed(known);
}

Result<void> RequestRun::authenticate(const auth::IssuerRules*& wanting) {
  const auto& policy = plan().policy;
  if (policy.mode == auth::Policy::Mode::open) return {};
  principal_ = generation_->caller;
  for (const auth::Method method : methods_of(policy)) {
    if (principal_) break;
    if (method == auth::Method::session) {
      if (session_) {
        principal_ = {session_, &session_->principal};
        caller_token_ = session_->tokens.access_token;
      }
      continue;
    }
    const auto shown = method == auth::Method::bearer ? check_token(wanting) : check_api_key();
    if (!shown) return shown;
  }
  context_.authenticated = principal_ != nullptr;
  return auth::authorize(policy, principal_.get(), time_);
}

void RequestRun::set_challenge(const auth::Policy& policy) {
  context_.challenge = generation_->challenge;
  const auto takes = [&](auth::Method method) {
    const auto methods = methods_of(policy);
    return std::find(methods.begin(), methods.end(), method) != methods.end();
  };
  if (!takes(auth::Method::bearer)) context_.challenge.bearer = context_.challenge.dpop = false;
  const auto& snapshot = *generation_->snapshot;
  const auto& keys = snapshot.config.auth.api_keys;
  if (keys && takes(auth::Method::api_key)) context_.challenge.api_key = keys->header;
  if (!generation_->sessions || !takes(auth::Method::session)) return;
  context_.challenge.login = generation_->sessions->login;
  if (snapshot.config.auth.issuers.empty()) context_.challenge.bearer = false;
}

// The token's key is not among those that are known: others are fetched, or that has been done so
// lately that it would bring nothing. False: too many requests wait.
bool RequestRun::await_keys(const auth::IssuerRules& issuer) {
  awaiting_keys_ = std::make_shared<RequestRun*>(this);
  exchange_->on_disconnect([this] { client_gone(); });
  return dispatcher_.keys()->wait(issuer.source,
                                  [waiting = std::weak_ptr{awaiting_keys_}](KeyAnswer answer) {
                                    if (const auto run = waiting.lock()) (*run)->on_keys(answer);
                                  });
}

void RequestRun::on_keys(KeyAnswer answer) {
  awaiting_keys_.reset();
  const auth::IssuerRules* wanting = nullptr;
  auto known = authenticate(wanting);
  if (question_) return await_answer();
  if (!known && wanting != nullptr && answer == KeyAnswer::unsettled) known = keys_unavailable();
  proceed(known);
}

}  // namespace bff::runtime
