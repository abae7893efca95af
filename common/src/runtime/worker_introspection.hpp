// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "runtime/introspection_service.hpp"

namespace bff::runtime {

// What issuers have said of tokens as one worker knows it, and its requests that wait to be told.
// On the worker's thread.
class WorkerIntrospection {
 public:
  // Both outlive this object's use.
  WorkerIntrospection(boost::asio::io_context& loop, IntrospectionService& service)
      : loop_(loop), service_(service) {}
  WorkerIntrospection(const WorkerIntrospection&) = delete;
  WorkerIntrospection& operator=(const WorkerIntrospection&) = delete;

  // Null: the issuer has to be asked.
  const TokenAnswer* find(const std::string& digest, TokenAnswer::Time now) const {
    return answers_.find(digest, now);
  }
  // Whether the request may wait: `handler` is called later then. Requests with the same token
  // share one question.
  bool wait(TokenQuestion question, Introspector::OnAnswer handler);

 private:
  // Requests that wait at a time, some 20 kB each.
  static constexpr std::size_t kMostWaiting = 1'000;
  static constexpr std::size_t kMostKept = 4'096;

  void settle(const std::string& digest, const TokenAnswer& answer);

  boost::asio::io_context& loop_;
  IntrospectionService& service_;
  TokenAnswers answers_{kMostKept};
  std::map<std::string, std::vector<Introspector::OnAnswer>> waiting_;  // by digest; none is empty
  std::size_t waiters_ = 0;
};

}  // namespace bff::runtime
