// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <span>

namespace bff::proto {

// Puts the fields of a message's wire bytes into the order of their numbers; those of one number
// keep theirs. `arena` gives room for a copy of the bytes.
// Precondition: `bytes` are whole fields, as wire::Writer wrote them.
void order_fields(std::span<char> bytes, std::pmr::memory_resource& arena);

}  // namespace bff::proto
