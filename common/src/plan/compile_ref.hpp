// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Resolves one ref: its name in scope, then each step by the type it has come to. A text that the
// client sent is left without its Input (type.text_input), until the type it parses to is known:
// parse_as() then. The type is unknown after a reported problem.
Ref check_ref(RouteContext& context, const RefSyntax& syntax);

// Fixes the Input of a ref whose type is `text_input`: `wanted` where its text can be parsed to
// that, else text.
void parse_as(RouteContext& context, const RefSyntax& syntax, const Type& wanted, Ref& ref);

// A ref to what `binding` stands for, and to a field of it, as `$binding.field` makes it.
Ref ref_to(const Binding& binding);
Ref field_of(const Binding& binding, const proto::Field& field);

// Notes that all of what the ref leads to is read, where it leads into the request's body.
void read_whole(const Ref& ref);

}  // namespace bff::plan
