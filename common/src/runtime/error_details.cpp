// SPDX-License-Identifier: Apache-2.0
#include "runtime/error_details.hpp"

#include "proto/status_details.hpp"

namespace bff::runtime {
namespace {

// The client's fault, or one that passes. A 502 is the service's own, and 499 is nobody's answer.
bool client_can_act(const Error& error) noexcept {
  const int status = status_of(error);
  return (status >= 400 && status < 499) || status == 503;
}

}  // namespace

bool add_details(Error& error, const upstream::RpcOutcome& outcome, DetailKinds kinds) {
  if (kinds.empty() || outcome.malformed || !client_can_act(error)) return true;
  const auto read = proto::read_status_details(outcome.details, outcome.code, kinds);
  if (!read) return false;
  error.detail = proto::cut_text(read->localized);
  ErrorDetails details;
  proto::append_members(details.members, *read);
  details.messages = proto::messages_of(*read);
  if (details.messages.empty()) return true;
  details.retry_after = read->retry_after.value_or(-1);
  error.details = std::make_shared<const ErrorDetails>(std::move(details));
  return true;
}

}  // namespace bff::runtime
