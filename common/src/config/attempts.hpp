// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>

#include "config/issuer.hpp"

namespace bff::config {

// `auth.attempts`: how many credentials that do not hold an address may show.
struct Attempts {
  std::size_t per_address = 60;  // in each window; 0: any number
  Milliseconds window{60'000};
};

}  // namespace bff::config
