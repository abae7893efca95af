// SPDX-License-Identifier: Apache-2.0
#include "proto/field_tree.hpp"

namespace bff::proto {

const FieldTree& FieldTree::everything() noexcept {
  static const FieldTree all = [] {
    FieldTree tree;
    tree.add_all();
    return tree;
  }();
  return all;
}

FieldTree& FieldTree::add(const MessageTable& table, const Field& field) {
  if (children_.empty()) children_.resize(table.fields.size());
  auto& child = children_[static_cast<std::size_t>(&field - table.fields.data())];
  if (child == nullptr) child = std::make_unique<FieldTree>();
  return *child;
}

}  // namespace bff::proto
