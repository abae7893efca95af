// SPDX-License-Identifier: Apache-2.0
#include "runtime/redis_api_keys.hpp"

#include <algorithm>

namespace bff::runtime {
namespace {

using upstream::RedisCommand;
using upstream::RedisReply;

constexpr const char* kLast = "last";
constexpr const char* kRevoke = R"(
if ARGV[1] == 'last' then return 0 end
local gone = redis.call('HDEL', KEYS[1], ARGV[1])
if gone == 1 then redis.call('HSET', KEYS[1], 'last', '-' .. ARGV[1]) end
return gone
)";

std::string hash_of(const std::string& prefix) { return prefix + "api-keys"; }

// "" or why the field holds no key.
std::string read_field(const std::string& id, const std::string& text,
                       std::vector<auth::ApiKey>& keys) {
  auto read = auth::parse_api_keys(text);
  if (!read) return read.error().internal;
  if (read->size() != 1) return "it holds " + std::to_string(read->size()) + " keys";
  if (read->front().id != id) return "it holds the key '" + read->front().id + "'";
  keys.push_back(std::move(read->front()));
  return "";
}

}  // namespace

RedisCommand ask_last_change(const std::string& prefix) { return {"HGET", hash_of(prefix), kLast}; }

RedisCommand ask_api_keys(const std::string& prefix) { return {"HGETALL", hash_of(prefix)}; }

RedisCommand add_api_key(const std::string& prefix, const auth::ApiKey& key) {
  return {"HSET", hash_of(prefix), key.id, auth::api_keys_json({key}), kLast, "+" + key.id};
}

RedisCommand revoke_api_key(const std::string& prefix, const std::string& id) {
  return {"EVAL", kRevoke, "1", hash_of(prefix), id};
}

Result<SharedApiKeys> read_shared_api_keys(const RedisReply& reply) {
  if (reply.kind != RedisReply::Kind::list || reply.list.size() % 2 != 0)
    return Error{.code = Errc::upstream_unavailable,
                 .internal = "Redis answers with something else"};
  SharedApiKeys shared;
  for (std::size_t i = 0; i < reply.list.size(); i += 2) {
    const std::string& field = reply.list[i].text;
    const std::string& text = reply.list[i + 1].text;
    if (field == kLast) {
      shared.last = text;
    } else if (const std::string why = read_field(field, text, shared.keys); !why.empty()) {
      shared.unusable.push_back(field + ": " + why);
    }
  }
  std::ranges::sort(shared.keys, {}, &auth::ApiKey::id);
  return shared;
}

}  // namespace bff::runtime
