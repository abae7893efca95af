// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Resolves and types an expression where `context` stands. `wanted`: the type of the place that
// it is for, to which texts that the client sent are parsed; null where any type will do.
// The type is unknown after a reported problem.
Expr check_expression(RouteContext& context, const ExpressionSyntax& syntax, const Type* wanted);

// The text of an expression as its author would write it, for messages.
std::string to_text(const ExpressionSyntax& syntax);

}  // namespace bff::plan
