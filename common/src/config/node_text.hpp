// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "config/node.hpp"

namespace bff::config {

// Writes a map as a YAML text that load_yaml() reads as the same nodes, as this project writes
// route files: what is small on one line in braces, anything else in block style.
std::string to_yaml(const Node& map);

}  // namespace bff::config
