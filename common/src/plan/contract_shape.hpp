// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/contract_types.hpp"

namespace bff::plan {

// The type of what a shape writes.
contract::Type shape_type(const Node& node, const proto::JsonFormat& format, ContractTypes& types);

}  // namespace bff::plan
