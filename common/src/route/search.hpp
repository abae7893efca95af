// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "route/frozen_trie.hpp"

namespace bff::route {

// Looks one path up in a trie, depth first: the first template found is the one that wins.
// Each node is reached by one path only, so a look-up never takes more steps than the trie has
// nodes, whatever the path. Allocates nothing.
class Search {
 public:
  // `trie` must outlive this object.
  Search(const FrozenTrie& trie, std::string_view method) noexcept
      : trie_(trie),
        method_(trie.number_of(method)),
        get_(method == "HEAD" ? trie.number_of("GET") : FrozenTrie::kUnknown) {}
  // Finds nothing, and adds the methods of all templates that match to `methods`.
  Search(const FrozenTrie& trie, std::set<std::string_view>& methods) noexcept
      : trie_(trie), methods_(&methods) {}

  // True when a template with the method matches `path`, which is canonical. It must outlive what
  // is asked of the result.
  bool find(std::string_view path);

  // What was found. Precondition: find() was true.
  const FrozenTrie::Method& found() const noexcept { return *found_; }
  bool head() const noexcept { return head_; }  // a GET that answers HEAD
  std::vector<std::string> values() const;

  // Whether a template without the method matched, in any find() before.
  bool path_exists() const noexcept { return path_exists_; }

 private:
  using Node = FrozenTrie::Node;

  Words::Word word_of(std::string_view raw) const noexcept;
  bool ends_at(Node node);
  const FrozenTrie::Method* method_at(Node node, std::uint32_t name) const noexcept;
  // `at`: where the path's next slash stands, or its end. `depth`: segments of the template so far.
  bool walk(Node node, std::size_t depth, std::size_t at);
  bool walk_many(Node node, std::size_t depth, std::size_t at);

  const FrozenTrie& trie_;
  std::uint32_t method_ = FrozenTrie::kUnknown;
  std::uint32_t get_ = FrozenTrie::kUnknown;  // what may answer in the method's place
  std::set<std::string_view>* methods_ = nullptr;
  std::string_view path_;  // without its verb, while one is tried; "/" is empty
  bool escaped_ = false;   // it, or its verb, holds percent-encoding
  // Where the slash before each segment of the template stands in the path. `**` that takes
  // nothing stands where the next one does.
  std::array<std::size_t, kMaxSegments + 1> slashes_;
  const FrozenTrie::Method* found_ = nullptr;
  bool head_ = false;
  bool path_exists_ = false;
};

}  // namespace bff::route
