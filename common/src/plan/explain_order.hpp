// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "plan/plan.hpp"

namespace bff::plan {

// The calls by how many must end before them, one after the other: those of one stage may start
// together. In a run each starts as soon as what it needs has ended, whatever its stage does.
std::vector<std::vector<CallId>> stages_of(const RoutePlan& plan);

struct CriticalPath {
  std::vector<CallId> calls;
  Duration time{0};
};
// The chain of calls that need each other whose timeouts add up to most. A call without a timeout
// has the route's deadline; one in-process does not wait. Calls of `for_each … in` are made one
// after the other, those of a table at the same time.
CriticalPath critical_path_of(const RoutePlan& plan);

}  // namespace bff::plan
