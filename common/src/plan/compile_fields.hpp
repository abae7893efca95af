// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks the fields of a call's request, which `with` gives as a shape.
// `call.missing` gets the calls whose missing results take this call with them.
std::vector<RequestModel> check_fields(RouteContext& context, CallModel& call,
                                       const ShapeSyntax& with);

// What is missing takes the whole call with it: notes the calls that may take `call` so, and
// reports it at `place` when `call` must be there itself. `type`: of what the request reads.
void note_missing(RouteContext& context, CallModel& call, const Type& type, const Place& place);

}  // namespace bff::plan
