// SPDX-License-Identifier: Apache-2.0
#include "route/search.hpp"

#include <algorithm>

#include "route/canonical.hpp"

namespace bff::route {

bool Search::find(const TrieNode& root, std::string_view path) {
  path_ = path;
  return walk(root, 0, 0);
}

bool Search::walk(const TrieNode& node, std::size_t depth, std::size_t at) {
  slashes_[depth] = at;
  if (at == path_.size()) {
    if (ends_at(node)) return true;
  } else {
    const std::size_t end = std::min(path_.find('/', at + 1), path_.size());
    const TrieNode* literal = node.literals.find(path_.substr(at + 1, end - at - 1));
    if (literal != nullptr && walk(*literal, depth + 1, end)) return true;
    if (node.one && walk(*node.one, depth + 1, end)) return true;
  }
  return !node.many.empty() && walk_many(node, depth, at);
}

bool Search::walk_many(const TrieNode& node, std::size_t depth, std::size_t at) {
  for (const auto& many : node.many) {
    std::size_t begin = path_.size();
    std::size_t behind = many.behind;
    while (behind != 0 && begin > at) {
      begin = path_.rfind('/', begin - 1);
      --behind;
    }
    if (behind == 0 && walk(*many.next, depth + 1, begin)) return true;
  }
  return false;
}

bool Search::ends_at(const TrieNode& node) {
  if (node.methods.empty()) return false;
  if (methods_ != nullptr) {
    for (const auto& method : node.methods) {
      methods_->insert(method.name);
      if (method.name == "GET") methods_->insert("HEAD");
    }
    return false;
  }
  found_ = node.find(method_);
  if (found_ == nullptr && method_ == "HEAD") {
    found_ = node.find("GET");
    head_ = found_ != nullptr;
  }
  path_exists_ = path_exists_ || found_ == nullptr;
  return found_ != nullptr;
}

std::vector<std::string> Search::values() const {
  std::vector<std::string> values;
  values.reserve(found_->values.size());
  for (const auto& value : found_->values) {
    const std::size_t begin = slashes_[value.begin], end = slashes_[value.end];
    const std::string_view raw =
        begin == end ? std::string_view{} : path_.substr(begin + 1, end - begin - 1);
    values.push_back(value.one_segment ? decode_segment(raw) : decode_segments(raw));
  }
  return values;
}

}  // namespace bff::route
