// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker_introspection.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace bff::runtime {

bool WorkerIntrospection::wait(TokenQuestion question, Introspector::OnAnswer handler) {
  if (waiters_ == kMostWaiting) return false;
  ++waiters_;
  auto& waiting = waiting_[question.digest];
  waiting.push_back(std::move(handler));
  if (waiting.size() > 1) return true;
  const std::string digest = question.digest;
  service_.ask(std::move(question), [this, digest](const TokenAnswer& answer) {
    boost::asio::post(loop_, [this, digest, answer] { settle(digest, answer); });
  });
  return true;
}

void WorkerIntrospection::settle(const std::string& digest, const TokenAnswer& answer) {
  answers_.keep(digest, answer, std::chrono::steady_clock::now());
  const auto found = waiting_.extract(digest);
  if (found.empty()) return;
  waiters_ -= found.mapped().size();
  for (const auto& handler : found.mapped()) handler(answer);
}

}  // namespace bff::runtime
