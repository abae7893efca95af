// SPDX-License-Identifier: Apache-2.0
#include "runtime/redis_session_store.hpp"

#include <algorithm>

namespace bff::runtime {
namespace {

using std::chrono::milliseconds;
using upstream::RedisCommand;
using upstream::RedisReply;

// Sessions whose texts are asked for at once.
constexpr std::size_t kChunk = 100;

// KEYS: the session, its indexes. ARGV: text, life, the session's key as indexes have it, how.
constexpr const char* kWrite = R"(
local set = {'SET', KEYS[1], ARGV[1], 'PX', ARGV[2]}
if ARGV[4] == 'replace' then set[6] = 'XX' end
if not redis.call(unpack(set)) then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #KEYS do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  redis.call('ZADD', KEYS[i], now + ARGV[2], ARGV[3])
  if redis.call('PTTL', KEYS[i]) < tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
  end
end
return 1
)";

constexpr const char* kRelease = R"(
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
)";

// Redis knows no life of nothing.
std::string in_milliseconds(milliseconds life) {
  return std::to_string(std::max(life, milliseconds{1}).count());
}

Error unexpected() {
  return {.code = Errc::upstream_unavailable, .internal = "Redis answers with something else"};
}

// A number as whether it is 1.
upstream::RedisClient::Done as_truth(SessionStore::Done<bool> done) {
  return [done = std::move(done)](const Result<RedisReply>& reply) {
    if (!reply) return done(reply.error());
    if (reply->kind != RedisReply::Kind::integer) return done(unexpected());
    done(reply->integer == 1);
  };
}

}  // namespace

RedisSessionStore::RedisSessionStore(std::unique_ptr<upstream::RedisClient> client,
                                     std::string prefix)
    : prefix_(std::move(prefix)), client_(std::move(client)) {}

void RedisSessionStore::add(StoredSession session, Done<void> done) {
  write(session, true, [done = std::move(done)](const Result<bool>& written) {
    if (!written) return done(written.error());
    done({});
  });
}

void RedisSessionStore::replace(StoredSession session, Done<bool> done) {
  write(session, false, std::move(done));
}

void RedisSessionStore::write(const StoredSession& session, bool anew, Done<bool> done) {
  RedisCommand command{"EVAL", kWrite, "", name("session:", session.key)};
  if (!session.owner.empty()) command.push_back(name("owner:", session.owner));
  if (!session.provider.empty()) command.push_back(name("provider:", session.provider));
  command[2] = std::to_string(command.size() - 3);
  command.insert(command.end(), {session.text, in_milliseconds(session.life), session.key,
                                 anew ? "add" : "replace"});
  client_->send(std::move(command), as_truth(std::move(done)));
}

void RedisSessionStore::find(const std::string& key, Done<std::optional<std::string>> done) {
  client_->send({"GET", name("session:", key)}, [done = std::move(done)](Result<RedisReply> reply) {
    if (!reply) return done(reply.error());
    if (reply->kind == RedisReply::Kind::nil) return done(std::nullopt);
    if (reply->kind != RedisReply::Kind::text) return done(unexpected());
    done(std::move(reply->text));
  });
}

void RedisSessionStore::remove(const std::string& key, Done<bool> done) {
  client_->send({"DEL", name("session:", key)}, as_truth(std::move(done)));
}

void RedisSessionStore::claim(const std::string& key, const std::string& holder, milliseconds life,
                              Done<bool> done) {
  set_new(name("claim:", key), holder, life, std::move(done));
}

void RedisSessionStore::release(const std::string& key, const std::string& holder) {
  client_->send({"EVAL", kRelease, "1", name("claim:", key), holder},
                [](const Result<RedisReply>&) {});
}

void RedisSessionStore::use_once(const std::string& word, milliseconds life, Done<bool> done) {
  set_new(name("used:", word), "1", life, std::move(done));
}

void RedisSessionStore::set_new(std::string name, const std::string& text, milliseconds life,
                                Done<bool> done) {
  client_->send(
      {"SET", std::move(name), text, "NX", "PX", in_milliseconds(life)},
      [done = std::move(done)](const Result<RedisReply>& reply) {
        if (!reply) return done(reply.error());
        if (reply->kind != RedisReply::Kind::status && reply->kind != RedisReply::Kind::nil)
          return done(unexpected());
        done(reply->kind == RedisReply::Kind::status);
      });
}

// A list of sessions as it comes together, a chunk after the other: one answer for all of them
// would be as large as somebody has sessions.
struct RedisSessionStore::Listing {
  std::string index;
  Done<Found> done;
  std::vector<std::string> keys = {};
  std::size_t next = 0;  // of keys
  Found found = {};
};

void RedisSessionStore::find_owned(const std::string& owner, Done<Found> done) {
  find_listed(name("owner:", owner), std::move(done));
}

void RedisSessionStore::find_provided(const std::string& provider, Done<Found> done) {
  find_listed(name("provider:", provider), std::move(done));
}

void RedisSessionStore::find_listed(std::string index, Done<Found> done) {
  const auto listing =
      std::make_shared<Listing>(Listing{.index = std::move(index), .done = std::move(done)});
  client_->send({"ZRANGE", listing->index, "0", "-1"},
                [this, listing](const Result<RedisReply>& reply) {
                  if (!reply) return listing->done(reply.error());
                  if (reply->kind != RedisReply::Kind::list) return listing->done(unexpected());
                  for (const RedisReply& key : reply->list) listing->keys.push_back(key.text);
                  find_next(listing);
                });
}

void RedisSessionStore::find_next(const std::shared_ptr<Listing>& listing) {
  const std::size_t begin = listing->next;
  const std::size_t end = std::min(begin + kChunk, listing->keys.size());
  if (begin == end) return listing->done(std::move(listing->found));
  listing->next = end;
  RedisCommand command{"MGET"};
  for (std::size_t i = begin; i < end; ++i) command.push_back(name("session:", listing->keys[i]));
  client_->send(std::move(command), [this, listing, begin, end](const Result<RedisReply>& reply) {
    if (!reply) return listing->done(reply.error());
    if (reply->kind != RedisReply::Kind::list || reply->list.size() != end - begin)
      return listing->done(unexpected());
    RedisCommand dead{"ZREM", listing->index};
    for (std::size_t i = begin; i < end; ++i) {
      const RedisReply& text = reply->list[i - begin];
      if (text.kind == RedisReply::Kind::text) {
        listing->found.emplace_back(listing->keys[i], text.text);
      } else {
        dead.push_back(listing->keys[i]);
      }
    }
    // No session comes back under its key: what is dead now stays so.
    if (dead.size() > 2) client_->send(std::move(dead), [](const Result<RedisReply>&) {});
    find_next(listing);
  });
}

}  // namespace bff::runtime
