// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <vector>

#include "plan/contract_types.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// What a client sends to a method that is served 1:1, and what it gets. Precondition of all: the
// plan is of one (RoutePlan::exposed).

// The variables of the path; behind them a parameter for each field that neither path nor body
// gives, those within messages by their path ("filter.name"). Fields of messages that hold
// themselves end where they begin again, and maps, whose keys nobody knows, are left out.
std::vector<contract::Parameter> exposed_parameters(const RoutePlan& plan, ContractTypes& types);
std::optional<contract::Body> exposed_body(const RoutePlan& plan, ContractTypes& types);
contract::Type exposed_answer(const RoutePlan& plan, ContractTypes& types);

}  // namespace bff::plan
