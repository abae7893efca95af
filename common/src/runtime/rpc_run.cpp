// SPDX-License-Identifier: Apache-2.0
#include "runtime/rpc_run.hpp"

#include <boost/container/small_vector.hpp>

#include "runtime/request_run.hpp"

namespace bff::runtime {

RpcRun::RpcRun(RequestRun& owner, boost::asio::io_context& loop, Parameters parameters)
    : owner_(owner),
      loop_(loop),
      parameters_(std::move(parameters)),
      schedule_(parameters_.call->retry.attempts, parameters_.call->retry.codes) {}

void RpcRun::start(double (*random)(void*), void* random_state) {
  random_ = random;
  random_state_ = random_state;
  started_ = upstream::Clock::now();
  open_ = true;
  attempt();
}

void RpcRun::attempt() {
  boost::container::small_vector<std::pair<std::string_view, std::string_view>, 8> metadata{
      {"x-request-id", parameters_.request_id}, {"traceparent", parameters_.traceparent}};
  if (!parameters_.idempotency_key.empty()) {
    metadata.emplace_back("idempotency-key", parameters_.idempotency_key);
  }
  for (const auto& field : parameters_.caller) metadata.push_back(field);
  for (const auto& [name, value] : parameters_.metadata) metadata.emplace_back(name, value);
  // Only a call that may be tried again keeps its message.
  const bool last = schedule_.attempt() >= parameters_.call->retry.attempts;
  handle_ = parameters_.client->start(
      {.call = parameters_.call->name,
       .method = parameters_.call->method,
       .message = last ? std::move(parameters_.message) : parameters_.message,
       .deadline = parameters_.deadline,
       .metadata = {metadata.data(), metadata.size()}},
      [this](upstream::RpcOutcome outcome) { on_outcome(std::move(outcome)); });
}

void RpcRun::on_outcome(upstream::RpcOutcome outcome) {
  if (outcome.code != 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(parameters_.deadline -
                                                                            upstream::Clock::now());
    if (const auto pause = schedule_.next(outcome.code, left, random_(random_state_))) {
      wait(*pause);
      return;
    }
  }
  open_ = false;
  owner_.on_rpc_finished(*this, std::move(outcome));  // may destroy this object
}

void RpcRun::wait(std::chrono::milliseconds pause) {
  if (!backoff_) backoff_ = std::make_shared<Backoff>(loop_);
  backoff_->rpc = this;
  backoff_->timer.expires_after(pause);
  backoff_->timer.async_wait([backoff = backoff_](boost::system::error_code ec) {
    if (!ec && backoff->rpc != nullptr) backoff->rpc->attempt();
  });
}

void RpcRun::cancel() {
  open_ = false;
  handle_.cancel();
  if (backoff_) {
    backoff_->rpc = nullptr;
    backoff_->timer.cancel();
  }
}

}  // namespace bff::runtime
