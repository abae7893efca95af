// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bff::route {

// Numbers the literals of a router's templates, each once however many templates have it. A path's
// segment is looked up here, among texts that are few enough for the near caches; from then on
// numbers are compared.
//
// Immutable: may be read by several threads at once. Look-ups allocate nothing.
class Words {
 public:
  using Word = std::uint32_t;
  static constexpr Word kNone = 0;

  explicit Words(const std::set<std::string_view>& texts);

  // kNone where there is no such word. `text` is plain; `raw` is a part of a canonical path that
  // may hold percent-encoding.
  Word find(std::string_view text) const noexcept;
  Word find_escaped(std::string_view raw) const noexcept;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    Word word = kNone;
  };

  std::string_view text(Word word) const noexcept {
    const std::uint32_t from = begins_[word];
    return {texts_.data() + from, begins_[word + 1] - from};
  }

  std::string texts_;                  // sorted, as unsigned bytes
  std::vector<std::uint32_t> begins_;  // of each word, and the end of the last one; kNone is empty
  // A hash table with open addressing: a power of two of slots, at most half of them taken.
  std::vector<Slot> slots_;
};

}  // namespace bff::route
