// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_path.hpp"
#include "plan/compile_scope.hpp"

namespace bff::plan {

// `stream` of a route: one of its calls is a server's stream, and the shape is of each of its
// messages. Precondition: all that reads calls was checked.
void check_stream(RouteContext& context);

// Precondition: the route's calls were emitted.
void emit_stream(PathEmitter& paths, const RouteModel& route, RoutePlan& plan);

}  // namespace bff::plan
