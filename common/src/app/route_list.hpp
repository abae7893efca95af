// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "contract/contract.hpp"
#include "plan/plan.hpp"

namespace bff::app {

// The routes that a client is served, in the order of their files. `contract` is that of `plans`.
using Plans = std::vector<std::shared_ptr<const plan::RoutePlan>>;

// A line each, in columns: id, method and path, auth, calls, whether it is going away, place.
std::string route_list_text(const Plans& plans, const contract::Contract& contract);
// {"client": …, "routes": [{id, method, path, auth, scopes, calls, deprecated, sunset, file,
// line}]}
std::string route_list_json(const Plans& plans, const contract::Contract& contract);

}  // namespace bff::app
