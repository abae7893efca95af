// SPDX-License-Identifier: Apache-2.0
#include "runtime/memory_session_store.hpp"

#include <utility>

namespace bff::runtime {
namespace {

void forget(std::map<std::string, std::set<std::string>, std::less<>>& index,
            const std::string& name, const std::string& key) {
  const auto at = index.find(name);
  if (at == index.end()) return;
  at->second.erase(key);
  if (at->second.empty()) index.erase(at);
}

}  // namespace

void MemorySessionStore::put(StoredSession session) {
  const auto until = now_() + session.life;
  owners_[session.owner].insert(session.key);
  if (!session.provider.empty()) providers_[session.provider].insert(session.key);
  ends_.emplace(until, session.key);
  sessions_[session.key] = Kept{.session = session, .until = until};
}

void MemorySessionStore::drop(Sessions::iterator kept) {
  const StoredSession& session = kept->second.session;
  forget(owners_, session.owner, session.key);
  forget(providers_, session.provider, session.key);
  ends_.erase({kept->second.until, session.key});
  sessions_.erase(kept);
}

void MemorySessionStore::drop_ended() {
  while (!ends_.empty() && ends_.begin()->first <= now_()) {
    drop(sessions_.find(ends_.begin()->second));
  }
}

void MemorySessionStore::add(StoredSession session, Done<void> done) {
  drop_ended();
  while (sessions_.size() >= capacity_) drop(sessions_.find(ends_.begin()->second));
  put(std::move(session));
  done({});
}

void MemorySessionStore::find(const std::string& key, Done<std::optional<std::string>> done) {
  drop_ended();
  const auto kept = sessions_.find(key);
  done(kept == sessions_.end() ? std::nullopt : std::optional{kept->second.session.text});
}

void MemorySessionStore::replace(StoredSession session, Done<bool> done) {
  drop_ended();
  const auto kept = sessions_.find(session.key);
  if (kept == sessions_.end()) return done(false);
  drop(kept);
  put(std::move(session));
  done(true);
}

void MemorySessionStore::remove(const std::string& key, Done<bool> done) {
  drop_ended();
  const auto kept = sessions_.find(key);
  const bool there = kept != sessions_.end();
  if (there) drop(kept);
  done(there);
}

SessionStore::Found MemorySessionStore::found(const Index& index, const std::string& name) {
  drop_ended();
  Found all;
  const auto at = index.find(name);
  if (at == index.end()) return all;
  for (const std::string& key : at->second) {
    all.emplace_back(key, sessions_.find(key)->second.session.text);
  }
  return all;
}

void MemorySessionStore::find_owned(const std::string& owner, Done<Found> done) {
  done(found(owners_, owner));
}

void MemorySessionStore::find_provided(const std::string& provider, Done<Found> done) {
  done(found(providers_, provider));
}

void MemorySessionStore::claim(const std::string& key, const std::string& holder,
                               std::chrono::milliseconds life, Done<bool> done) {
  const auto now = now_();
  std::erase_if(claims_, [&](const auto& one) { return one.second.until <= now; });
  done(claims_.emplace(key, Claim{.holder = holder, .until = now + life}).second);
}

void MemorySessionStore::release(const std::string& key, const std::string& holder) {
  const auto claimed = claims_.find(key);
  if (claimed != claims_.end() && claimed->second.holder == holder) claims_.erase(claimed);
}

void MemorySessionStore::use_once(const std::string& word, std::chrono::milliseconds life,
                                  Done<bool> done) {
  const auto now = now_();
  std::erase_if(used_, [&](const auto& one) { return one.second <= now; });
  done(used_.emplace(word, now + life).second);
}

}  // namespace bff::runtime
