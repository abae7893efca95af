// SPDX-License-Identifier: Apache-2.0
#include "route/frozen_trie.hpp"

#include <algorithm>
#include <bit>
#include <set>

namespace bff::route {
namespace {

constexpr std::size_t kFew = 4;  // literals are looked at one after the other

// Where a word's search in a table begins.
std::size_t slot_of(Words::Word word, std::size_t slots) noexcept {
  return (word * 0x9E3779B97F4A7C15 >> 32U) & (slots - 1);  // 2^64 / golden ratio
}

template <typename T>
std::uint32_t size_of(const T& all) noexcept {
  return static_cast<std::uint32_t>(all.size());
}

void collect(const TrieNode& node, std::set<std::string_view>& texts) {
  for (const auto& literal : node.literals) {
    texts.insert(literal.text);
    collect(*literal.next, texts);
  }
  if (node.one) collect(*node.one, texts);
  for (const auto& many : node.many) collect(*many.next, texts);
}

std::set<std::string_view> texts_of(const TrieNode& root) {
  std::set<std::string_view> texts;
  collect(root, texts);
  return texts;
}

}  // namespace

FrozenTrie::Node FrozenTrie::literal(Node node, Words::Word word) const noexcept {
  if (word == Words::kNone) return kNone;
  const auto literals = part(literals_, node, &Parts::literals);
  // Most nodes that have any have one.
  if (literals.size() == 1) return nodes_[node + 1].word == word ? node + 1 : kNone;
  if (literals.size() <= kFew) {
    const auto at = std::ranges::find(literals, word, &Literal::word);
    return at == literals.end() ? kNone : at->node;
  }
  for (std::size_t i = slot_of(word, literals.size());; i = (i + 1) & (literals.size() - 1)) {
    if (literals[i].word == word || literals[i].word == Words::kNone) return literals[i].node;
  }
}

std::uint32_t FrozenTrie::number_of(std::string_view name) const noexcept {
  const auto at = std::ranges::find(names_, name);
  return at == names_.end() ? kUnknown : static_cast<std::uint32_t>(at - names_.begin());
}

FrozenTrie::FrozenTrie(const TrieNode& root) : words_(texts_of(root)) {
  ValueLists lists;
  add(root, Words::kNone, lists);
  nodes_.push_back(ends());
}

FrozenTrie::Parts FrozenTrie::ends() const noexcept {
  return {.word = Words::kNone,
          .literals = size_of(literals_),
          .one = kNone,
          .many = size_of(many_),
          .methods = size_of(methods_)};
}

// A node's parts are made, or room for them, before any node below it.
FrozenTrie::Node FrozenTrie::add(const TrieNode& node, Words::Word word, ValueLists& lists) {
  const Node number = size_of(nodes_);
  const Parts parts = ends();
  nodes_.push_back(parts);
  nodes_.back().word = word;
  for (const auto& method : node.methods) add_method(method, lists);
  many_.resize(many_.size() + node.many.size());

  add_literals(node, parts, lists);
  if (node.one) {
    const Node one = add(*node.one, Words::kNone, lists);
    nodes_[number].one = one;
  }
  for (std::size_t i = 0; i < node.many.size(); ++i) {
    const auto behind = static_cast<std::uint32_t>(node.many[i].behind);
    const Node next = add(*node.many[i].next, Words::kNone, lists);
    many_[parts.many + i] = {.behind = behind, .next = next};
  }
  return number;
}

void FrozenTrie::add_literals(const TrieNode& node, const Parts& parts, ValueLists& lists) {
  const std::size_t count = node.literals.size();
  const std::size_t slots = count > kFew ? std::bit_ceil(2 * count) : count;
  literals_.resize(parts.literals + slots);
  for (std::size_t i = 0; i < count; ++i) {
    const Words::Word word = words_.find(node.literals[i].text);
    const Literal made{.word = word, .node = add(*node.literals[i].next, word, lists)};
    std::size_t at = count > kFew ? slot_of(word, slots) : i;
    while (literals_[parts.literals + at].word != Words::kNone) at = (at + 1) & (slots - 1);
    literals_[parts.literals + at] = made;
  }
}

void FrozenTrie::add_method(const TrieNode::Method& method, ValueLists& lists) {
  std::uint32_t name = number_of(method.name);
  if (name == kUnknown) {
    name = size_of(names_);
    names_.push_back(method.name);
  }
  const auto [list, added] = lists.try_emplace(method.values, size_of(values_));
  if (added) values_.push_back(method.values);
  methods_.push_back({.name = name, .route = method.route, .values = list->second});
}

}  // namespace bff::route
