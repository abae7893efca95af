// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "bff/error.hpp"
#include "shop/web/order_totals.pb.h"

namespace shop::web {

// Adds an order's lines up (shop/web/order_totals.proto). upstream_error for amounts of several
// currencies, and for sums that an int64 does not hold.
bff::Result<Totals> sum(const SumRequest& request);

}  // namespace shop::web
