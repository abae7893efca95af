// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "support/dynamic_server.hpp"

namespace bff::test {

// The services behind the examples, with little data that one can hold in the head: three products
// in dollars, and rates that double every amount.

// Of Online Boutique and of OpenTelemetry's demo, which grew out of it: `package` is hipstershop or
// oteldemo. The cart of user "empty" is so, user "broke" has no money.
DynamicServer::Methods boutique(const std::string& package);
// boutique.local.Checkout.
DynamicServer::Methods checkout();
// shop.v1: users, orders and products of the home screen, feed and inbox.
DynamicServer::Methods shop();

}  // namespace bff::test
