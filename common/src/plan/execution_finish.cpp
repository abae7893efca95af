// SPDX-License-Identifier: Apache-2.0
// How an Execution ends: the answer, or the error with what had been written by then.
#include <utility>

#include "plan/execution.hpp"
#include "plan/shape_writer.hpp"

namespace bff::plan {

Result<Answer> Execution::finish() {
  if (error_) {
    error_->completed = completed_writes();
    return *std::move(error_);
  }
  Answer answer;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!states_[i].failure) continue;
    answer.partials.push_back({static_cast<CallId>(i), *std::move(states_[i].failure)});
  }
  Result<void> written = write_head(answer);
  if (written && plan_.shape) {
    // A copied message is about as long in JSON; keys and quotes outweigh what a view leaves out.
    answer.body.reserve(256 + received_ + received_ / 2);
    written = write_shape(answer.body, *plan_.shape, scope_);
  }
  if (!written) {
    Error error = std::move(written).error();
    error.completed = completed_writes();
    return error;
  }
  if (plan_.object_root) append_errors(answer.body, plan_, answer.partials);
  return answer;
}

Result<void> Execution::write_head(Answer& answer) {
  const Respond& respond = plan_.respond;
  // A route that says nothing and shows nothing has no content.
  answer.status = respond.status == 200 && !plan_.shape ? 204 : respond.status;
  if (!respond.headers.empty()) {
    Result<Fields> headers = write_headers(respond.headers, scope_);
    if (!headers) return headers.error();
    answer.headers = *std::move(headers);
  }
  if (!respond.cookies.empty()) {
    Result<std::vector<std::string>> cookies = write_cookies(respond.cookies, scope_);
    if (!cookies) return cookies.error();
    answer.set_cookies = *std::move(cookies);
  }
  return {};
}

// "add", or "add[0]", "add[1]" of a call that was made for some of its elements only.
std::vector<std::string> Execution::completed_writes() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    const Call& call = plan_.calls[i];
    if (!call.writes) continue;
    const auto each = each_.find(static_cast<CallId>(i));
    if (states_[i].answered) {
      names.push_back(call.name);
    } else if (each != each_.end()) {
      for (const std::uint32_t element : each->second.answered) {
        names.push_back(call.name + "[" + std::to_string(element) + "]");
      }
    }
  }
  return names;
}

}  // namespace bff::plan
