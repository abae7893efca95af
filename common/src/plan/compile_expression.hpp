// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Resolves and types an expression where `context` stands. `wanted`: the type of the place that
// it is for, to which texts that the client sent are parsed; null where any type will do.
// The type is unknown after a reported problem.
Expr check_expression(RouteContext& context, const ExpressionSyntax& syntax, const Type* wanted);
// The same for what is only bound or counted: of the request's body it reads nothing by itself.
Expr check_source(RouteContext& context, const ExpressionSyntax& syntax);

// A text with values in it: a string, null when one of its values is. One that begins with `/`,
// `http://` or `https://` is an address, in which values are percent-encoded.
Expr check_text(RouteContext& context, const TextSyntax& syntax);

// Conditions of `when`, `$when`, `that`. Reported problems leave out what they are about.
ConditionsModel check_conditions(RouteContext& context, const ConditionsSyntax& syntax);
// The calls that they read, tables included.
CallSet origins_of(const ConditionsModel& conditions);

// The text of an expression as its author would write it, for messages.
std::string to_text(const ExpressionSyntax& syntax);

}  // namespace bff::plan
