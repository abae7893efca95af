// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "bff/error.hpp"
#include "plan/evaluate.hpp"

namespace bff::plan {

// Appends the JSON of a shape, in its own order, straight from the calls' answers. What is null
// is written as null; keys are never left out.
// Errors: upstream_absent for a `!` that does not hold, upstream_invalid (with the call) for a
// nested message or a value that only now shows to be broken. `out` then holds a broken prefix.
Result<void> write_shape(std::string& out, const Node& node, Scope& scope);

}  // namespace bff::plan
