// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "config/app_versions.hpp"
#include "config/gateway_sections.hpp"

namespace bff::config {
namespace {

bool is_header_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

void read_header(const Node* node, std::string_view key, std::string& name, Diagnostics& out) {
  if (node == nullptr || !read_text(*node, key, name, out) || is_header_name(name)) return;
  out.add("BFF119", node->place, "'" + name + "' is no name of a header",
          "write small letters, digits and '-', as in x-app-version");
}

std::string in_small_letters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// `4.2` is a number to YAML, `4.2.0` a text.
void read_version(const Node& node, const std::string& name, AppVersions::Rule& rule,
                  Diagnostics& out) {
  if (node.kind == Node::Kind::number) {
    rule.text = node.scalar;
  } else if (!read_text(node, name, rule.text, out)) {
    return;
  }
  const auto version = parse_app_version(rule.text);
  if (version) {
    rule.minimum = *version;
  } else {
    out.add("BFF119", node.place, "'" + rule.text + "' is no version",
            "write one to four numbers, as in 4.2.0");
  }
}

void read_url(const Node& node, const std::string& name, AppVersions::Rule& rule,
              Diagnostics& out) {
  if (!read_text(node, name, rule.update_url, out)) return;
  const std::size_t scheme = rule.update_url.find(':');
  const bool good = scheme != std::string::npos && scheme > 0 &&
                    rule.update_url.find_first_of(" \t\"<>\\") == std::string::npos;
  if (good) return;
  out.add("BFF120", node.place, "'" + rule.update_url + "' is no URL",
          "write where the new app is, as in https://apps.example/shop");
}

using ReadMember = void (*)(const Node&, const std::string&, AppVersions::Rule&, Diagnostics&);

// One value for all platforms, or one for each that is named.
void read_each(const Node& node, const std::string& name, AppVersions& versions, ReadMember read,
               Diagnostics& out) {
  if (!node.is_map()) return read(node, name, versions.rules[""], out);
  for (const Node::Member& member : node.members) {
    read(member.value, name + "." + member.key, versions.rules[in_small_letters(member.key)], out);
  }
}

// A URL says where to go; what to ask for is said by a version.
void refuse_lone_urls(const Node& urls, AppVersions& versions, Diagnostics& out) {
  for (auto rule = versions.rules.begin(); rule != versions.rules.end();) {
    if (!rule->second.text.empty()) {
      ++rule;
      continue;
    }
    if (rule->first.empty()) {  // of all platforms that are named
      for (auto& [platform, other] : versions.rules) {
        if (other.update_url.empty()) other.update_url = rule->second.update_url;
      }
    } else {
      out.add("BFF117", urls.place,
              "'app_versions.update_url' names the platform '" + rule->first +
                  "', and 'minimum' does not",
              "write its version there, or remove it here");
    }
    rule = versions.rules.erase(rule);
  }
}

void read_missing(MapReader& map, AppVersions& versions, Diagnostics& out) {
  const Node* const node = map.find("missing");
  std::string word;
  if (node == nullptr || !read_text(*node, map.name("missing"), word, out)) return;
  versions.refuse_missing = word == "refuse";
  if (word == "refuse" || word == "allow") return;
  std::string remedy = did_you_mean(word, {"allow", "refuse"});
  if (remedy.empty()) remedy = "write allow or refuse";
  out.add("BFF119", node->place, "'app_versions.missing' cannot be '" + word + "'",
          std::move(remedy));
}

}  // namespace

void read_app_versions(const Node& node, Gateway& gateway, Diagnostics& out) {
  AppVersions versions;
  MapReader map(&node, "app_versions", out);
  read_header(map.find("header"), "app_versions.header", versions.header, out);
  read_header(map.find("platform_header"), "app_versions.platform_header", versions.platform_header,
              out);
  if (const Node* minimum = map.require("minimum", "minimum: 4.2.0")) {
    read_each(*minimum, map.name("minimum"), versions, read_version, out);
    if (versions.rules.empty()) {
      out.add("BFF119", minimum->place, "'app_versions.minimum' must not be empty");
    }
  }
  read_missing(map, versions, out);
  if (const Node* urls = map.find("update_url")) {
    read_each(*urls, map.name("update_url"), versions, read_url, out);
    refuse_lone_urls(*urls, versions, out);
  }
  map.refuse_unknown();
  gateway.app_versions = std::make_shared<const AppVersions>(std::move(versions));
}

}  // namespace bff::config
