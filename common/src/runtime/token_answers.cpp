// SPDX-License-Identifier: Apache-2.0
#include "runtime/token_answers.hpp"

#include <utility>

#include "auth/digest.hpp"

namespace bff::runtime {

std::string token_digest(std::string_view source, std::string_view token) {
  std::string text;
  text.reserve(source.size() + 1 + token.size());
  return auth::sha256(text.append(source).append("\n").append(token));
}

const TokenAnswer* TokenAnswers::find(const std::string& digest, TokenAnswer::Time now) const {
  const auto found = entries_.find(digest);
  if (found == entries_.end() || now >= found->second.answer.until) return nullptr;
  return &found->second.answer;
}

void TokenAnswers::keep(const std::string& digest, TokenAnswer answer, TokenAnswer::Time now) {
  forget(digest);
  if (answer.until <= now || capacity_ == 0) return;
  Order& order = order_of(answer);
  if (order.size() == capacity_) forget(*order.front());
  const auto [entry, added] = entries_.emplace(digest, Entry{std::move(answer), {}});
  entry->second.place = order.insert(order.end(), &entry->first);
}

void TokenAnswers::forget(const std::string& digest) {
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return;
  order_of(found->second.answer).erase(found->second.place);
  entries_.erase(found);
}

}  // namespace bff::runtime
