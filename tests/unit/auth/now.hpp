// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

namespace bff::auth {

// 2024-07-03T09:20:00Z, as in TokenWorld.
inline constexpr std::chrono::system_clock::time_point kNow{std::chrono::seconds{1720000000}};

}  // namespace bff::auth
