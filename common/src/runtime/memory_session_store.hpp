// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "runtime/session_store.hpp"

namespace bff::runtime {

// Sessions in the memory of this process, and gone with it. Of more than `capacity` those that
// would have ended first end now.
class MemorySessionStore final : public SessionStore {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;
  explicit MemorySessionStore(std::size_t capacity, Now now = Clock::now)
      : capacity_(capacity), now_(std::move(now)) {}

  void add(StoredSession session, Done<void> done) override;
  void find(const std::string& key, Done<std::optional<std::string>> done) override;
  void replace(StoredSession session, Done<bool> done) override;
  void remove(const std::string& key, Done<bool> done) override;
  void find_owned(const std::string& owner, Done<Found> done) override;
  void find_provided(const std::string& provider, Done<Found> done) override;
  void claim(const std::string& key, const std::string& holder, std::chrono::milliseconds life,
             Done<bool> done) override;
  void release(const std::string& key, const std::string& holder) override;
  void use_once(const std::string& word, std::chrono::milliseconds life, Done<bool> done) override;

  std::size_t size() const noexcept { return sessions_.size(); }

 private:
  struct Kept {
    StoredSession session;
    Clock::time_point until;
  };
  struct Claim {
    std::string holder;
    Clock::time_point until;
  };
  using Sessions = std::map<std::string, Kept, std::less<>>;
  using Index = std::map<std::string, std::set<std::string>, std::less<>>;  // to keys

  void put(StoredSession session);
  void drop(Sessions::iterator kept);
  void drop_ended();
  Found found(const Index& index, const std::string& name);

  std::size_t capacity_;
  Now now_;
  Sessions sessions_;
  Index owners_, providers_;
  std::set<std::pair<Clock::time_point, std::string>> ends_;  // of sessions, by time
  std::map<std::string, Claim, std::less<>> claims_;
  std::map<std::string, Clock::time_point, std::less<>> used_;
};

}  // namespace bff::runtime
