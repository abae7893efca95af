// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "app/options.hpp"
#include "config/environment.hpp"
#include "runtime/snapshot.hpp"

namespace bff::app {

// The commands that tell what clients may send and get back (docs/types.md). Results go to
// standard output, problems to standard error; each gives the exit status.

// `types`, `openapi`, `lock`: 1 where the configuration has problems, as of `check`.
int print_contract(const Options& options, const config::Environment& environment);

// `diff OLD [NEW]`: 1 where a client breaks, 2 where a lock cannot be read. Without NEW the old
// contract is compared with what the gateway serves now.
int print_diff(const Options& options, const config::Environment& environment);

// Where gateway.yaml names a lock: reports each key that answers have gained since, only because a
// message that they copy whole has a new field (BFF404), and a lock that cannot be read (BFF4xx).
void check_lock(const runtime::Snapshot& snapshot, Diagnostics& out);

}  // namespace bff::app
