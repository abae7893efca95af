// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.hpp"

namespace bff::config {

// A YAML value with its places: the subset that is a JSON document with comments, plain texts
// and block style (docs/routes.md, "YAML"). Made by load_yaml(), read only after that.
struct Node {
  enum class Kind { null, boolean, number, text, list, map };
  struct Member;

  Kind kind = Kind::null;
  bool quoted = false;          // a text that was written in quotes
  bool replaced = false;        // holds a value of the environment (gateway.yaml only)
  bool unknown = false;         // holds a variable that is not set, which is reported
  std::string scalar;           // the value as written, unescaped; "true", "1.5", "home"
  Place place;                  // of the value
  std::vector<Node> items;      // kind list
  std::vector<Member> members;  // kind map, in the file's order, keys unique

  // The member's value, or null when this is no map or has no such key.
  const Node* find(std::string_view key) const;
  bool is_text() const noexcept { return kind == Kind::text; }
  bool is_map() const noexcept { return kind == Kind::map; }
  bool is_list() const noexcept { return kind == Kind::list; }
};

struct Node::Member {
  std::string key;
  Place key_place;
  Node value;
};

// "a text", "a number", "true or false", "a list", "a map" or "null", for messages.
std::string_view kind_name(Node::Kind kind);

}  // namespace bff::config
