// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "app/options.hpp"
#include "config/environment.hpp"

namespace bff::app {

// The commands that tell what clients may send and get back (docs/types.md). Results go to
// standard output, problems to standard error; each gives the exit status.

// `types`, `openapi`, `lock`: 1 where the configuration has problems, as of `check`.
int print_contract(const Options& options, const config::Environment& environment);

// `diff OLD [NEW]`: 1 where a client breaks, 2 where a lock cannot be read. Without NEW the old
// contract is compared with what the gateway serves now.
int print_diff(const Options& options, const config::Environment& environment);

}  // namespace bff::app
