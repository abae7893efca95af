// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "bff/run.hpp"
#include "cart.pb.h"

namespace {

// A cart of nothing is refused; one of too much finds what happens when a method throws.
bff::Result<cart::v1::Totals> sum(const cart::v1::Cart& cart) {
  if (cart.lines().empty()) {
    return bff::Error{.code = bff::Errc::invalid_argument, .internal = "the cart is empty"};
  }
  cart::v1::Totals totals;
  for (const auto& line : cart.lines()) {
    if (line.quantity() > 1000) throw std::range_error("more than there is");
    totals.set_price(totals.price() + line.quantity() * line.price());
    totals.set_pieces(totals.pieces() + line.quantity());
  }
  return totals;
}

}  // namespace

int main(int argc, char** argv) {
  return bff::run(argc, argv, {.name = "in-process-gateway", .config_file = "gateway.yaml"},
                  bff::Extensions{}.method("cart.v1.Local/Sum", sum));
}
