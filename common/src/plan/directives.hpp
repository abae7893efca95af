// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "base/diagnostics.hpp"
#include "config/node.hpp"
#include "plan/route_file.hpp"

namespace bff::plan {

// Keys of an object that belong to the language, not to the JSON.
inline constexpr std::string_view kDirectives[] = {"$for", "$from", "$shape", "$pick"};
inline constexpr std::string_view kDirectivesLater[] = {"$when",  "$switch", "$case",  "$else",
                                                        "$merge", "$omit",   "$limit", "$count"};

inline bool is_directive(std::string_view key) noexcept {
  return key.starts_with('$') && !key.starts_with("$$");
}

// A JSON key as it will be: `$$ref` is the key "$ref".
inline std::string_view plain_key(std::string_view key) noexcept {
  return key.starts_with("$$") ? key.substr(1) : key;
}

// Read the value of `$for`, `$from` and `$pick` into the shape's `name`, `expression` and `pick`;
// false (or empty), and reported, when it does not hold.
bool parse_for(const config::Node& node, ShapeSyntax& shape, Diagnostics& out);
bool parse_from(const config::Node& node, ShapeSyntax& shape, Diagnostics& out);
std::optional<PickSyntax> parse_pick(const config::Node& node, Diagnostics& out);

}  // namespace bff::plan
