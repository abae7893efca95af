// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "plan/plan.hpp"

namespace bff::plan {

// What a declared input may be, beside parse_scalar() (arguments.hpp), which reads its text.

// True when the input has no bounds or the number keeps them. NaN keeps none.
bool within_bounds(const proto::Cell& cell, const Input& input) noexcept;

// True when the input has no pattern or the whole text matches it.
bool matches(std::string_view text, const Input& input);

// "an int32 from 1 to 20", for the detail of a 400.
std::string expectation(const Input& input);

}  // namespace bff::plan
