// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/contract.hpp"
#include "contract/typescript_type.hpp"

namespace bff::contract {

// A route's request and response types and its function, which is called `function`.
std::string typescript_route(const Contract& contract, const Route& route,
                             const std::string& function, TypeScriptTypes& types);

}  // namespace bff::contract
