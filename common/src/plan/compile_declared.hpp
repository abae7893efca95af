// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Holds what a shape makes against the field of the response message that declares it, in the proto
// form: list, map or one; message or scalar; and which, where the value has a type of its own.
// Precondition: syntax.declared is set.
void check_declared(RouteContext& context, const ShapeSyntax& syntax, const ShapeModel& shape);

}  // namespace bff::plan
