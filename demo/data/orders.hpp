// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "shop/v1/orders.pb.h"

namespace demo {

inline constexpr std::int64_t kOrdersPerUser = 20;

// The last line of order 7 of every user whose id ends in 3 names this product, which the
// catalogue no longer has. All other lines name products that exist.
inline constexpr std::int64_t kDiscontinuedProduct = 501;

// Order `number` (1, the oldest, to kOrdersPerUser) of a user has the id user_id * 100 + number.
constexpr std::int64_t order_id(std::int64_t user_id, std::int64_t number) {
  return user_id * 100 + number;
}

// Nothing for an id that order_id() does not give for a user who exists.
std::optional<shop::v1::Order> order(std::int64_t id);

// All orders of a user, the newest first; nothing for a user who does not exist.
std::optional<std::vector<shop::v1::Order>> orders_of(std::int64_t user_id);

}  // namespace demo
