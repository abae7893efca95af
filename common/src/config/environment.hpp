// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "config/gateway.hpp"
#include "config/node.hpp"

namespace bff::config {

// Replaces `${NAME}` and `${NAME:-default}` in all texts below `node` (not in keys), and `$${` by
// a plain `${`. The default also stands for a variable that is set but empty, as in a shell.
// Plain texts are typed anew, so that a number from the environment is a number; quoted ones are
// marked as `replaced`. What cannot be replaced is marked as `unknown`. Problems: BFF113 malformed,
// BFF114 not set.
void replace_variables(Node& node, const Environment& lookup, Diagnostics& out);

}  // namespace bff::config
