// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "upstream/h2_stream.hpp"

namespace bff::upstream {

// The open streams of a connection by their id, and those that this side reset of late: frames of
// theirs may still be on the way.
class StreamTable {
 public:
  // Null: not open.
  H2Stream* find(std::uint32_t id) const noexcept;
  // The stream's id is set, and in no table.
  void add(H2Stream& stream) noexcept;
  // Precondition: it is in this table.
  void remove(H2Stream& stream) noexcept;

  void remember_reset(std::uint32_t id) noexcept;
  // Whether a stream that is not open may have been reset by this side.
  bool maybe_reset(std::uint32_t id) const noexcept;

 private:
  // Chains by the id's low bits; ids follow each other, so that they are as short as can be.
  static constexpr std::size_t kChains = 256;
  static constexpr std::size_t chain_of(std::uint32_t id) noexcept { return id / 2 % kChains; }

  std::array<H2Stream*, kChains> chains_{};
  std::array<std::uint32_t, 256> resets_{};  // a ring
  std::size_t reset_count_ = 0;
  std::uint32_t forgotten_ = 0;  // an id up to here may have left the ring
};

}  // namespace bff::upstream
