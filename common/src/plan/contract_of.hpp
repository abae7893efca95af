// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "contract/contract.hpp"
#include "plan/plan.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

contract::Auth auth_of(const auth::Policy& policy);

// What `client` may send to these routes and gets back. It is read off the plans that are served,
// so that nothing is promised that is not served; those that only speak RPC are left out, for their
// proto is their contract. Comments are those of the protos.
contract::Contract contract_of(const std::string& client,
                               const std::vector<std::shared_ptr<const RoutePlan>>& plans,
                               const proto::Schema& schema);

}  // namespace bff::plan
