// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "route/path_template.hpp"

namespace bff::route {

struct TrieNode;

// What follows a node, by literal.
class Literals {
 public:
  bool empty() const noexcept { return entries_.empty(); }
  // Null when there is none. `raw`: a part of a canonical path.
  const TrieNode* find(std::string_view raw) const noexcept;
  TrieNode& add(std::string_view text);

 private:
  struct Entry {
    std::string text;
    std::unique_ptr<TrieNode> next;
  };
  std::vector<Entry> entries_;  // sorted by text, as unsigned bytes
};

// A node of the trie of templates: the segments that lead here, and what may follow them.
struct TrieNode {
  // A `**` and what stands behind it. As a template has one `**` only, it is known how many
  // segments those are, and so where they begin in a path, counted from its end: no `**` is ever
  // tried in two lengths.
  struct Many {
    std::size_t behind;  // segments
    std::unique_ptr<TrieNode> next;
  };
  // A variable's value: the path's part that the template's segments [begin, end) take.
  struct Value {
    std::uint8_t begin, end;
    bool one_segment;
  };
  struct Method {
    std::string name;
    std::uint32_t route;
    std::vector<Value> values;
  };

  const Method* find(std::string_view method) const noexcept;
  // The node of the template's last segment, made where it is missing.
  TrieNode& descend(const PathTemplate& path);

  Literals literals;
  std::unique_ptr<TrieNode> one;  // `*`
  std::vector<Many> many;         // that with the most segments behind it first
  std::vector<Method> methods;    // of the templates that end here, in order of definition
};

// Where the values of the template's variables come from.
std::vector<TrieNode::Value> values_of(const PathTemplate& path);

}  // namespace bff::route
