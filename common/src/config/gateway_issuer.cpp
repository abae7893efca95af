// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string_view> kAlgorithms{"RS256", "RS384", "RS512", "PS256", "PS384",
                                                "PS512", "ES256", "ES384", "ES512", "EdDSA",
                                                "HS256", "HS384", "HS512"};

bool is_keyed_hash(std::string_view algorithm) { return algorithm.starts_with("HS"); }

// A text, or a list of them.
void read_texts(MapReader& map, const Node* node, std::string_view key,
                std::vector<std::string>& texts, Diagnostics& out) {
  if (node == nullptr) return;
  if (node->is_list()) {
    map.texts(node, key, [&](const std::string& text, const Node&) { texts.push_back(text); });
    return;
  }
  std::string text;
  if (read_text(*node, map.name(key), text, out)) texts.push_back(std::move(text));
}

void read_discovery(const Node& node, const std::string& name, Issuer& issuer, Diagnostics& out) {
  std::string text = issuer.issuer;
  if (node.is_text()) {
    if (read_text(node, name, text, out))
      read_provider_url(node, name, text, issuer.discovery, out);
    return;
  }
  bool on = false;
  if (!read_flag(node, name, on, out)) return;
  if (!on) {
    out.add("BFF119", node.place, "'" + name + "' must be true or a URL", "or remove the line");
    return;
  }
  while (text.ends_with('/')) text.pop_back();
  read_provider_url(node, name, text + "/.well-known/openid-configuration", issuer.discovery, out);
}

void read_file(MapReader& map, const Node& node, std::string_view key, const Gateway& gateway,
               std::filesystem::path& file, Diagnostics& out) {
  std::string text;
  if (read_text(node, map.name(key), text, out)) file = resolve(gateway, text);
}

// Where the keys are; said once. The key that says it, or "".
std::string_view read_keys(const Node& whole, MapReader& map, const Gateway& gateway,
                           Issuer& issuer, Diagnostics& out) {
  const std::pair<std::string_view, const Node*> ways[] = {
      {"jwks_file", map.find("jwks_file")},
      {"jwks_url", map.find("jwks_url")},
      {"discovery", map.find("discovery")},
      {"secret_file", map.find("secret_file")}};
  std::string_view way;
  for (const auto& [key, node] : ways) {
    if (node == nullptr) continue;
    if (!way.empty()) {
      out.add(
          "BFF122", node->place,
          "'" + std::string{way} + "' and '" + std::string{key} + "' both say where the keys are",
          "keep one of them");
      return "";
    }
    way = key;
    issuer.keys_place = node->place;
    if (key == "jwks_file") {
      read_file(map, *node, key, gateway, issuer.jwks_file, out);
    } else if (key == "secret_file") {
      read_file(map, *node, key, gateway, issuer.secret_file, out);
    } else if (key == "discovery") {
      read_discovery(*node, map.name(key), issuer, out);
    } else {
      std::string text;
      if (read_text(*node, map.name(key), text, out))
        read_provider_url(*node, map.name(key), text, issuer.jwks_url, out);
    }
  }
  if (way.empty() && whole.is_map() && whole.find("introspection") == nullptr)
    out.add("BFF117", whole.place, "'auth.issuers' does not say where the keys are",
            "write 'jwks_file: keys.json', 'jwks_url: https://…', 'discovery: true' or "
            "'secret_file: FILE', or for tokens that only the issuer can read 'introspection: …'");
  return way;
}

void read_algorithms(MapReader& map, std::string_view way, Issuer& issuer, Diagnostics& out) {
  const Node* const node = map.find("algorithms");
  const bool secret = way == "secret_file";
  if (node == nullptr) {
    if (secret)
      out.add("BFF117", issuer.keys_place, "a secret needs 'auth.issuers.algorithms'",
              "write 'algorithms: [HS256]'");
    return;
  }
  map.texts(node, "algorithms", [&](const std::string& text, const Node& item) {
    if (!check_algorithm(text, item, out)) return;
    if (!way.empty() && is_keyed_hash(text) != secret) {
      out.add(
          "BFF119", item.place,
          secret ? "'" + text + "' needs a public key, and 'secret_file' is a secret"
                 : "'" + text + "' needs a secret that both sides know",
          secret ? "write HS256, HS384 or HS512" : "name a 'secret_file', or another algorithm");
    } else {
      issuer.algorithms.push_back(text);
    }
  });
}

// What only keys that are fetched have; `ca` is for questions about tokens, too.
void read_fetching(const Node& whole, MapReader& map, std::string_view way, const Gateway& gateway,
                   Issuer& issuer, Diagnostics& out) {
  if (const Node* ca = map.find("ca")) {
    issuer.ca_place = ca->place;
    read_file(map, *ca, "ca", gateway, issuer.ca, out);
  }
  map.duration("refresh", 1s, 24h, issuer.refresh);
  map.duration("refetch", 1s, 1h, issuer.refetch);
  map.duration("keep", 1s, 8760h, issuer.keep);
  const bool asked = whole.find("introspection") != nullptr;
  if (way == "jwks_url" || way == "discovery" || (way.empty() && !asked)) return;
  for (const std::string_view key : {"ca", "refresh", "refetch", "keep"}) {
    const Node* const node = whole.find(key);
    if (node == nullptr || (asked && key == "ca")) continue;
    out.add("BFF119", node->place, "'" + map.name(key) + "' is of keys that are fetched",
            "remove it, or name a 'jwks_url' or 'discovery'");
  }
}

void read_dpop(MapReader& map, Issuer& issuer, Diagnostics& out) {
  const Node* const node = map.find("dpop");
  std::string text;
  if (node == nullptr || !read_text(*node, map.name("dpop"), text, out)) return;
  issuer.dpop_place = node->place;
  if (text == "required") {
    issuer.dpop = Issuer::Dpop::required;
  } else if (text == "optional") {
    issuer.dpop = Issuer::Dpop::optional;
  } else if (text != "off") {
    out.add("BFF119", node->place,
            "'auth.issuers.dpop' must be required, optional or off, not '" + text + "'",
            did_you_mean(text, {"required", "optional", "off"}));
  }
}

}  // namespace

// Keys that came without TLS could be anybody's, so that it is left out on this machine only.
void read_provider_url(const Node& node, const std::string& name, const std::string& text,
                       std::optional<Url>& value, Diagnostics& out) {
  Url url;
  if (const std::string wrong = parse_url(text, url); !wrong.empty()) {
    out.add("BFF120", node.place, "'" + text + "' " + wrong,
            "write a URL, as in 'https://id.example/keys'");
  } else if (!url.secure && !url.is_loopback()) {
    out.add("BFF120", node.place, "'" + name + "' must be https: '" + text + "' is not",
            "http is taken from this machine only");
  } else {
    value = std::move(url);
  }
}

bool check_algorithm(const std::string& text, const Node& node, Diagnostics& out) {
  if (std::find(kAlgorithms.begin(), kAlgorithms.end(), text) != kAlgorithms.end()) return true;
  out.add("BFF119", node.place, "'" + text + "' is no algorithm that can be verified",
          did_you_mean(text, kAlgorithms));
  return false;
}

void read_issuer(const Node& node, Gateway& gateway, Diagnostics& out) {
  Issuer issuer{.place = node.place};
  MapReader map(&node, "auth.issuers", out);
  if (const Node* name = map.require("issuer", "issuer: https://id.example")) {
    if (read_text(*name, map.name("issuer"), issuer.issuer, out)) {
      issuer.place = name->place;
      for (const Issuer& other : gateway.auth.issuers) {
        if (other.issuer != issuer.issuer) continue;
        out.add("BFF122", name->place, "the issuer '" + issuer.issuer + "' is named twice",
                "give each issuer one entry");
      }
    }
  }
  read_texts(map, map.require("audience", "audience: NAME"), "audience", issuer.audiences, out);
  const std::string_view way = read_keys(node, map, gateway, issuer, out);
  read_algorithms(map, way, issuer, out);
  read_fetching(node, map, way, gateway, issuer, out);
  read_texts(map, map.find("types"), "types", issuer.types, out);
  read_texts(map, map.find("azp"), "azp", issuer.parties, out);
  map.duration("leeway", 0ms, 10min, issuer.leeway);
  Milliseconds max_age{0};
  map.duration("max_age", 1s, 8760h, max_age);
  if (max_age.count() > 0) issuer.max_age = max_age;
  read_dpop(map, issuer, out);
  if (const Node* asked = map.find("introspection")) {
    read_introspection(*asked, issuer, gateway, out);
  }
  map.refuse_unknown();
  gateway.auth.issuers.push_back(std::move(issuer));
}

}  // namespace bff::config
