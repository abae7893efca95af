// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "unit/auth/token_maker.hpp"

namespace bff::auth {

// A token that must be refused. All but its trick is as it should be, so that nothing else can
// refuse it; verifier_test.cpp shows that the untouched tokens hold.
struct Forgery {
  const char* trick;
  const char* refused_for;  // a part of what the log says
  std::function<std::string(const TokenWorld&)> make;
};

// Expects a 401 for each, and for its own reason.
void expect_refused(std::span<const Forgery> forgeries);

// `text` with its first `what` replaced; a test failure when there is none.
std::string replaced(std::string text, std::string_view what, std::string_view with);

// The signed part of a token.
std::string message(std::string_view header, std::string_view claims = TokenWorld::kClaims);

// Signed as it should be by the world's EdDSA key, under another header or other claims.
std::string with_header(const TokenWorld& world, std::string_view header);
std::string with_claims(const TokenWorld& world, std::string_view claims);
std::string with_claim(const TokenWorld& world, std::string_view what, std::string_view with);

}  // namespace bff::auth
