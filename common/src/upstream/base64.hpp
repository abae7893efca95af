// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace bff::upstream {

// The bytes of a "-bin" metadata value: standard alphabet, padded or not (gRPC's
// PROTOCOL-HTTP2.md), nullopt for anything else.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace bff::upstream
