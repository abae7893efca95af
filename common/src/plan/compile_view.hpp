// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_scope.hpp"

namespace bff::plan {

// The route's shape as a client sees it: `only` keeps the paths that it names, then `limit` cuts
// lists. A message that is copied whole becomes an object where a path goes into it.
// Problems are reported; the result is then whatever is left.
ShapePtr narrow_view(RouteContext& context, const ClientSyntax& client);

// A member of an object that is picked from a message: `$binding.field` under `key`.
ShapeModel::Member member_of(const Binding& binding, const proto::Field& field,
                             const std::string& key);

}  // namespace bff::plan
