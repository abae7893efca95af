// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cases/case.hpp"
#include "cases/run_case.hpp"

namespace bff::cases {

// Holds what came of a case against what was expected, and reports every difference at the place
// of the expectation (BFF510–512). True when there is none.
//
// Bodies are compared as JSON: the order of keys does not count, numbers are equal by value. Of a
// problem, and of a partial answer's `_errors`, only what the case names is compared.
bool judge(const Case& one, const Outcome& outcome, const proto::Schema& schema, Diagnostics& out);

}  // namespace bff::cases
