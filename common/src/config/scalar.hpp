// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "config/node.hpp"

namespace bff::config {

// True for a number as JSON writes it (RFC 8259 §6).
bool is_json_number(std::string_view text) noexcept;

// What an unquoted scalar is: null, true, false, a JSON number, or else a text. YAML 1.1's words
// and numbers (`yes`, `~`, `012`, `1_000`, dates) are texts.
Node::Kind plain_kind(std::string_view text) noexcept;

}  // namespace bff::config
