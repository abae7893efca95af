// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/options.hpp"
#include "config/gateway.hpp"

namespace bff::app {

// Runs the tests of the gateway's routes without a socket, and tells what each came to. The exit
// status: 0 all as expected, 1 a test failed or something does not hold, or there was no test.
int run_route_tests(const Options& options, const config::Environment& environment);

}  // namespace bff::app
