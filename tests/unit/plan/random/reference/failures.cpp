// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/failures.hpp"

namespace bff::random_plans {

std::string told(const Error& error) {
  return std::string(info(error.code).slug) + " " + std::to_string(status_of(error)) + " " +
         error.call;
}

}  // namespace bff::random_plans
