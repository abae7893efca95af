// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "auth/introspection.hpp"

namespace bff::runtime {

// A token that its issuer is to be asked about. The token itself goes no further than the request
// that asks; everybody else knows it by its digest.
struct TokenQuestion {
  std::string source;  // who is asked: auth::IssuerRules::Asking
  std::string digest;
  std::string token;
  auth::Asked asked = auth::Asked::whole;
};

// The SHA-256 of a token, for this source.
std::string token_digest(std::string_view source, std::string_view token);

struct TokenAnswer {
  using Time = std::chrono::steady_clock::time_point;
  // Errors: invalid_token; upstream_unavailable where the issuer cannot be asked.
  Result<std::shared_ptr<const auth::Verified>> verdict;
  Time until{};  // it counts for other requests until then
};

// What issuers have said of tokens, while it counts. Good tokens and others have room of their own,
// so that whoever makes tokens up cannot crowd the good ones out; where there is no more, the
// oldest go. One thread.
class TokenAnswers {
 public:
  explicit TokenAnswers(std::size_t capacity) : capacity_(capacity) {}

  // Null: nothing that counts is known. Valid until the next keep().
  const TokenAnswer* find(const std::string& digest, TokenAnswer::Time now) const;
  void keep(const std::string& digest, TokenAnswer answer, TokenAnswer::Time now);
  std::size_t size() const noexcept { return entries_.size(); }

 private:
  using Order = std::list<const std::string*>;  // keys of entries_, the oldest first
  struct Entry {
    TokenAnswer answer;
    Order::iterator place;
  };

  Order& order_of(const TokenAnswer& answer) { return answer.verdict ? good_ : bad_; }
  void forget(const std::string& digest);

  std::size_t capacity_;  // of either kind
  Order good_, bad_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace bff::runtime
