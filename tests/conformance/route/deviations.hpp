// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

namespace bff::route {

// Cases of the public suites that are decided otherwise here, and why: docs/transcoding.md.
struct Deviation {
  std::string test;                 // its name, or its suite's where it has none
  std::vector<std::string> inputs;  // templates or paths; the middle of long ones is left out
  std::string reason;
};

const std::vector<Deviation>& deviations();

}  // namespace bff::route
