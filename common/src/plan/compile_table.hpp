// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// The table that a call declares by `batch`, `index`, `group` or `for_each`; nullopt after a
// reported problem. Precondition: its types are known (call.request_type, call.response_type).
std::optional<TableModel> compile_table(RouteContext& context, const CallSyntax& syntax,
                                        const CallModel& call);

// The type of the request's field that `$name` goes to by itself; unknown when it goes to none.
Type type_where_it_goes(const ShapeSyntax& with, const proto::MessageTable& request,
                        const std::string& name);

}  // namespace bff::plan
