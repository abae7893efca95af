// SPDX-License-Identifier: Apache-2.0
#include "proto/name_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bff::proto {
namespace {

// Eight bytes at a time; multiplying mixes upwards, so the result is taken from the top.
std::uint64_t hash_of(std::string_view name) noexcept {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  std::uint64_t hash = name.size() * kOdd;
  const auto mix = [&](const char* at, std::size_t size) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, size);
    hash = std::rotl(hash ^ word, 29) * kOdd;
  };
  const char* at = name.data();
  std::size_t left = name.size();
  for (; left > 8; left -= 8, at += 8) mix(at, 8);
  if (left >= 4) {  // two halves that overlap: a copy of any size would be a call
    mix(at, 4);
    mix(at + left - 4, 4);
  } else {
    for (; left > 0; --left) mix(at++, 1);
  }
  return hash;
}

}  // namespace

// The slot that holds the name, or the empty one where it would be. Precondition: not empty.
std::uint32_t NameIndex::slot_of(std::string_view name) const noexcept {
  const auto mask = static_cast<std::uint32_t>(slots_.size() - 1);
  auto slot = static_cast<std::uint32_t>(hash_of(name) >> 32) & mask;
  while (slots_[slot] != 0 && entries_[slots_[slot] - 1].name != name) slot = (slot + 1) & mask;
  return slot;
}

void NameIndex::grow() {
  slots_.assign(std::max<std::size_t>(8, slots_.size() * 2), 0);
  for (std::uint32_t i = 0; i < entries_.size(); ++i) slots_[slot_of(entries_[i].name)] = i + 1;
}

void NameIndex::add(std::string_view name, std::uint32_t number) {
  if (find(name) != nullptr) return;
  entries_.push_back({std::string(name), number});
  if (entries_.size() * 2 > slots_.size()) {
    grow();
  } else {
    slots_[slot_of(name)] = static_cast<std::uint32_t>(entries_.size());
  }
}

const std::uint32_t* NameIndex::find(std::string_view name) const noexcept {
  if (entries_.empty()) return nullptr;
  const std::uint32_t found = slots_[slot_of(name)];
  return found == 0 ? nullptr : &entries_[found - 1].number;
}

}  // namespace bff::proto
