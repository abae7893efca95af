// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bff::proto {

// Numbers by name, for names that a client writes. Filled once, then shared by all workers.
//
// A look-up takes one hash of the name and, nearly always, one comparison. Only the names that
// were added decide how the table is laid out: no client can make it slow by its choice of names.
class NameIndex {
 public:
  // The first number that is added for a name stays.
  void add(std::string_view name, std::uint32_t number);
  // Null when the name is unknown.
  const std::uint32_t* find(std::string_view name) const noexcept;

 private:
  struct Entry {
    std::string name;
    std::uint32_t number;
  };
  std::uint32_t slot_of(std::string_view name) const noexcept;
  void grow();

  std::vector<Entry> entries_;
  // Index into entries_ + 1, or 0; found from the hash on, by steps of 1. At most half full, its
  // size a power of two.
  std::vector<std::uint32_t> slots_;
};

}  // namespace bff::proto
