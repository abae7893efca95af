// SPDX-License-Identifier: Apache-2.0
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

struct Entry {
  std::string token;
  std::shared_ptr<const Verified> verified;
};

}  // namespace

// Keyed by the token itself, not by a digest of it: to hash 600 bytes with SHA-256 costs as much
// as the rest of a request's checks together. Nobody can fill a bucket, since only tokens that
// verify get in; and the comparison of bytes is reached only by a token whose 64-bit hash is
// equal, so its time tells nothing about the tokens that are held.
struct TokenCache::Impl {
  std::size_t capacity, max_bytes;
  std::list<Entry> entries{};  // the oldest first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_token{};
  std::size_t bytes = 0;  // of all tokens

  void forget(std::list<Entry>::iterator entry) {
    by_token.erase(entry->token);
    bytes -= entry->token.size();
    entries.erase(entry);
  }

  void remember(Entry entry) {
    if (capacity == 0) return;
    bytes += entry.token.size();
    while (!entries.empty() && (entries.size() == capacity || bytes > max_bytes)) {
      forget(entries.begin());
    }
    entries.push_back(std::move(entry));
    by_token.emplace(entries.back().token, std::prev(entries.end()));
  }
};

TokenCache::TokenCache(std::size_t capacity, std::size_t max_bytes)
    : impl_{new Impl{.capacity = capacity, .max_bytes = max_bytes}} {}
TokenCache::~TokenCache() = default;

Result<std::shared_ptr<const Verified>> TokenCache::verify(
    const Verifier& verifier, std::string_view token, std::chrono::system_clock::time_point now,
    const IssuerRules** wanting) {
  if (token.size() > kMaxToken) return invalid_token("longer than 16 KiB");
  const auto found = impl_->by_token.find(token);
  if (found != impl_->by_token.end() && found->second->verified->keys_hold()) {
    const Verified& known = *found->second->verified;
    const auto checked = check_window(known.from, known.until, now);
    if (checked) return found->second->verified;
    if (now >= known.until) impl_->forget(found->second);
    return checked.error();
  }
  if (found != impl_->by_token.end()) impl_->forget(found->second);
  auto fresh = verifier.verify_window(token, now, wanting);
  if (!fresh) return fresh.error();
  auto verified = std::make_shared<const Verified>(*std::move(fresh));
  impl_->remember({std::string{token}, verified});
  return verified;
}

}  // namespace bff::auth
