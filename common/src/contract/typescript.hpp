// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "contract/contract.hpp"

namespace bff::contract {

// A TypeScript module for the contract's client: an interface or type for each named type, one
// function for each route, and the few lines that send requests by fetch. It imports nothing and
// holds under `tsc --strict` with exactOptionalPropertyTypes and noUncheckedIndexedAccess.
std::string to_typescript(const Contract& contract);

}  // namespace bff::contract
