// SPDX-License-Identifier: Apache-2.0
#include "runtime/service_tokens.hpp"

#include <iterator>
#include <utility>

namespace bff::runtime {

ServiceTokens::Token ServiceTokens::find(std::string_view caller, Time now) {
  const auto found = by_caller_.find(caller);
  if (found == by_caller_.end()) return nullptr;
  if (now < found->second->until) return found->second->token;
  forget(found->second);
  return nullptr;
}

void ServiceTokens::remember(std::string caller, std::shared_ptr<const void> holder, Token token,
                             Time until) {
  if (const auto old = by_caller_.find(caller); old != by_caller_.end()) forget(old->second);
  Entry entry{std::move(caller), std::move(holder), std::move(token), until};
  bytes_ += size_of(entry);
  while (!entries_.empty() && (entries_.size() == capacity_ || bytes_ > max_bytes_)) {
    forget(entries_.begin());
  }
  entries_.push_back(std::move(entry));
  by_caller_.emplace(entries_.back().caller, std::prev(entries_.end()));
}

void ServiceTokens::clear() {
  by_caller_.clear();
  entries_.clear();
  bytes_ = 0;
}

std::size_t ServiceTokens::size_of(const Entry& entry) {
  return entry.caller.size() + entry.token->size();
}

void ServiceTokens::forget(std::list<Entry>::iterator entry) {
  by_caller_.erase(entry->caller);
  bytes_ -= size_of(*entry);
  entries_.erase(entry);
}

}  // namespace bff::runtime
