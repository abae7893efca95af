// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "plan/plan.hpp"

namespace bff::plan {

// What a declared input may be, beside parse_scalar() (arguments.hpp), which reads its text.

// True when the input has no bounds or the number keeps them. NaN keeps none.
bool within_bounds(const proto::Cell& cell, const Input& input) noexcept;

// "an int32 from 1 to 20", for the detail of a 400.
std::string expectation(const Input& input);

}  // namespace bff::plan
