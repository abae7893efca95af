// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker_keys.hpp"

#include <boost/asio/post.hpp>

namespace bff::runtime {

WorkerKeys::WorkerKeys(boost::asio::io_context& loop, KeyService& service)
    : loop_(loop), service_(service) {
  service_.subscribe([this](const std::string& source, const IssuerKeys::Keys& keys) {
    boost::asio::post(loop_, [this, source, keys] { slot_of(source)->keys = keys; });
  });
}

std::shared_ptr<auth::KeySlot> WorkerKeys::slot_of(const std::string& source) {
  auto& slot = slots_[source];
  if (!slot) slot = std::make_shared<auth::KeySlot>();
  return slot;
}

bool WorkerKeys::wait(const std::string& source, IssuerKeys::OnAnswer handler) {
  if (waiters_ == kMostWaiting) return false;
  ++waiters_;
  auto& waiting = waiting_[source];
  waiting.push_back(std::move(handler));
  if (waiting.size() > 1) return true;
  service_.ask(source, [this, source](KeyAnswer answer) {
    boost::asio::post(loop_, [this, source, answer] { settle(source, answer); });
  });
  return true;
}

void WorkerKeys::settle(const std::string& source, KeyAnswer answer) {
  const auto found = waiting_.extract(source);
  if (found.empty()) return;
  waiters_ -= found.mapped().size();
  for (const auto& handler : found.mapped()) handler(answer);
}

}  // namespace bff::runtime
