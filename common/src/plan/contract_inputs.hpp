// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "contract/contract.hpp"
#include "plan/contract_types.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// What a client may send besides the body: variables in the path's order, then what is declared.
std::vector<contract::Parameter> parameters_of(const RoutePlan& plan, ContractTypes& types);

}  // namespace bff::plan
