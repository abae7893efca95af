// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "shop/v1/catalog.pb.h"

namespace demo {

inline constexpr std::int64_t kProducts = 500;

// Product 1 … kProducts; nothing for any other id. Every seventh is a download.
std::optional<shop::v1::Product> product(std::int64_t id);

// A product's price in euro cents, at least 199. Precondition: the product exists.
std::int64_t price_of(std::int64_t product_id);

shop::v1::Money euros(std::int64_t cents);

// Ids of the products that meet every criterion of `request`, ascending.
std::vector<std::int64_t> search(const shop::v1::SearchProductsRequest& request);

}  // namespace demo
