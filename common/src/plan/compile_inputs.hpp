// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// Makes an Input of each declared parameter, used or not: what a client sends wrong is a 400
// whatever the view does with it. (The parser has checked the declarations.)
void declare_inputs(RouteContext& context);

// The type of `$path.id`, `$query.recent`, `$auth.sub` as declared. Unknown after a reported
// problem.
Type input_type(RouteContext& context, const RefSyntax& ref);

// The Input of that source and name with `type`, a scalar or an enum; made when it is new.
std::size_t input_as(RouteContext& context, const RefSyntax& ref, const Type& type);

// A client's `query:` (name, default, min, max) over the route's inputs. Problems to `out`.
void override_inputs(const std::vector<ParameterSyntax>& overrides, std::vector<Input>& inputs,
                     Diagnostics& out);

// The route's policy, or the gateway's default; nullopt after a reported problem.
std::optional<auth::Policy> compile_policy(const RouteSyntax& route, const CompileContext& context,
                                           Diagnostics& out);

}  // namespace bff::plan
