// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace bff::framing {

// What a client says of how long it waits; nullopt: the text is none. Zero is taken, and means that
// no time is left. At most kMostTimeout, which any clock takes: what is above it is that long.
inline constexpr std::chrono::nanoseconds kMostTimeout = std::chrono::hours(24 * 365);

// grpc-timeout: one to eight digits and one of H M S m u n (PROTOCOL-HTTP2.md, "Timeout").
std::optional<std::chrono::nanoseconds> parse_grpc_timeout(std::string_view text) noexcept;

// Connect-Timeout-Ms: one to ten digits.
std::optional<std::chrono::nanoseconds> parse_connect_timeout(std::string_view text) noexcept;

}  // namespace bff::framing
