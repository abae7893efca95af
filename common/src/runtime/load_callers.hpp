// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "base/diagnostics.hpp"
#include "config/gateway.hpp"
#include "plan/route_file.hpp"
#include "runtime/snapshot.hpp"

namespace bff::runtime {

// What the services of each upstream are told of who asks, with the keys and secrets that this
// takes, into `snapshot`. Without `keys` no token is made or exchanged. Problems go to `out`.
void load_callers(const config::Gateway& config, bool keys, Snapshot& snapshot, Diagnostics& out);

// No call of a route may set metadata under a name by which some upstream is told of callers: what
// a client sends could pass for what the gateway knows.
void refuse_lookalikes(const config::Gateway& config, const std::vector<plan::RouteFile>& files,
                       Diagnostics& out);

}  // namespace bff::runtime
