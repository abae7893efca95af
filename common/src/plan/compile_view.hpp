// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "plan/compile_scope.hpp"

namespace bff::plan {

// The route's shape as a client sees it: `only` keeps the paths that it names, `omit` takes some
// out, then `limit` cuts lists, and `replace` puts another shape in a place. A message that is
// copied whole becomes an object where a path goes into it.
// Problems are reported; the result is then whatever is left.
ShapePtr narrow_view(RouteContext& context, const ClientSyntax& client);

// The path of a member: "order.id".
inline std::string member_path(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

// `only`: what lies on or below one of the paths.
ShapePtr keep_only(RouteContext& context, const ShapePtr& shape,
                   const std::vector<ViewPath>& paths);

}  // namespace bff::plan
