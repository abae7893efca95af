// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"

namespace bff::config {
namespace {

constexpr std::string_view kClaimTypes[] = {"string", "bool",  "int32",  "int64", "uint32",
                                            "uint64", "float", "double", "list"};
constexpr std::string_view kTextClaims[] = {"sub", "iss", "scope"};

void read_api_keys(const Node& node, Gateway& gateway, Diagnostics& out) {
  ApiKeys keys{.place = node.place};
  MapReader map(&node, "auth.api_keys", out);
  std::string text;
  const Node* file = map.find("file");
  const Node* redis = map.find("redis");
  bool shared = false;
  if (redis != nullptr) read_flag(*redis, map.name("redis"), shared, out);
  if (file != nullptr && shared) {
    out.add("BFF122", redis->place, "'file' and 'redis' both say where the keys are",
            "keep one of them");
  } else if (file != nullptr && read_text(*file, map.name("file"), text, out)) {
    keys.place = file->place;
    keys.file = resolve(gateway, text);
  } else if (file == nullptr && !shared && node.is_map()) {
    out.add("BFF117", node.place, "'auth.api_keys' does not say where the keys are",
            "write 'file: api-keys.json' or 'redis: true'");
  } else if (shared && !gateway.redis) {
    out.add("BFF117", redis->place, "'redis' is not set up",
            "add 'redis: { url: rediss://HOST:6379 }' at the top of the file");
  }
  if (const Node* header = map.find("header")) {
    if (read_text(*header, map.name("header"), text, out)) keys.header = text;
    const bool good = std::ranges::all_of(keys.header, [](char c) {
      return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    if (!good || keys.header == "authorization" || keys.header == "cookie") {
      out.add("BFF119", header->place, "'" + keys.header + "' cannot be the header of keys",
              "write a name of small letters, digits and '-', such as x-api-key");
    }
  }
  map.refuse_unknown();
  gateway.auth.api_keys = std::move(keys);
}

void read_claims(const Node& node, Gateway& gateway, Diagnostics& out) {
  if (!node.is_map()) return report_kind(node, "auth.claims", "a map", out);
  const std::vector<std::string_view> types(std::begin(kClaimTypes), std::end(kClaimTypes));
  for (const Node::Member& member : node.members) {
    std::string type;
    if (!read_text(member.value, "auth.claims." + member.key, type, out)) continue;
    const bool text_by_nature = std::find(std::begin(kTextClaims), std::end(kTextClaims),
                                          member.key) != std::end(kTextClaims);
    if (std::find(types.begin(), types.end(), type) == types.end()) {
      std::string remedy = did_you_mean(type, types);
      if (remedy.empty()) {
        remedy = "write string, bool, int32, int64, uint32, uint64, float, double or list";
      }
      out.add("BFF126", member.value.place, "'" + type + "' is no type of a claim",
              std::move(remedy));
    } else if (text_by_nature && type != "string") {
      out.add("BFF126", member.value.place, "the claim '" + member.key + "' is a text by nature",
              "remove the line");
    } else {
      gateway.auth.claims.emplace(member.key, type);
    }
  }
}

}  // namespace

void read_auth(const Node& node, Gateway& gateway, Diagnostics& out) {
  MapReader map(&node, "auth", out);
  const Node* issuers = map.find("issuers");
  if (issuers != nullptr && issuers->is_list()) {
    for (const Node& item : issuers->items) read_issuer(item, gateway, out);
  } else if (issuers != nullptr) {
    report_kind(*issuers, "auth.issuers", "a list", out);
  }
  if (const Node* keys = map.find("api_keys")) read_api_keys(*keys, gateway, out);
  if (const Node* sessions = map.find("sessions")) read_login(*sessions, gateway, out);
  if (const Node* signing = map.find("signing")) read_signing(*signing, gateway, out);
  if (const Node* claims = map.find("claims")) read_claims(*claims, gateway, out);
  if (const Node* attempts = map.find("attempts")) read_attempts(*attempts, gateway, out);
  const Node* fallback = map.find("default");
  map.refuse_unknown();
  check_introspection(gateway, out);
  for (const Issuer& issuer : gateway.auth.issuers) {
    if (issuer.dpop == Issuer::Dpop::off || gateway.external_url) continue;
    out.add("BFF117", issuer.dpop_place,
            "proofs name the URL that was asked for: 'external_url' is missing",
            "write what clients call this gateway by, as in 'external_url: https://api.example'");
  }
  if (fallback == nullptr || fallback->unknown) return;
  gateway.auth.default_auth = *fallback;
  const bool none = (issuers == nullptr || issuers->items.empty()) && !gateway.auth.api_keys &&
                    !gateway.auth.sessions;
  if (fallback->is_map() && none) {
    out.add("BFF117", fallback->place, "'auth.default' wants tokens, but no issuer is named",
            "name one under auth.issuers, or write public");
  }
}

}  // namespace bff::config
