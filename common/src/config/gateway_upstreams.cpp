// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "config/address.hpp"
#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

// "shop.v1.UserService": identifiers joined by dots.
bool is_full_name(std::string_view text) {
  bool at_start = true;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    if (c == '.' ? at_start : !(letter || (digit && !at_start))) return false;
    at_start = c == '.';
  }
  return !at_start;
}

// Service -> where it was first named, over all upstreams.
using Seen = std::map<std::string, std::pair<std::string, Place>>;

void add_service(const std::string& service, const Place& place, Upstream& upstream, Seen& seen,
                 Diagnostics& out) {
  if (!is_full_name(service)) {
    out.add("BFF126", place, "'" + service + "' is no full name of a service",
            "write it with its package, as in 'shop.v1.UserService'");
    return;
  }
  const auto [first, added] = seen.try_emplace(service, upstream.name, place);
  if (!added) {
    out.add("BFF122", place,
            "the service '" + service + "' is already behind the upstream '" + first->second.first +
                "' (line " + std::to_string(first->second.second.line) + ")",
            "name it once");
    return;
  }
  upstream.services.push_back(service);
  upstream.service_places.push_back(place);
}

void add_endpoint(const std::string& endpoint, const Place& place, Upstream& upstream,
                  Diagnostics& out) {
  HostPort parsed;
  const std::string wrong = parse_endpoint(endpoint, parsed);
  const auto& known = upstream.endpoints;
  if (!wrong.empty()) {
    out.add("BFF121", place, "'" + endpoint + "' " + wrong,
            "write 'host:port', as in 'users.internal:50051'");
  } else if (std::find(known.begin(), known.end(), endpoint) != known.end()) {
    out.add("BFF122", place, "the endpoint '" + endpoint + "' is named twice", "remove one");
  } else {
    upstream.endpoints.push_back(endpoint);
  }
}

}  // namespace

void read_upstreams(const Node& node, Gateway& gateway, Diagnostics& out) {
  if (!node.is_map()) return report_kind(node, "upstreams", "a map", out);
  if (node.members.empty()) {
    out.add("BFF119", node.place, "'upstreams' must not be empty",
            "write 'NAME: { services: [...], endpoints: [...] }'");
  }
  Seen seen;
  for (const Node::Member& member : node.members) {
    check_name(member.key, "an upstream", member.key_place, out);
    Upstream upstream{.name = member.key, .place = member.key_place};
    MapReader map(&member.value, "upstreams." + member.key, out);
    map.texts(map.require("services", "services: [shop.v1.UserService]"), "services",
              [&](const std::string& text, const Node& item) {
                add_service(text, item.place, upstream, seen, out);
              });
    map.texts(map.require("endpoints", "endpoints: [\"127.0.0.1:50051\"]"), "endpoints",
              [&](const std::string& text, const Node& item) {
                add_endpoint(text, item.place, upstream, out);
              });
    map.size("max_message", 1024, std::size_t{1} << 30, upstream.max_message);
    map.duration("connect_timeout", 1ms, 1min, upstream.connect_timeout);
    map.duration("keepalive", 1ms, 1h, upstream.keepalive);
    if (const Node* caller = map.find("caller"))
      read_caller(*caller, map.name("caller"), gateway, upstream, out);
    map.refuse_unknown();
    gateway.upstreams.push_back(std::move(upstream));
  }
}

void read_in_process(const Node& node, Gateway& gateway, Diagnostics& out) {
  MapReader map(nullptr, "", out);
  map.texts(&node, "in_process", [&](const std::string& service, const Node& item) {
    const auto& own = gateway.in_process;
    const auto same = [&](const auto& known) { return known.first == service; };
    const auto upstream = std::find_if(
        gateway.upstreams.begin(), gateway.upstreams.end(), [&](const Upstream& known) {
          return std::find(known.services.begin(), known.services.end(), service) !=
                 known.services.end();
        });
    if (!is_full_name(service)) {
      out.add("BFF126", item.place, "'" + service + "' is no full name of a service",
              "write it with its package, as in 'shop.local.Checkout'");
    } else if (upstream != gateway.upstreams.end()) {
      out.add(
          "BFF122", item.place,
          "the service '" + service + "' is already behind the upstream '" + upstream->name + "'",
          "name it once");
    } else if (std::any_of(own.begin(), own.end(), same)) {
      out.add("BFF122", item.place, "the service '" + service + "' is named twice", "remove one");
    } else {
      gateway.in_process.emplace_back(service, item.place);
    }
  });
}

// BCP 47: subtags of one to eight letters and digits.
void read_languages(const Node& node, Gateway& gateway, Diagnostics& out) {
  MapReader map(nullptr, "", out);
  map.texts(&node, "languages", [&](const std::string& tag, const Node& item) {
    bool good = true;
    std::size_t size = 0;
    for (const char c : tag + "-") {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == '-') {
        good = good && size >= 1 && size <= 8;
        size = 0;
      } else {
        good = good && (letter || (c >= '0' && c <= '9'));
        ++size;
      }
    }
    const auto& known = gateway.languages;
    if (!good) {
      out.add("BFF126", item.place, "'" + tag + "' is no language tag", "as in 'en' or 'pt-BR'");
    } else if (std::find(known.begin(), known.end(), tag) != known.end()) {
      out.add("BFF122", item.place, "the language '" + tag + "' is named twice", "remove one");
    } else {
      gateway.languages.push_back(tag);
    }
  });
}

}  // namespace bff::config
