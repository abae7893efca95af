// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "route/trie.hpp"

namespace bff::route {

// Looks one path up in a trie, depth first: the first template found is the one that wins.
// Each node is reached by one path only, so a look-up never takes more steps than the trie has
// nodes, whatever the path. Allocates nothing.
class Search {
 public:
  explicit Search(std::string_view method) noexcept : method_(method) {}
  // Finds nothing, and adds the methods of all templates that match to `methods`.
  explicit Search(std::set<std::string_view>& methods) noexcept : methods_(&methods) {}

  // True when a template with the method matches `path`, which is canonical and has no slash at
  // its end; the root is the empty path. It must outlive what is asked of the result.
  bool find(const TrieNode& root, std::string_view path);

  // What was found. Precondition: find() was true.
  const TrieNode::Method& found() const noexcept { return *found_; }
  bool head() const noexcept { return head_; }  // a GET that answers HEAD
  std::vector<std::string> values() const;

  // Whether a template without the method matched, in any find() before.
  bool path_exists() const noexcept { return path_exists_; }

 private:
  bool ends_at(const TrieNode& node);
  // `at`: where the path's next slash stands, or its end. `depth`: segments of the template so far.
  bool walk(const TrieNode& node, std::size_t depth, std::size_t at);
  bool walk_many(const TrieNode& node, std::size_t depth, std::size_t at);

  std::string_view method_;
  std::set<std::string_view>* methods_ = nullptr;
  std::string_view path_;
  // Where the slash before each segment of the template stands in the path. `**` that takes
  // nothing stands where the next one does.
  std::array<std::size_t, kMaxSegments + 1> slashes_;
  const TrieNode::Method* found_ = nullptr;
  bool head_ = false;
  bool path_exists_ = false;
};

}  // namespace bff::route
