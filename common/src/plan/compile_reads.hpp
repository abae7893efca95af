// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "plan/compile_model.hpp"

namespace bff::plan {

// The calls that a view needs: those that it reads, those that they read in turn, and every
// writing call, which is made for its effect.
CallSet calls_of_view(const RouteModel& route, const ShapePtr& view);

// The calls and tables that a shape names itself, keys and conditions included.
CallSet calls_in(const ShapeModel& shape);
// The tables that conditions look up by what `binding` stands for.
CallSet looked_up_by(const ConditionsModel& conditions, const Binding& binding);

// For each call the JSON paths of the view whose values come from it, in shape order: what its
// failure leaves null or defaulted, also by way of calls that are not made without it. A path
// below another of the same call is left out.
std::map<std::size_t, std::vector<std::string>> view_paths(const RouteModel& route,
                                                           const ShapeModel& view);

}  // namespace bff::plan
