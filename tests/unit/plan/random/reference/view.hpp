// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/route_file.hpp"
#include "support/json_tree.hpp"

namespace bff::random_plans {

// What a client's view says of one place of the shape and of what is below it.
class View {
 public:
  View() = default;
  explicit View(const plan::ClientSyntax& client) {
    whole_ = client.only.empty();
    for (const auto& path : client.only) only_.push_back(test::keys_of(path.text));
    for (const auto& path : client.omit) omit_.push_back(test::keys_of(path.text));
    for (const auto& [path, limit] : client.limits) {
      limits_.emplace_back(test::keys_of(path.text), limit);
    }
  }

  // Below a key; nullopt where the view does not have it.
  std::optional<View> at(const std::string& key) const {
    View below;
    below.whole_ = whole_;
    for (const Path& path : only_) {
      if (path.empty() || path[0] != key) continue;
      below.only_.emplace_back(path.begin() + 1, path.end());
      below.whole_ = below.whole_ || path.size() == 1;
    }
    if (!below.whole_ && below.only_.empty()) return std::nullopt;
    for (const Path& path : omit_) {
      if (path.empty() || path[0] != key) continue;
      if (path.size() == 1) return std::nullopt;
      below.omit_.emplace_back(path.begin() + 1, path.end());
    }
    for (const auto& [path, limit] : limits_) {
      if (!path.empty() && path[0] == key) {
        below.limits_.emplace_back(Path(path.begin() + 1, path.end()), limit);
      }
    }
    return below;
  }

  bool whole() const { return whole_ && omit_.empty(); }

  // How many elements the list that stands here may have.
  std::uint32_t limit() const {
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    for (const auto& [path, limit] : limits_) {
      if (path.empty()) least = std::min(least, limit);
    }
    return least;
  }
  // The same view within that list.
  View inside() const {
    View copy = *this;
    std::erase_if(copy.limits_, [](const auto& one) { return one.first.empty(); });
    return copy;
  }

  // What is left of a finished value.
  void trim(test::JsonTree& tree) const {
    if (!whole_) test::keep_only(tree, only_);
    for (const Path& path : omit_) leave_out(tree, path);
    for (const auto& [path, limit] : limits_) test::cut_lists(tree, path, limit);
  }

 private:
  using Path = std::vector<std::string>;

  static void leave_out(test::JsonTree& tree, const Path& path) {
    for (auto& item : tree.items) leave_out(item, path);
    if (tree.kind == test::JsonTree::Kind::map) {
      for (auto& member : tree.members) leave_out(member.value, path);
    }
    if (tree.kind != test::JsonTree::Kind::object || path.empty()) return;
    if (path.size() == 1) {
      std::erase_if(tree.members, [&](const auto& member) { return member.key == path[0]; });
      return;
    }
    for (auto& member : tree.members) {
      if (member.key == path[0]) leave_out(member.value, Path(path.begin() + 1, path.end()));
    }
  }

  bool whole_ = true;
  std::vector<Path> only_, omit_;
  std::vector<std::pair<Path, std::uint32_t>> limits_;
};

}  // namespace bff::random_plans
