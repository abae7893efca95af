// SPDX-License-Identifier: Apache-2.0
#include "route/search.hpp"

#include <algorithm>

#include "route/canonical.hpp"

namespace bff::route {
namespace {

// Where the `:` of a verb stands: the last one of the last segment, behind something.
std::size_t verb_in(std::string_view path) noexcept {
  for (std::size_t at = path.size(); at-- > 1 && path[at] != '/';) {
    if (path[at] == ':') return path[at - 1] == '/' ? std::string_view::npos : at;
  }
  return std::string_view::npos;
}

}  // namespace

bool Search::find(std::string_view path) {
  if (path == "/") path = {};
  if (path.ends_with('/')) return false;
  escaped_ = path.find('%') != std::string_view::npos;
  if (const std::size_t colon = verb_in(path); colon != std::string_view::npos) {
    const Node root = trie_.literal(FrozenTrie::kRoot, word_of(path.substr(colon + 1)));
    path_ = path.substr(0, colon);
    if (root != FrozenTrie::kNone && walk(root, 0, 0)) return true;
  }
  path_ = path;
  const Node root = trie_.one(FrozenTrie::kRoot);
  return root != FrozenTrie::kNone && walk(root, 0, 0);
}

Words::Word Search::word_of(std::string_view raw) const noexcept {
  return escaped_ ? trie_.words().find_escaped(raw) : trie_.words().find(raw);
}

bool Search::walk(Node node, std::size_t depth, std::size_t at) {
  for (;; ++depth) {
    slashes_[depth] = at;
    if (at == path_.size()) return ends_at(node) || walk_many(node, depth, at);
    const std::size_t end = std::min(path_.find('/', at + 1), path_.size());
    const Node literal = trie_.has_literals(node)
                             ? trie_.literal(node, word_of(path_.substr(at + 1, end - at - 1)))
                             : FrozenTrie::kNone;
    const Node one = trie_.one(node);
    const bool both = literal != FrozenTrie::kNone && one != FrozenTrie::kNone;
    if (both || !trie_.many(node).empty()) {
      return (literal != FrozenTrie::kNone && walk(literal, depth + 1, end)) ||
             (one != FrozenTrie::kNone && walk(one, depth + 1, end)) || walk_many(node, depth, at);
    }
    // As nearly everywhere, there is one way on at most.
    node = literal != FrozenTrie::kNone ? literal : one;
    if (node == FrozenTrie::kNone) return false;
    at = end;
  }
}

bool Search::walk_many(Node node, std::size_t depth, std::size_t at) {
  for (const auto& many : trie_.many(node)) {
    std::size_t begin = path_.size();
    std::size_t behind = many.behind;
    while (behind != 0 && begin > at) {
      begin = path_.rfind('/', begin - 1);
      --behind;
    }
    if (behind == 0 && walk(many.next, depth + 1, begin)) return true;
  }
  return false;
}

bool Search::ends_at(Node node) {
  const auto methods = trie_.methods(node);
  if (methods.empty()) return false;
  if (methods_ != nullptr) {
    for (const auto& method : methods) {
      methods_->insert(trie_.name(method));
      if (trie_.name(method) == "GET") methods_->insert("HEAD");
    }
    return false;
  }
  found_ = method_at(node, method_);
  if (found_ == nullptr) {
    found_ = method_at(node, get_);
    head_ = found_ != nullptr;
  }
  path_exists_ = path_exists_ || found_ == nullptr;
  return found_ != nullptr;
}

const FrozenTrie::Method* Search::method_at(Node node, std::uint32_t name) const noexcept {
  const auto methods = trie_.methods(node);
  const auto at = std::ranges::find(methods, name, &FrozenTrie::Method::name);
  return at == methods.end() ? nullptr : &*at;
}

std::vector<std::string> Search::values() const {
  std::vector<std::string> values;
  const auto places = trie_.values(*found_);
  values.reserve(places.size());
  for (const auto& value : places) {
    const std::size_t begin = slashes_[value.begin], end = slashes_[value.end];
    const std::string_view raw =
        begin == end ? std::string_view{} : path_.substr(begin + 1, end - begin - 1);
    values.push_back(value.one_segment ? decode_segment(raw) : decode_segments(raw));
  }
  return values;
}

}  // namespace bff::route
