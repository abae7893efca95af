// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <memory>

#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"
#include "config/redis.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kLastDatabase = 9'999;

// "" for redis://host:port/database, where port and database may be left out; else what is wrong.
std::string parse_redis_url(const std::string& text, Redis& redis, Url& url) {
  const bool secure = text.starts_with("rediss://");
  if (!secure && !text.starts_with("redis://")) return "is no redis or rediss URL";
  const std::string rest = text.substr(text.find("//"));
  if (rest.find('@') != rest.npos) return "holds a user";
  if (std::string wrong = parse_url((secure ? "https:" : "http:") + rest, url); !wrong.empty())
    return wrong;
  const std::size_t end = std::min(rest.find_first_of("/?", 2), rest.size());
  const std::size_t colon = rest.rfind(':', end);
  // The colons of an IPv6 address stand in brackets.
  const bool has_port = colon != rest.npos && rest.find(']', colon) >= end;
  const char* const last = url.target.data() + url.target.size();
  std::uint32_t database = 0;
  if (url.target != "/") {
    const auto read = std::from_chars(url.target.data() + 1, last, database);
    if (read.ec != std::errc{} || read.ptr != last || database > kLastDatabase)
      return "has something else behind its host than the number of a database";
  }
  redis.secure = secure;
  redis.host = url.host;
  redis.port = has_port ? url.port : 6379;
  redis.database = database;
  return "";
}

void read_url(const Node& node, bool plaintext, Redis& redis, Diagnostics& out) {
  std::string text;
  if (!read_text(node, "redis.url", text, out)) return;
  Url url;
  if (const std::string wrong = parse_redis_url(text, redis, url); wrong == "holds a user") {
    out.add("BFF120", node.place, "'redis.url' holds a user or a password",
            "write 'username' and 'password_file' or 'password_env' beside it");
  } else if (!wrong.empty()) {
    out.add("BFF120", node.place, "'" + text + "' " + wrong,
            "write it as in 'rediss://redis.internal:6379/0'");
  } else if (!redis.secure && !plaintext && !url.is_loopback()) {
    out.add("BFF120", node.place, "'redis.url' must be rediss: '" + text + "' is not",
            "without TLS whoever is on the way reads and writes sessions and keys; 'plaintext: "
            "true' takes it nevertheless");
  }
}

void read_password(MapReader& map, const Gateway& gateway, Redis& redis, Diagnostics& out) {
  const Node* const file = map.find("password_file");
  const Node* const variable = map.find("password_env");
  if (file != nullptr && variable != nullptr) {
    out.add("BFF122", variable->place,
            "'password_file' and 'password_env' both say where the password is",
            "keep one of them");
    return;
  }
  std::string text;
  if (file != nullptr && read_text(*file, map.name("password_file"), text, out)) {
    redis.password_file = resolve(gateway, text);
    redis.password_place = file->place;
  }
  if (variable != nullptr && read_text(*variable, map.name("password_env"), text, out)) {
    redis.password_env = text;
    redis.password_place = variable->place;
  }
}

}  // namespace

void read_redis(const Node& node, Gateway& gateway, Diagnostics& out) {
  auto redis = std::make_shared<Redis>();
  redis->place = node.place;
  MapReader map(&node, "redis", out);
  bool plaintext = false;
  map.flag("plaintext", plaintext);
  if (const Node* url = map.require("url", "url: rediss://redis.internal:6379"))
    read_url(*url, plaintext, *redis, out);
  const Node* const username = map.find("username");
  if (username != nullptr) read_text(*username, map.name("username"), redis->username, out);
  read_password(map, gateway, *redis, out);
  if (username != nullptr && redis->password_place.source == nullptr) {
    out.add("BFF117", username->place, "'redis.username' needs a password",
            "name its 'password_file' or 'password_env'");
  }
  std::string text;
  const Node* const ca = map.find("ca");
  if (ca != nullptr && read_text(*ca, map.name("ca"), text, out)) {
    redis->ca = resolve(gateway, text);
    redis->ca_place = ca->place;
  }
  if (const Node* prefix = map.find("prefix")) {
    read_text(*prefix, map.name("prefix"), redis->prefix, out);
  }
  map.duration("connect_timeout", 10ms, 60s, redis->connect_timeout);
  map.duration("timeout", 10ms, 60s, redis->timeout);
  map.duration("keep", 1s, 24h, redis->keep);
  map.refuse_unknown();
  gateway.redis = std::move(redis);
}

}  // namespace bff::config
