// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace bff {

// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

}  // namespace bff
