// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/plan.hpp"

namespace bff::plan {

// Lets the cells of literal texts look at their texts, once the plan no longer moves.
void settle(RoutePlan& plan);

}  // namespace bff::plan
