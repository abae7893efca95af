// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "auth/principal.hpp"
#include "bff/error.hpp"

namespace bff::auth {

// What a claim of the caller's token must say.
struct ClaimRule {
  enum class Kind { one_of, contains };
  std::string name;
  Kind kind = Kind::one_of;
  // one_of: the claim is one of these, as Principal::claims has it. contains: all of these are in
  // the claim, a list of texts, or one text for a list of one.
  std::vector<std::string> values;
};

// How a caller shows who it is. Indexes kMethodWords of the route language.
enum class Method : std::uint8_t { bearer, api_key, session };

// What a route asks of its caller.
struct Policy {
  enum class Mode { open, optional, required } mode = Mode::required;
  // In this order: the first whose credentials a request has decides. Empty: all that are set up.
  std::vector<Method> methods;
  std::vector<std::string> scopes;  // all of them are required
  std::vector<ClaimRule> claims;    // all of them must hold
  std::vector<std::string> acr;     // the login's class (`acr`) must be one of these; empty: any
  std::chrono::seconds max_age{0};  // since the login (`auth_time`); 0: however long ago
};

// `principal` null: an anonymous caller. Errors: unauthenticated; insufficient_scope, which names
// the missing scopes; forbidden, which names the claim; insufficient_login (RFC 9470), which says
// what login is wanted.
Result<void> authorize(const Policy& policy, const Principal* principal,
                       std::chrono::system_clock::time_point now);

}  // namespace bff::auth
