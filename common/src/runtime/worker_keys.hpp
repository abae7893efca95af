// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "auth/verifier.hpp"
#include "runtime/key_service.hpp"

namespace bff::runtime {

// The fetched keys as one worker knows them, and its requests that wait for one that is not among
// them. On the worker's thread.
class WorkerKeys {
 public:
  // Both outlive this object's use. Subscribes to the service.
  WorkerKeys(boost::asio::io_context& loop, KeyService& service);
  WorkerKeys(const WorkerKeys&) = delete;
  WorkerKeys& operator=(const WorkerKeys&) = delete;

  // Where the keys of a source are; the same for all who ask.
  std::shared_ptr<const auth::KeySlot> slot(const std::string& source) { return slot_of(source); }

  // Whether the request may wait: `handler` is called later then, within IssuerKeys::kPatience.
  // Requests that ask for the same source share one question.
  bool wait(const std::string& source, IssuerKeys::OnAnswer handler);

 private:
  // Requests that wait at a time, some 20 kB each.
  static constexpr std::size_t kMostWaiting = 1'000;

  std::shared_ptr<auth::KeySlot> slot_of(const std::string& source);
  void settle(const std::string& source, KeyAnswer answer);

  boost::asio::io_context& loop_;
  KeyService& service_;
  std::map<std::string, std::shared_ptr<auth::KeySlot>> slots_;
  std::map<std::string, std::vector<IssuerKeys::OnAnswer>> waiting_;  // by source; none is empty
  std::size_t waiters_ = 0;
};

}  // namespace bff::runtime
