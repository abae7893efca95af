// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "config/gateway.hpp"

namespace bff::app {

// Asks the gateway that serves on this machine with the same gateway.yaml and the same environment
// for /readyz, for probers that have no HTTP client of their own. Routes and protos are not read.
// The exit status: 0 when it is ready, else 1 with the reason on standard error.
int health(const std::string& config_file, const config::Environment& environment);

}  // namespace bff::app
