// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "plan/compile.hpp"
#include "plan/compile_endpoints.hpp"

namespace bff::plan {

// Makes a plan of each rule of google.api.http of each method that `syntax` serves, if this client
// is served it. All problems go to `out`, those of rules with their place in the .proto.
void compile_expose(const RouteFile& file, const ExposeSyntax& syntax,
                    const CompileContext& context, Endpoints& endpoints,
                    std::vector<std::shared_ptr<const RoutePlan>>& plans, Diagnostics& out);

}  // namespace bff::plan
