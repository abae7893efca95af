// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace bff::plan {

// What a declared input may be.

// Parses a text as the input's type: by parse_scalar() (arguments.hpp), and an enum as JSON bodies
// have it, by a name (the full one, or the short one where the route's format has these) or by the
// number, which a closed enum must know. What could be both is a name, as it is in answers.
bool parse_value(std::string_view text, const Input& input, proto::Cell& out);

// The names of an enum's values, as the route's format has them, by number.
std::vector<std::string_view> names_of(const Input& input);

// True when the input has no bounds or the number keeps them. NaN keeps none.
bool within_bounds(const proto::Cell& cell, const Input& input) noexcept;

// True when the input has no pattern or the whole text matches it.
bool matches(std::string_view text, const Input& input);

// "an int32 from 1 to 20", "one of NEW, PAID" (the first of them), for the detail of a 400.
std::string expectation(const Input& input);

}  // namespace bff::plan
