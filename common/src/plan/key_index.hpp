// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

#include "proto/selection.hpp"

namespace bff::plan {

// Distinct keys in the order in which they were first seen, each with its number from 0.
// An open-addressing table in the request's arena: no node, so no allocation, per key.
// Keys of texts and bytes are views and must outlive the index.
class KeyIndex {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  // `type`: of all keys; decides whether a cell is compared by its bytes or by its bits.
  KeyIndex(proto::FieldType type, std::pmr::memory_resource& arena);

  struct Added {
    std::uint32_t number;
    bool is_new;
  };
  Added add(const proto::Cell& key);
  // kNone when it was never added.
  std::uint32_t find(const proto::Cell& key) const noexcept;

  std::span<const proto::Cell> keys() const noexcept { return keys_; }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(keys_.size()); }

 private:
  std::uint64_t hash(const proto::Cell& key) const noexcept;
  bool equal(const proto::Cell& a, const proto::Cell& b) const noexcept;
  // The place of `key` in places_, or the free one where it belongs. Precondition: not empty.
  std::size_t probe(const proto::Cell& key) const noexcept;
  void grow();

  bool by_bytes_;
  std::pmr::vector<proto::Cell> keys_;
  std::pmr::vector<std::uint32_t> places_;  // a power of two of them: a key's number, or kNone
};

}  // namespace bff::plan
