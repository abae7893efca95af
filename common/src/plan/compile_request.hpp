// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks what every call that is declared by now asks for and when it is made, and notes what it
// waits for. Calls that have been checked before are passed over; calls of files that are read
// here for the first time are checked as well.
void check_requests(RouteContext& context);

}  // namespace bff::plan
