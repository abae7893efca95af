// SPDX-License-Identifier: Apache-2.0
#include "route/trie.hpp"

#include <algorithm>
#include <functional>

namespace bff::route {
namespace {

using Kind = PathTemplate::Segment::Kind;

TrieNode& child(std::unique_ptr<TrieNode>& node) {
  if (!node) node = std::make_unique<TrieNode>();
  return *node;
}

TrieNode& child(TrieNode& node, std::string_view text) {
  auto at = std::ranges::lower_bound(node.literals, text, {}, &TrieNode::Literal::text);
  if (at == node.literals.end() || at->text != text) {
    at = node.literals.insert(at, {std::string{text}, nullptr});
  }
  return child(at->next);
}

TrieNode& child(TrieNode& node, std::size_t behind) {
  auto at = std::ranges::lower_bound(node.many, behind, std::greater{}, &TrieNode::Many::behind);
  if (at == node.many.end() || at->behind != behind) at = node.many.insert(at, {behind, nullptr});
  return child(at->next);
}

}  // namespace

const TrieNode::Method* TrieNode::find(std::string_view method) const noexcept {
  const auto found = std::ranges::find(methods, method, &Method::name);
  return found == methods.end() ? nullptr : &*found;
}

TrieNode& TrieNode::descend(const PathTemplate& path) {
  TrieNode* node = path.verb.empty() ? &child(one) : &child(*this, path.verb);
  std::size_t behind = path.segments.size();
  for (const auto& segment : path.segments) {
    --behind;
    switch (segment.kind) {
      case Kind::literal:
        node = &child(*node, segment.text);
        break;
      case Kind::one:
        node = &child(node->one);
        break;
      case Kind::many:
        node = &child(*node, behind);
        break;
    }
  }
  return *node;
}

std::vector<TrieNode::Value> values_of(const PathTemplate& path) {
  std::vector<TrieNode::Value> values;
  for (const auto& variable : path.variables) {
    const bool one =
        variable.end - variable.begin == 1 && path.segments[variable.begin].kind != Kind::many;
    values.push_back({.begin = variable.begin, .end = variable.end, .one_segment = one});
  }
  return values;
}

}  // namespace bff::route
