// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// Makes a CallModel of each call and brings its name into scope: rpc, upstream, table, on_error
// and retry. What a call asks for is read by check_requests(), when all names are known.
void declare_calls(RouteContext& context);

}  // namespace bff::plan
