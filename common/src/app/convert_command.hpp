// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/options.hpp"
#include "config/environment.hpp"

namespace bff::app {

// Prints the routes that a service declares by options as a route file; 1 where the configuration
// has problems, 2 where it names no such service in `proto_routes`.
int convert(const Options& options, const config::Environment& environment);

}  // namespace bff::app
