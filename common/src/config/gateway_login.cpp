// SPDX-License-Identifier: Apache-2.0
// `auth.sessions`: people who log in by browser.
#include <algorithm>
#include <memory>

#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"
#include "config/sessions.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

bool is_word(std::string_view text, std::string_view more) {
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != more.npos;
  });
}

class Reader {
 public:
  Reader(MapReader& map, const Gateway& gateway, Sessions& sessions, Diagnostics& out)
      : map_(map), gateway_(gateway), sessions_(sessions), out_(out) {}

  void read() {
    read_provider();
    read_client();
    read_store();
    read_browser();
    read_times();
  }

 private:
  void refuse(const Node& node, const std::string& what, std::string remedy) {
    out_.add("BFF119", node.place, what, std::move(remedy));
  }

  void text(std::string_view key, std::string& value) {
    if (const Node* node = map_.find(key)) read_text(*node, map_.name(key), value, out_);
  }

  void file(std::string_view key, std::filesystem::path& value, Place& place) {
    const Node* const node = map_.find(key);
    std::string name;
    if (node == nullptr || !read_text(*node, map_.name(key), name, out_)) return;
    value = resolve(gateway_, name);
    place = node->place;
  }

  void read_provider() {
    const Node* const issuer = map_.require("issuer", "issuer: https://id.example");
    const Node* const discovery = map_.find("discovery");
    if (issuer != nullptr && read_text(*issuer, map_.name("issuer"), sessions_.issuer, out_)) {
      std::string url = sessions_.issuer;
      while (url.ends_with('/')) url.pop_back();
      url += "/.well-known/openid-configuration";
      const Node* const written = discovery != nullptr ? discovery : issuer;
      if (discovery == nullptr || read_text(*discovery, map_.name("discovery"), url, out_)) {
        read_provider_url(*written, map_.name(discovery != nullptr ? "discovery" : "issuer"), url,
                          sessions_.discovery, out_);
      }
    }
    file("ca", sessions_.ca, sessions_.ca_place);
    map_.texts(map_.find("algorithms"), "algorithms", [&](const std::string& name, const Node& at) {
      if (!check_algorithm(name, at, out_)) return;
      if (name.starts_with("HS")) {
        refuse(at, "'" + name + "' is no algorithm of keys that are fetched",
               "name those that the provider signs ID tokens with, as in [ES256]");
      }
      sessions_.algorithms.push_back(name);
    });
  }

  void read_client() {
    if (const Node* id = map_.require("client_id", "client_id: bff-web")) {
      read_text(*id, map_.name("client_id"), sessions_.client_id, out_);
    }
    file("client_secret_file", sessions_.client_secret_file, sessions_.secret_place);
    const Node* const scope = map_.find("scope");
    if (scope == nullptr) return;
    std::string words;
    map_.texts(scope, "scope", [&](const std::string& word, const Node& at) {
      if (word.empty() || word.find_first_of(" \"\\") != word.npos) {
        refuse(at, "'" + word + "' is no scope", "write a list, as in [openid, profile]");
      }
      words.append(words.empty() ? "" : " ").append(word);
    });
    if (scope->is_list() && (" " + words + " ").find(" openid ") == words.npos) {
      refuse(*scope, "'" + map_.name("scope") + "' does not ask for openid",
             "without it the provider does not say who has logged in: add openid");
    }
    sessions_.scope = std::move(words);
  }

  void read_store() {
    std::string kind = "memory";
    const Node* const store = map_.find("store");
    if (store != nullptr) read_text(*store, map_.name("store"), kind, out_);
    sessions_.store_place = store != nullptr ? store->place : sessions_.place;
    if (kind == "cookie") {
      sessions_.store = Sessions::Store::cookie;
    } else if (kind == "redis") {
      sessions_.store = Sessions::Store::redis;
    } else if (kind != "memory") {
      refuse(*store, "'" + kind + "' cannot keep sessions", "write memory, redis or cookie");
    }
    file("keys_file", sessions_.keys_file, sessions_.keys_place);
    map_.count("capacity", 1, 10'000'000, sessions_.capacity);
    if (sessions_.store != Sessions::Store::memory && sessions_.keys_file.empty()) {
      out_.add("BFF117", sessions_.store_place, "'" + map_.name("keys_file") + "' is missing",
               "what leaves the gateway is sealed by keys: 'keys sessions FILE' makes a file of "
               "them");
    }
    read_what_takes_a_store();
    if (sessions_.store == Sessions::Store::redis && !gateway_.redis) {
      out_.add("BFF117", sessions_.store_place, "'redis' is not set up",
               "add 'redis: { url: rediss://HOST:6379 }' at the top of the file");
    }
  }

  // To find a session that somebody else ends, and to agree with other gateways on who refreshes
  // it, there must be a place where all of them are.
  void read_what_takes_a_store() {
    map_.flag("fleet", sessions_.fleet);
    map_.flag("backchannel_logout", sessions_.backchannel_logout);
    map_.flag("frontchannel_logout", sessions_.frontchannel_logout);
    const bool in_cookies = sessions_.store == Sessions::Store::cookie;
    if (sessions_.fleet && sessions_.store != Sessions::Store::redis) {
      refuse(*map_.find("fleet"),
             in_cookies ? "sessions in cookies cannot be refreshed once only over several gateways"
                        : "other gateways do not know the sessions in this one's memory",
             "write 'store: redis', or leave 'fleet' out");
    }
    for (const std::string_view key : {"backchannel_logout", "frontchannel_logout"}) {
      const Node* const node = map_.find(key);
      bool wanted = false;
      if (!in_cookies || node == nullptr || !read_flag(*node, map_.name(key), wanted, out_))
        continue;
      if (wanted) {
        refuse(*node,
               "'" + map_.name(key) +
                   "': a provider cannot end sessions that only their "
                   "browsers have",
               "write 'store: memory' or 'store: redis', or leave it out");
      }
    }
    if (in_cookies) sessions_.backchannel_logout = sessions_.frontchannel_logout = false;
  }

  void read_path(std::string_view key, const Node* node, std::string& value) {
    if (node == nullptr || !read_text(*node, map_.name(key), value, out_)) return;
    if (!value.starts_with('/') || value.starts_with("//") ||
        value.find_first_of("\\?#% \"<>") != value.npos) {
      refuse(*node, "'" + map_.name(key) + "' is no path of this gateway",
             "write it as in '/welcome'");
    }
  }

  void read_browser() {
    read_path("path", map_.find("path"), sessions_.path);
    while (sessions_.path.size() > 1 && sessions_.path.ends_with('/')) sessions_.path.pop_back();
    read_path("after_logout", map_.find("after_logout"), sessions_.after_logout);
    read_path("after_error", map_.find("after_error"), sessions_.after_error);
    if (const Node* name = map_.find("cookie")) {
      if (read_text(*name, map_.name("cookie"), sessions_.cookie, out_) &&
          !is_word(sessions_.cookie, "_")) {
        refuse(*name, "'" + sessions_.cookie + "' cannot be the name of a cookie",
               "use small letters, digits and '_'; '__Host-' is put before it");
      }
    }
    if (const Node* same_site = map_.find("same_site")) {
      std::string word;
      if (read_text(*same_site, map_.name("same_site"), word, out_)) {
        if (word != "lax" && word != "strict") {
          refuse(*same_site, "'" + word + "' cannot be a session's SameSite",
                 "write lax or strict");
        }
        sessions_.strict = word == "strict";
      }
    }
    if (const Node* header = map_.find("csrf_header")) {
      if (read_text(*header, map_.name("csrf_header"), sessions_.csrf_header, out_) &&
          (!is_word(sessions_.csrf_header, "-") || !sessions_.csrf_header.starts_with("x-"))) {
        refuse(*header, "'" + sessions_.csrf_header + "' is no header of one's own",
               "browsers send only such a header to another site's page that asks first: write "
               "one that begins with x-");
      }
    }
    map_.texts(map_.find("origins"), "origins", [&](const std::string& origin, const Node& at) {
      Url url;
      if (const std::string wrong = parse_url(origin, url);
          !wrong.empty() || url.target != "/" || origin.ends_with('/')) {
        refuse(at, "'" + origin + "' is no origin", "write it as in 'https://app.example'");
      } else {
        sessions_.origins.push_back(origin);
      }
    });
  }

  void read_times() {
    map_.duration("idle", 0ms, 720h, sessions_.idle);
    map_.duration("absolute", 1s, 8'760h, sessions_.absolute);
    map_.duration("refresh_ahead", 0ms, 1h, sessions_.refresh_ahead);
    map_.duration("leeway", 0ms, 5min, sessions_.leeway);
  }

  MapReader& map_;
  const Gateway& gateway_;
  Sessions& sessions_;
  Diagnostics& out_;
};

}  // namespace

void read_login(const Node& node, Gateway& gateway, Diagnostics& out) {
  auto sessions = std::make_shared<Sessions>();
  sessions->place = node.place;
  MapReader map(&node, "auth.sessions", out);
  Reader{map, gateway, *sessions, out}.read();
  map.refuse_unknown();
  if (!gateway.external_url) {
    out.add("BFF117", node.place, "'external_url' is missing, by which browsers come back",
            "write it at the top, as in 'external_url: https://app.example'");
  } else if (!gateway.external_url->secure && !gateway.external_url->is_loopback()) {
    out.add("BFF120", node.place, "'external_url' must be https where people log in by browser",
            "http is taken on this machine only: put TLS in front of the gateway");
  } else if (gateway.external_url->target != "/") {
    out.add("BFF120", node.place,
            "'external_url' has a path, and a session's cookie is good for the whole host",
            "give the gateway a host of its own");
  }
  gateway.auth.sessions = std::move(sessions);
}

}  // namespace bff::config
