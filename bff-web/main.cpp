// SPDX-License-Identifier: Apache-2.0
#include "bff/run.hpp"
#include "order_totals.hpp"

int main(int argc, char** argv) {
  return bff::run(argc, argv,
                  {.name = GATEWAY_NAME,
                   .config_file = GATEWAY_CONFIG,
                   .installed_config_file = GATEWAY_INSTALLED_CONFIG},
                  bff::Extensions{}.method("shop.web.OrderTotals/Sum", shop::web::sum));
}
