// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstring>
#include <list>
#include <unordered_map>
#include <utility>

#include "auth/claims.hpp"
#include "auth/jws.hpp"
#include "auth/openssl.hpp"
#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

using Digest = std::array<unsigned char, 32>;

// A SHA-256 needs no further hashing, and nobody can choose tokens that collide and verify.
struct FirstBytes {
  std::size_t operator()(const Digest& digest) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
  }
};

struct Entry {
  Digest digest;
  std::shared_ptr<const Principal> principal;
  std::chrono::system_clock::time_point from, until;
};

}  // namespace

struct TokenCache::Impl {
  std::size_t capacity;
  // Fetched once: OpenSSL 3 else looks the algorithm up for each digest.
  EvpDigest sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  EvpDigestContext context{EVP_MD_CTX_new()};
  std::list<Entry> entries{};  // the oldest first
  std::unordered_map<Digest, std::list<Entry>::iterator, FirstBytes> by_digest{};

  bool digest(std::string_view token, Digest& digest) const {
    return sha256 && context && EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
           EVP_DigestUpdate(context.get(), token.data(), token.size()) == 1 &&
           EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  }

  void forget(std::list<Entry>::iterator entry) {
    by_digest.erase(entry->digest);
    entries.erase(entry);
  }

  void remember(Entry entry) {
    if (capacity == 0) return;
    if (entries.size() == capacity) forget(entries.begin());
    entries.push_back(std::move(entry));
    by_digest.emplace(entries.back().digest, std::prev(entries.end()));
  }
};

TokenCache::TokenCache(std::size_t capacity) : impl_{new Impl{.capacity = capacity}} {}
TokenCache::~TokenCache() = default;

Result<std::shared_ptr<const Principal>> TokenCache::verify(
    const Verifier& verifier, std::string_view token, std::chrono::system_clock::time_point now) {
  if (token.size() > kMaxToken) return invalid_token("longer than 16 KiB");
  Digest digest;
  if (!impl_->digest(token, digest))
    return Error{.code = Errc::internal, .internal = "OpenSSL gives no SHA-256"};
  if (const auto found = impl_->by_digest.find(digest); found != impl_->by_digest.end()) {
    const Entry& entry = *found->second;
    const auto checked = check_window(entry.from, entry.until, now);
    if (checked) return entry.principal;
    if (now >= entry.until) impl_->forget(found->second);
    return checked.error();
  }
  auto verified = verifier.verify_window(token, now);
  if (!verified) return verified.error();
  auto principal = std::make_shared<const Principal>(std::move(verified->principal));
  impl_->remember({digest, principal, verified->from, verified->until});
  return principal;
}

}  // namespace bff::auth
