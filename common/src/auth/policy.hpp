// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "auth/principal.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// What a route asks of its caller.
struct Policy {
  enum class Mode { open, optional, required } mode = Mode::required;
  std::vector<std::string> scopes;  // all of them are required
};

// `principal` null: an anonymous caller. Errors: unauthenticated, insufficient_scope (names the
// missing scopes).
Result<void> authorize(const Policy& policy, const Principal* principal);

}  // namespace bff::auth
