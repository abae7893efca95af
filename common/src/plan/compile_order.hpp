// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks how the calls of a route stand to each other: cycles, calls that nothing reads, writes
// that nothing orders, and timeouts that cannot hold within the deadline.
// Precondition: requests and shape are checked.
void check_order(RouteContext& context);

}  // namespace bff::plan
