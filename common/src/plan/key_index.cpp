// SPDX-License-Identifier: Apache-2.0
#include "plan/key_index.hpp"

#include <functional>

namespace bff::plan {

KeyIndex::KeyIndex(proto::FieldType type, std::pmr::memory_resource& arena)
    : by_bytes_(type == proto::FieldType::text || type == proto::FieldType::bytes ||
                type == proto::FieldType::message || type == proto::FieldType::group),
      keys_(&arena),
      places_(&arena) {}

std::uint64_t KeyIndex::hash(const proto::Cell& key) const noexcept {
  if (by_bytes_) return std::hash<std::string_view>{}(key.text());
  // Ids often differ in their low bits alone, or in their high bits alone: mix both ways
  // (the finaliser of MurmurHash3, which is public domain).
  std::uint64_t bits = key.bits;
  bits = (bits ^ (bits >> 33)) * 0xff51afd7ed558ccdULL;
  bits = (bits ^ (bits >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return bits ^ (bits >> 33);
}

bool KeyIndex::equal(const proto::Cell& a, const proto::Cell& b) const noexcept {
  return by_bytes_ ? a.text() == b.text() : a.bits == b.bits;
}

std::size_t KeyIndex::probe(const proto::Cell& key) const noexcept {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash(key)) & mask;
  while (places_[place] != kNone && !equal(keys_[places_[place]], key)) place = (place + 1) & mask;
  return place;
}

void KeyIndex::grow() {
  places_.assign(places_.empty() ? 32 : places_.size() * 2, kNone);
  for (std::uint32_t number = 0; number < size(); ++number) places_[probe(keys_[number])] = number;
}

KeyIndex::Added KeyIndex::add(const proto::Cell& key) {
  // At most half full, so that runs stay short.
  if (keys_.size() * 2 >= places_.size()) grow();
  const std::size_t place = probe(key);
  if (places_[place] != kNone) return {places_[place], false};
  places_[place] = size();
  keys_.push_back(key);
  return {places_[place], true};
}

std::uint32_t KeyIndex::find(const proto::Cell& key) const noexcept {
  return places_.empty() ? kNone : places_[probe(key)];
}

}  // namespace bff::plan
