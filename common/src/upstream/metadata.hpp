// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "upstream/client.hpp"

namespace bff::upstream {

// Sum over all entries of name, value and 32 bytes (RFC 9113 §6.5.2), above which an RPC is
// refused.
inline constexpr std::size_t kMaxMetadata = 32 << 10;

// `value` without the spaces and tabs around it, which HTTP/2 forbids (RFC 9113 §8.2.1).
std::string_view trimmed(std::string_view value) noexcept;

// HTTP/2 and gRPC use the name themselves, or it is for HTTP/1.1 connections: it is not metadata.
bool is_reserved(std::string_view name) noexcept;

// Why this metadata cannot be sent, for the log; empty if it can. A bad entry must be caught
// here: some peers answer it by closing the connection that other calls share.
std::string refusal_of(MetadataView metadata);

}  // namespace bff::upstream
