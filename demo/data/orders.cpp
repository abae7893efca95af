// SPDX-License-Identifier: Apache-2.0
#include "demo/data/orders.hpp"

#include <string>
#include <string_view>

#include "demo/data/catalog.hpp"
#include "demo/data/draw.hpp"
#include "demo/data/users.hpp"

namespace demo {
namespace {

constexpr std::string_view kBrands[] = {"Maestro", "Mastercard", "Visa"};
constexpr std::int64_t kFreeShippingFrom = 100'00;  // cents
constexpr std::int64_t kShipping = 4'90;

// Adds one to five lines, each of another product; returns their sum in cents.
std::int64_t add_lines(shop::v1::Order& order, std::int64_t number, Draw& draw) {
  const std::int64_t count = 1 + draw.below(5);
  const bool discontinued = number == 7 && order.customer_id() % 10 == 3;
  std::int64_t sum = 0;
  // Steps of 97, which 500 is no multiple of, give each line another product.
  const std::int64_t first = draw.below(kProducts);
  for (std::int64_t i = 0; i < count; ++i) {
    shop::v1::OrderLine& line = *order.add_lines();
    const std::int64_t known = 1 + (first + i * 97) % kProducts;
    line.set_product_id(discontinued && i == count - 1 ? kDiscontinuedProduct : known);
    line.set_quantity(static_cast<std::int32_t>(1 + draw.below(3)));
    *line.mutable_unit_price() = euros(price_of(known));
    if (draw.below(8) == 0) line.set_gift_message("Happy birthday! 🎂");
    sum += price_of(known) * line.quantity();
  }
  return sum;
}

// The older an order, the further it has come.
shop::v1::OrderStatus status_of(std::int64_t number, Draw& draw) {
  if (number >= 19) return shop::v1::ORDER_STATUS_PAID;
  if (number >= 16) return shop::v1::ORDER_STATUS_SHIPPED;
  switch (draw.below(10)) {
    case 0:
      return shop::v1::ORDER_STATUS_RETURNED;
    case 1:
      return shop::v1::ORDER_STATUS_CANCELLED;
    default:
      return shop::v1::ORDER_STATUS_DELIVERED;
  }
}

void add_payment(shop::v1::Order& order, Draw& draw) {
  switch (draw.below(4)) {
    case 0:
      order.mutable_invoice()->mutable_due_at()->set_seconds(order.placed_at().seconds() +
                                                             14 * kDay);
      break;
    case 1:
      order.set_voucher_code("GIFT-" + std::to_string(order.id()));
      break;
    default:
      order.mutable_card()->set_brand(std::string{draw.one_of(kBrands)});
      order.mutable_card()->set_last_digits(std::to_string(1000 + draw.below(9000)));
  }
}

}  // namespace

std::optional<shop::v1::Order> order(std::int64_t id) {
  const std::int64_t user_id = id / 100, number = id % 100;
  if (user_id < 1 || user_id > kUsers || number < 1 || number > kOrdersPerUser) return std::nullopt;
  Draw draw{"order", id};
  shop::v1::Order order;
  order.set_id(id);
  order.set_customer_id(user_id);
  order.set_status(status_of(number, draw));
  // Nine to ten days apart, so that a newer order has a higher number and a later time.
  order.mutable_placed_at()->set_seconds(kEpoch + number * 10 * kDay + draw.below(kDay));
  const std::int64_t sum = add_lines(order, number, draw);
  const std::int64_t shipping = sum < kFreeShippingFrom ? kShipping : 0;
  if (shipping > 0) *order.mutable_shipping_cost() = euros(shipping);
  *order.mutable_total() = euros(sum + shipping);
  *order.mutable_shipping_address() = home_of(user_id);
  order.mutable_delivery_estimate()->set_seconds(3600 * (24 + draw.below(96)));
  if (order.status() != shop::v1::ORDER_STATUS_PAID &&
      order.status() != shop::v1::ORDER_STATUS_CANCELLED)
    order.mutable_tracking_number()->set_value("TRK" + std::to_string(id));
  if (draw.below(6) == 0) order.set_note("Please leave it with the neighbours.\nThank you!");
  if (sum >= 1000) (*order.mutable_loyalty_points())["shop"] = sum / 1000;
  add_payment(order, draw);
  return order;
}

std::optional<std::vector<shop::v1::Order>> orders_of(std::int64_t user_id) {
  if (user_id < 1 || user_id > kUsers) return std::nullopt;
  std::vector<shop::v1::Order> orders;
  orders.reserve(kOrdersPerUser);
  for (std::int64_t number = kOrdersPerUser; number >= 1; --number)
    orders.push_back(*order(order_id(user_id, number)));
  return orders;
}

}  // namespace demo
