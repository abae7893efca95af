// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "base/diagnostics.hpp"
#include "config/node.hpp"

namespace bff::cases {

enum class Extent { whole, named };  // named: keys that are not expected may be there

// Reports each value that is not the expected one, at the place of the expectation, with its JSON
// pointer (RFC 6901). `_errors` of the outermost object counts only when it is expected.
void compare_json(const config::Node& expected, const nlohmann::json& got, Extent extent,
                  Diagnostics& out);

}  // namespace bff::cases
