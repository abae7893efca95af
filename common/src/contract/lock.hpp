// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/diagnostics.hpp"
#include "contract/contract.hpp"

namespace bff::contract {

// A lock is a contract as a text that is kept under version control: JSON with sorted keys, one
// fact a line, so that what changes for a client shows as a line of a diff. Comments, summaries
// and the order of keys are no part of it.
std::string to_lock(const Contract& contract);

// The contract that a lock holds, in the lock's order; nullopt after problems (BFF4xx) to `out`.
std::optional<Contract> read_lock(const std::shared_ptr<const Source>& source, Diagnostics& out);

}  // namespace bff::contract
