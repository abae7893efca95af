// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/options.hpp"
#include "config/environment.hpp"

namespace bff::app {

// The commands that tell what the gateway serves this client and how (docs/commands.md). Results go
// to standard output, problems to standard error; 1 where the configuration has problems.

int print_routes(const Options& options, const config::Environment& environment);
// `explain ROUTE`: 2 where there is no such route.
int print_explanation(const Options& options, const config::Environment& environment);

}  // namespace bff::app
