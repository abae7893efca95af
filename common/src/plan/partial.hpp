// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string>

#include "bff/error.hpp"
#include "plan/plan.hpp"

namespace bff::plan {

// A failed call that the answer survives.
struct Partial {
  CallId call;
  Error error;
};

// Adds the last member `_errors` to `body`, a finished JSON object: a list of problem objects
// (RFC 9457) with `call`, and with `paths`, the places of the answer that a failure left null or
// defaulted. Only what a client may read is written. A body that is no object (its root was null)
// is left as it is.
void append_errors(std::string& body, const RoutePlan& plan, std::span<const Partial> partials);

}  // namespace bff::plan
