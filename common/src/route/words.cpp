// SPDX-License-Identifier: Apache-2.0
#include "route/words.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "route/canonical.hpp"

namespace bff::route {
namespace {

template <typename T>
std::uint64_t load(const char* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// The last eight bytes or fewer. Reads overlap, which is quicker than a loop.
std::uint64_t last_bytes(std::string_view text) noexcept {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.size() >= 8) return load<std::uint64_t>(end - 8);
  if (text.size() >= 4) return load<std::uint32_t>(begin) << 32U | load<std::uint32_t>(end - 4);
  if (text.size() >= 2) return load<std::uint16_t>(begin) << 16U | load<std::uint16_t>(end - 2);
  return text.empty() ? 0 : load<std::uint8_t>(begin);
}

// Only what operators write is in the table, so that nobody can fill it with what collides.
std::uint32_t hash_of(std::string_view text) noexcept {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
  std::uint64_t hash = text.size() * kFactor;
  const auto mix = [&](std::uint64_t bytes) {
    hash = (hash ^ bytes) * kFactor;
    hash ^= hash >> 32U;
  };
  for (; text.size() > 8; text.remove_prefix(8)) mix(load<std::uint64_t>(text.data()));
  mix(last_bytes(text));
  return static_cast<std::uint32_t>(hash);
}

}  // namespace

Words::Words(const std::set<std::string_view>& texts) : begins_{0} {
  slots_.resize(std::bit_ceil(2 * (texts.size() + 1)));
  const std::size_t mask = slots_.size() - 1;
  Word word = kNone;
  for (const std::string_view text : texts) {
    begins_.push_back(static_cast<std::uint32_t>(texts_.size()));
    texts_ += text;
    const std::uint32_t hash = hash_of(text);
    std::size_t i = hash & mask;
    while (slots_[i].word != kNone) i = (i + 1) & mask;
    slots_[i] = {.hash = hash, .word = ++word};
  }
  begins_.push_back(static_cast<std::uint32_t>(texts_.size()));
}

Words::Word Words::find(std::string_view text) const noexcept {
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.word == kNone) return kNone;
    if (slot.hash == hash && this->text(slot.word) == text) return slot.word;
  }
}

Words::Word Words::find_escaped(std::string_view raw) const noexcept {
  // Words are numbered in the order of their texts. No std::views: clang 14, which builds the fuzz
  // targets, cannot read those of libstdc++ 12.
  Word low = 1, high = static_cast<Word>(begins_.size() - 1);
  while (low < high) {
    const Word middle = low + (high - low) / 2;
    const int order = compare_decoded(raw, text(middle));
    if (order == 0) return middle;
    if (order > 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return kNone;
}

}  // namespace bff::route
