// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "unit/plan/random/world.hpp"

namespace bff::random_plans {

// A client's view of a shape: `only`, `omit` and `limit` of some of its paths; true: it is a list.
std::string random_view(Random& random, const std::vector<std::pair<std::string, bool>>& paths);

}  // namespace bff::random_plans
