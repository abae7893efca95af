// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "plan/explain.hpp"

namespace bff::app {

// The explanation for programs: its members by their names, calls by theirs, times in milliseconds.
std::string explain_json(const plan::Explanation& explanation);

}  // namespace bff::app
