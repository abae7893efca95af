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
//
// Sequence of calls: add* freeze find*.
class Literals {
 public:
  bool empty() const noexcept { return entries_.empty(); }
  // Null when there is none. `raw`: a part of a canonical path.
  const TrieNode* find(std::string_view raw) const noexcept;
  TrieNode& add(std::string_view text);
  // Makes the index, here and below.
  void freeze();

 private:
  struct Entry {
    std::string text;
    std::unique_ptr<TrieNode> next;
  };
  // Of a hash table with open addressing. It is there where entries are many: a path of a large API
  // comes by nodes with hundreds, and each comparison of a binary search waits for memory.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = 0;  // its index and 1; 0: none
  };
  static constexpr std::size_t kFew = 4;  // are looked at one after the other

  const TrieNode* find_plain(std::string_view text) const noexcept;

  std::vector<Entry> entries_;  // sorted by text, as unsigned bytes
  std::vector<Slot> slots_;     // a power of two of them, at most half of them taken
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
  void freeze();

  Literals literals;
  std::unique_ptr<TrieNode> one;  // `*`
  std::vector<Many> many;         // that with the most segments behind it first
  std::vector<Method> methods;    // of the templates that end here, in order of definition
};

// Where the values of the template's variables come from.
std::vector<TrieNode::Value> values_of(const PathTemplate& path);

}  // namespace bff::route
