// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include "proto/message_table.hpp"

namespace bff::proto {

// For a SlotFiller: every field of a message, its index the slot.
struct AllFields {
  struct Hit {
    const Field* field;
    std::uint32_t slot;
  };
  const MessageTable& table;

  Hit find(std::uint32_t number) const noexcept {
    const Field* const field = table.find(number);
    if (field == nullptr) return {nullptr, 0};
    return {field, static_cast<std::uint32_t>(field - table.fields.data())};
  }
  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(table.fields.size()); }
  const Field& field(std::uint32_t slot) const noexcept { return table.fields[slot]; }
  std::uint32_t oneofs() const noexcept { return table.oneofs; }
  const QuickFields& quick() const noexcept { return table.quick; }
};

}  // namespace bff::proto
