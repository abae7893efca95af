// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Makes a CallModel of each call and brings its name into scope: rpc, upstream, table, on_error
// and retry. What a call asks for is read by check_requests(), when all names are known.
void declare_calls(RouteContext& context);
// The same for one call of a file, when the route first reads it.
const Binding& declare_file_call(RouteContext& context, const CallSyntax& syntax);

// The number of a google.rpc.Code; nullopt when there is none of that name.
std::optional<int> code_named(std::string_view name);
// The same the other way round. Precondition: google.rpc.Code has it.
std::string_view code_name(int code);

}  // namespace bff::plan
