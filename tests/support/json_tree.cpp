// SPDX-License-Identifier: Apache-2.0
#include "support/json_tree.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

namespace bff::test {

JsonTree JsonTree::of(Kind kind) {
  JsonTree tree;
  tree.kind = kind;
  return tree;
}

JsonTree JsonTree::error() { return of(Kind::error); }

JsonTree JsonTree::value(std::string json) {
  JsonTree tree;
  tree.json = std::move(json);
  return tree;
}

void JsonTree::add(std::string key, JsonTree value) {
  members.push_back({std::move(key), std::move(value)});
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t", kLetters = "\"\\bfnrt";
    if (const auto at = kEscaped.find(c); at != std::string_view::npos) {
      out += {'\\', kLetters[at]};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::vector<std::string> keys_of(const std::string& path) {
  std::vector<std::string> keys;
  std::istringstream in(path);
  for (std::string key; std::getline(in, key, '.');) keys.push_back(key);
  return keys;
}

void keep_only(JsonTree& tree, const std::vector<std::vector<std::string>>& paths) {
  for (const auto& path : paths) {
    if (path.empty()) return;  // all of it
  }
  for (JsonTree& item : tree.items) keep_only(item, paths);
  if (tree.kind == JsonTree::Kind::map) {
    for (auto& member : tree.members) keep_only(member.value, paths);
  }
  if (tree.kind != JsonTree::Kind::object) return;
  std::vector<JsonMember> kept;
  for (auto& [key, value] : tree.members) {
    std::vector<std::vector<std::string>> below;
    for (const auto& path : paths) {
      if (path[0] == key) below.emplace_back(path.begin() + 1, path.end());
    }
    if (below.empty()) continue;
    keep_only(value, below);
    kept.push_back({key, std::move(value)});
  }
  tree.members = std::move(kept);
}

void cut_lists(JsonTree& tree, const std::vector<std::string>& path, std::uint32_t limit) {
  if (tree.kind == JsonTree::Kind::list) {
    if (path.empty()) {
      if (tree.items.size() > limit) tree.items.resize(limit);
      return;
    }
    for (JsonTree& item : tree.items) cut_lists(item, path, limit);
  } else if (tree.kind == JsonTree::Kind::map) {
    for (auto& member : tree.members) cut_lists(member.value, path, limit);
  } else if (tree.kind == JsonTree::Kind::object && !path.empty()) {
    for (auto& [key, value] : tree.members) {
      if (key == path[0]) cut_lists(value, {path.begin() + 1, path.end()}, limit);
    }
  }
}

bool holds_error(const JsonTree& tree) {
  return tree.kind == JsonTree::Kind::error ||
         std::any_of(tree.items.begin(), tree.items.end(), holds_error) ||
         std::any_of(tree.members.begin(), tree.members.end(),
                     [](const auto& member) { return holds_error(member.value); });
}

std::string to_json(const JsonTree& tree) {
  if (tree.kind == JsonTree::Kind::value) return tree.json;
  std::string out;
  if (tree.kind == JsonTree::Kind::list) {
    for (const JsonTree& item : tree.items) out += (out.empty() ? "" : ",") + to_json(item);
    return '[' + out + ']';
  }
  for (const auto& [key, value] : tree.members) {
    out += (out.empty() ? "" : ",") + json_text(key) + ':' + to_json(value);
  }
  return '{' + out + '}';
}

}  // namespace bff::test
