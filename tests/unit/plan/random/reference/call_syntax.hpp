// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "plan/route_file.hpp"
#include "unit/plan/random/services.hpp"

namespace bff::random_plans {

// What a route file says of its calls.

// Null where the name is no call's.
const plan::CallSyntax* find_call(const plan::RouteSyntax& route, const std::string& name);

// `$name(key)` is a row of it.
bool is_keyed(const plan::CallSyntax& call);
// The same, for a path that begins with such a look-up.
bool looks_up(const plan::CallSyntax& call, const plan::RefSyntax& ref);

// How its service answers it.
Answering answering(const World& world, const plan::CallSyntax& call);

}  // namespace bff::random_plans
