// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bff/error.hpp"
#include "plan/evaluate.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// Whether all of them hold; none: true. What is not needed for the answer is not evaluated.
// Errors: those of evaluate().
Result<bool> hold(const Conditions& conditions, const Scope& scope);

}  // namespace bff::plan
