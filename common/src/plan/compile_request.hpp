// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks `with` of every call against its request message and notes what each call waits for.
// Precondition: all calls are declared.
void check_requests(RouteContext& context);

}  // namespace bff::plan
