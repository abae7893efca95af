// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "unit/plan/random/world.hpp"

namespace bff::random_plans {

// A route file with one GET route over the world's service, mostly by the rules of docs/routes.md:
// several calls that read each other, tables of every form, and a shape of every directive.
// Three conventions let the reference know a literal's type without checking types: of an enum it
// is always w.Hue's, of a 64-bit integer always kWide, and nothing else is as large as that.
std::string random_route(Random& random, const World& world);

inline constexpr const char* kWide = "9007199254740993";

}  // namespace bff::random_plans
