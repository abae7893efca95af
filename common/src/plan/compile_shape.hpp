// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks the route's shape into RouteModel::shape and notes what it reads.
// Precondition: all calls are declared.
void check_shape(RouteContext& context);

}  // namespace bff::plan
