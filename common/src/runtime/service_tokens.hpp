// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bff::runtime {

// Tokens for the services of one upstream, by the callers that they stand for. Bounded by their
// number and by their bytes in all; the oldest go first. One per worker and snapshot, not
// thread-safe.
class ServiceTokens {
 public:
  using Time = std::chrono::system_clock::time_point;
  using Token = std::shared_ptr<const std::string>;  // "Bearer …", as it is sent

  ServiceTokens() = default;
  ServiceTokens(std::size_t capacity, std::size_t max_bytes)
      : capacity_(capacity), max_bytes_(max_bytes) {}

  // Null: there is none, or not any more.
  Token find(std::string_view caller, Time now);
  // `caller`: what only this caller has. `holder` is kept as long, and may be null.
  void remember(std::string caller, std::shared_ptr<const void> holder, Token token, Time until);
  void clear();
  std::size_t size() const noexcept { return entries_.size(); }

 private:
  struct Entry {
    std::string caller;
    std::shared_ptr<const void> holder;
    Token token;
    Time until;
  };
  void forget(std::list<Entry>::iterator entry);

  static std::size_t size_of(const Entry& entry);

  std::size_t capacity_ = 4096, max_bytes_ = std::size_t{8} << 20, bytes_ = 0;
  std::list<Entry> entries_;  // the oldest first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_caller_;
};

}  // namespace bff::runtime
