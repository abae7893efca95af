// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "runtime/session_store.hpp"
#include "upstream/redis_client.hpp"

namespace bff::runtime {

// Sessions in Redis, where all gateways that share it find them. Each change is one command or one
// script, so that no other gateway sees half of it. All keys begin with the prefix:
//
//   session:KEY     the text                      expires with the session
//   owner:OWNER     keys of sessions, by their    with the session that lives longest; a key goes
//   provider:WHO      time of expiry                when another is written, or when it is met dead
//   claim:KEY       the holder                    after the claim's life
//   used:WORD       that it is                    after the word's life
//
// Redis 5 or later, or what speaks like it; one server, as scripts use several keys at once.
class RedisSessionStore final : public SessionStore {
 public:
  RedisSessionStore(std::unique_ptr<upstream::RedisClient> client, std::string prefix);

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

 private:
  struct Listing;

  std::string name(const char* kind, const std::string& key) const { return prefix_ + kind + key; }
  void write(const StoredSession& session, bool anew, Done<bool> done);
  // Whether it was not there yet.
  void set_new(std::string name, const std::string& text, std::chrono::milliseconds life,
               Done<bool> done);
  void find_listed(std::string index, Done<Found> done);
  void find_next(const std::shared_ptr<Listing>& listing);

  const std::string prefix_;
  const std::unique_ptr<upstream::RedisClient> client_;
};

}  // namespace bff::runtime
