// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "faults/clients.hpp"

namespace bff::faults {

// `count` clients that send thousands of requests and read no answer. The gateway's memory stays
// bounded, and `timeouts.write` closes each of them: not before so long nothing more could be sent
// to it, and soon after. `memory_counts`: whether the gateway's memory is its own, no sanitizer's.
void refuse_to_read(const Court& court, int count, bool memory_counts);

}  // namespace bff::faults
