// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "route/path_template.hpp"

namespace bff::route {

// A node of the trie of templates while they are defined: the segments that lead here, and what may
// follow them. A FrozenTrie made of it is what paths are looked up in.
struct TrieNode {
  struct Literal {
    std::string text;
    std::unique_ptr<TrieNode> next;
  };
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

    auto operator<=>(const Value&) const = default;
  };
  struct Method {
    std::string name;
    std::uint32_t route;
    std::vector<Value> values;
  };

  const Method* find(std::string_view method) const noexcept;
  // The node of the template's last segment, made where it is missing.
  //
  // A verb decides before anything else, so each has a trie of its own: from the root lead there
  // the verbs, as literals, and a `*` to that of the templates without one.
  TrieNode& descend(const PathTemplate& path);

  std::vector<Literal> literals;  // sorted by text, as unsigned bytes
  std::unique_ptr<TrieNode> one;  // `*`
  std::vector<Many> many;         // that with the most segments behind it first
  std::vector<Method> methods;    // of the templates that end here, in order of definition
};

// Where the values of the template's variables come from.
std::vector<TrieNode::Value> values_of(const PathTemplate& path);

}  // namespace bff::route
