// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

namespace bff::runtime {

// How many times this program has called operator new.
std::size_t allocation_count() noexcept;

}  // namespace bff::runtime
