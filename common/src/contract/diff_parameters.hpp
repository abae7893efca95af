// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "contract/contract.hpp"
#include "contract/diff.hpp"

namespace bff::contract {

// What differs in the parameters of a route that is in both contracts.
void diff_parameters(const Contract& old_contract, const Route& old, const Contract& now_contract,
                     const Route& now, std::vector<Change>& out);

}  // namespace bff::contract
