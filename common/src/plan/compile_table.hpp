// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// `batch` and `index` of a call whose types are known; nullopt after a reported problem.
std::optional<TableModel> compile_table(RouteContext& context, const CallSyntax& syntax,
                                        const CallModel& call);

}  // namespace bff::plan
