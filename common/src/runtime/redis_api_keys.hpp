// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "auth/api_key.hpp"
#include "upstream/redis_reply.hpp"

namespace bff::runtime {

// API keys in Redis: one hash, `PREFIXapi-keys`, so that each change is one step. It has a field
// for each key, by its id, with a file of that one key (auth/api_key.hpp), and the field `last`:
// what was done last, `+ID` or `-ID`. An id comes once and goes once, so that every change is seen
// there.

// All keys come in one answer, of perhaps many megabytes, for which no request waits.
inline constexpr std::chrono::milliseconds kApiKeyPatience{10'000};

upstream::RedisCommand ask_last_change(const std::string& prefix);
upstream::RedisCommand ask_api_keys(const std::string& prefix);
upstream::RedisCommand add_api_key(const std::string& prefix, const auth::ApiKey& key);
// The reply is 0 where there was none.
upstream::RedisCommand revoke_api_key(const std::string& prefix, const std::string& id);

struct SharedApiKeys {
  std::string last;
  std::vector<auth::ApiKey> keys;     // by id
  std::vector<std::string> unusable;  // "ID: why", of what is no key
};
// Of the reply to ask_api_keys().
Result<SharedApiKeys> read_shared_api_keys(const upstream::RedisReply& reply);

}  // namespace bff::runtime
