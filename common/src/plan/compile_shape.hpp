// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Checks the route's shape into RouteModel::shape and notes what it reads.
// Precondition: all calls are declared.
void check_shape(RouteContext& context);

// One shape where `context` stands, such as a view's replacement.
ShapePtr check_shape_here(RouteContext& context, const ShapeSyntax& syntax);

// What the filter of a loop looks up must be fetched before the list is known, which would feed it:
// refused by the element itself, and in tables that the body (`by_body`) looks up.
void check_filter(RouteContext& context, const Place& place, const ConditionsModel& when,
                  const Binding& element, const CallSet& by_body);

// A shape of which nothing is known: its problem was reported.
ShapePtr unknown_shape();
inline ShapePtr make_shape(ShapeModel model) {
  return std::make_shared<const ShapeModel>(std::move(model));
}

}  // namespace bff::plan
