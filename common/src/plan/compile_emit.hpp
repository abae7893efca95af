// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "plan/compile_model.hpp"

namespace bff::plan {

// Makes the plan of a checked route for one view. Calls that the view does not need are not in
// it. Precondition: no problem was reported for the route.
// `inputs`: the route's, with the client's own defaults and bounds.
std::shared_ptr<const RoutePlan> emit_plan(const RouteModel& route, const ShapePtr& view,
                                           std::vector<Input> inputs,
                                           const proto::AnyResolver& any);

}  // namespace bff::plan
