// SPDX-License-Identifier: Apache-2.0
#include "route/trie.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <utility>

#include "route/canonical.hpp"

namespace bff::route {
namespace {

using Kind = PathTemplate::Segment::Kind;

TrieNode& child(std::unique_ptr<TrieNode>& node) {
  if (!node) node = std::make_unique<TrieNode>();
  return *node;
}

TrieNode& child(TrieNode& node, std::size_t behind) {
  auto at = std::ranges::lower_bound(node.many, behind, std::greater{}, &TrieNode::Many::behind);
  if (at == node.many.end() || at->behind != behind) at = node.many.insert(at, {behind, nullptr});
  return child(at->next);
}

// Only what operators write is in a table, so that nobody can fill it with what collides.
std::uint32_t hash_of(std::string_view text) noexcept {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
  std::uint64_t hash = text.size() * kFactor;
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 32;
  };
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    mix(word);
  }
  word = 0;
  std::memcpy(&word, text.data(), text.size());
  mix(word);
  return static_cast<std::uint32_t>(hash);
}

}  // namespace

const TrieNode* Literals::find(std::string_view raw) const noexcept {
  if (raw.find('%') == std::string_view::npos) return find_plain(raw);
  const auto at = std::ranges::partition_point(
      entries_, [raw](const Entry& entry) { return compare_decoded(raw, entry.text) > 0; });
  return at != entries_.end() && compare_decoded(raw, at->text) == 0 ? at->next.get() : nullptr;
}

const TrieNode* Literals::find_plain(std::string_view text) const noexcept {
  if (slots_.empty()) {
    for (const Entry& entry : entries_) {
      if (entry.text == text) return entry.next.get();
    }
    return nullptr;
  }
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.entry == 0) return nullptr;
    if (slot.hash != hash) continue;
    const Entry& entry = entries_[slot.entry - 1];
    if (entry.text == text) return entry.next.get();
  }
}

void Literals::freeze() {
  for (const Entry& entry : entries_) entry.next->freeze();
  if (entries_.size() <= kFew) return;
  slots_.resize(std::bit_ceil(2 * entries_.size()));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t entry = 0; entry < entries_.size(); ++entry) {
    const std::uint32_t hash = hash_of(entries_[entry].text);
    std::size_t i = hash & mask;
    while (slots_[i].entry != 0) i = (i + 1) & mask;
    slots_[i] = {.hash = hash, .entry = static_cast<std::uint32_t>(entry + 1)};
  }
}

TrieNode& Literals::add(std::string_view text) {
  auto at = std::ranges::lower_bound(entries_, text, {}, &Entry::text);
  if (at == entries_.end() || at->text != text) {
    at = entries_.insert(at, {std::string{text}, nullptr});
  }
  return child(at->next);
}

const TrieNode::Method* TrieNode::find(std::string_view method) const noexcept {
  const auto found = std::ranges::find(methods, method, &Method::name);
  return found == methods.end() ? nullptr : &*found;
}

TrieNode& TrieNode::descend(const PathTemplate& path) {
  TrieNode* node = this;
  std::size_t behind = path.segments.size();
  for (const auto& segment : path.segments) {
    --behind;
    switch (segment.kind) {
      case Kind::literal:
        node = &node->literals.add(segment.text);
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

void TrieNode::freeze() {
  literals.freeze();
  if (one) one->freeze();
  for (const Many& each : many) each.next->freeze();
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
