// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>

namespace bff::faults {

// Bytes that the process on loopback port `from` has handed to the kernel for its peer on port
// `to`, and that the peer's kernel has not acknowledged; nullopt: `from` has closed, or the two
// were never connected.
std::optional<long> unacknowledged(std::uint16_t from, std::uint16_t to);

}  // namespace bff::faults
