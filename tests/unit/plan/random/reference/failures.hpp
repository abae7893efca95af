// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "bff/error.hpp"

namespace bff::random_plans {

// How a reading of the route ends early.

struct Fatal {  // the request ends with this problem
  Error error;
};
struct Blocked {};      // by a call whose failure ends the request
struct ReadMissing {};  // in a request: its call is not made

// "upstream-absent 502 c1"
std::string told(const Error& error);

}  // namespace bff::random_plans
