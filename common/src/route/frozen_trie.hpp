// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "route/trie.hpp"
#include "route/words.hpp"

namespace bff::route {

// A trie of templates in the form in which paths are looked up.
//
// With thousands of templates a look-up waits for memory and for little else: each place that it
// reads is likely in no near cache. So nodes are numbers in depth-first order, what they hold
// stands in that order in few arrays, and the end of a path, where it is alone, is read from lines
// of memory side by side. A node knows only where its part of an array begins: it ends where that
// of the next node begins. Literals are compared as numbers.
//
// Immutable: may be read by several threads at once. Look-ups allocate nothing.
class FrozenTrie {
 public:
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;
  static constexpr Node kNone = 0;  // as nothing leads to the root

  struct Many {
    std::uint32_t behind;
    Node next;
  };
  struct Method {
    std::uint32_t name;  // see name()
    std::uint32_t route;
    std::uint32_t values;  // see values()
  };
  static constexpr std::uint32_t kUnknown = UINT32_MAX;  // the name of no method here

  FrozenTrie() : FrozenTrie(TrieNode{}) {}
  explicit FrozenTrie(const TrieNode& root);

  const Words& words() const noexcept { return words_; }

  // What follows a node; kNone where nothing does.
  Node literal(Node node, Words::Word word) const noexcept;
  bool has_literals(Node node) const noexcept {
    return nodes_[node].literals != nodes_[node + 1].literals;
  }
  Node one(Node node) const noexcept { return nodes_[node].one; }
  std::span<const Many> many(Node node) const noexcept { return part(many_, node, &Parts::many); }

  std::span<const Method> methods(Node node) const noexcept {
    return part(methods_, node, &Parts::methods);
  }
  // Methods' names are numbered: it is a number that the nodes' ones are compared with.
  std::uint32_t number_of(std::string_view name) const noexcept;
  std::string_view name(const Method& method) const noexcept { return names_[method.name]; }
  std::span<const TrieNode::Value> values(const Method& method) const noexcept {
    return values_[method.values];
  }

 private:
  // Where a node's parts begin. Of its literals' nodes the first has the number that follows its
  // own.
  struct Parts {
    Words::Word word;  // the literal that leads here, none after `*` and `**`
    std::uint32_t literals;
    Node one;
    std::uint32_t many, methods;
  };
  struct Literal {
    Words::Word word = Words::kNone;
    Node node = kNone;
  };
  using ValueLists = std::map<std::vector<TrieNode::Value>, std::uint32_t>;

  template <typename T>
  std::span<const T> part(const std::vector<T>& all, Node node,
                          std::uint32_t Parts::*begin) const noexcept {
    const std::uint32_t from = nodes_[node].*begin;
    return {all.data() + from, nodes_[node + 1].*begin - from};
  }

  Parts ends() const noexcept;
  Node add(const TrieNode& node, Words::Word word, ValueLists& lists);
  void add_literals(const TrieNode& node, const Parts& parts, ValueLists& lists);
  void add_method(const TrieNode::Method& method, ValueLists& lists);

  Words words_;
  std::vector<Parts> nodes_;  // and one more, for the ends of the last one's parts
  // Of a node with few a list, of one with many a hash table with open addressing: a power of two
  // of slots, at most half of them taken.
  std::vector<Literal> literals_;
  std::vector<Many> many_;
  std::vector<Method> methods_;
  std::vector<std::string> names_;
  // Each list once: of ten thousand templates nearly all share their lists with others.
  std::vector<std::vector<TrieNode::Value>> values_;
};

}  // namespace bff::route
