// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// A value that is sent as a text: of a header, a cookie, metadata. A literal is itself.
Expr check_value(RouteContext& context, const ShapeSyntax& syntax);

std::vector<std::pair<std::string, Expr>> check_values(RouteContext& context,
                                                       const std::vector<NamedValueSyntax>& values);

// `require` and `respond` of the route.
void check_requirements(RouteContext& context);
void check_respond(RouteContext& context);

}  // namespace bff::plan
