// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bff/error.hpp"
#include "proto/message_table.hpp"

namespace bff::proto {

// How many messages and groups may enclose one: protobuf's own default.
inline constexpr int kMaxDepth = 100;
// Bytes of one message: protobuf's own limit, and what a Cell's size can tell.
inline constexpr std::size_t kMaxMessage = std::size_t{1} << 31;

// What can be wrong with a service's bytes. Readers return this and not an Error, which is too
// big to pass through every field; to_error() makes one at the border.
enum class Fault : std::uint8_t {
  none,
  // of the wire format
  truncated,
  long_varint,
  bad_tag,
  bad_group,
  too_deep,
  too_large,
  not_utf8,
  // of values that have no JSON form
  timestamp,
  duration,
  field_mask,
  not_finite,
  not_a_number,
  any_url,
  any_type,
  too_much_json,
};

struct Failure {
  Fault fault = Fault::none;
  const MessageTable* table = nullptr;  // the innermost message that was read; may be null
  std::uint32_t number = 0;             // the field within it; 0 if there is none to name
  std::string_view text;                // the value at fault, where it helps
};

// upstream_invalid. `internal` names message and field; the client reads nothing of it.
Error to_error(const Failure& failure);

}  // namespace bff::proto
