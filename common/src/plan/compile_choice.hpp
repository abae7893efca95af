// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// `$switch` on an enum or a oneof. In the case of a oneof's member the member is not null.
// `in_list`: it makes elements of a list, so that `$skip` may stand in it.
ShapePtr check_choice(RouteContext& context, const ShapeSyntax& syntax, bool in_list);

}  // namespace bff::plan
