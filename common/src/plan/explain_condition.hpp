// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace bff::plan {

// Conditions in the words of route files. What a name of the file itself stands for is not known
// to the plan: the key of a table by value is `$key`, an element `$item`.
std::vector<std::string> condition_texts(const RoutePlan& plan, const Conditions& conditions);

// "$query.recent", "$auth.sub".
std::string input_text(const Input& input);

}  // namespace bff::plan
