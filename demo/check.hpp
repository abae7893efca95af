// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace demo {

// Asks the gRPC health service at `address` whether each of these services (by full name) serves.
// Empty when all do, else the reason.
std::string why_unhealthy(const std::string& address, const std::vector<std::string>& services);

}  // namespace demo
