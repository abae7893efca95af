// SPDX-License-Identifier: Apache-2.0
#include "unit/auth/forgery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::auth {

void expect_refused(std::span<const Forgery> forgeries) {
  const TokenWorld& world = TokenWorld::get();
  const Verifier verifier = world.verifier();
  for (const Forgery& forgery : forgeries) {
    SCOPED_TRACE(forgery.trick);
    const auto principal = verifier.verify(forgery.make(world), world.now);
    if (principal.has_value()) {
      ADD_FAILURE() << "accepted";
      continue;
    }
    EXPECT_EQ(principal.error().code, Errc::invalid_token);
    EXPECT_EQ(status_of(principal.error()), 401);
    EXPECT_THAT(principal.error().internal, testing::HasSubstr(forgery.refused_for));
  }
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << "'" << what << "' is not in " << text;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

std::string message(std::string_view header, std::string_view claims) {
  return base64url(header) + '.' + base64url(claims);
}

std::string with_header(const TokenWorld& world, std::string_view header) {
  return world.ed.token(header, TokenWorld::kClaims);
}
std::string with_claims(const TokenWorld& world, std::string_view claims) {
  return world.ed.token(TokenWorld::kEdHeader, claims);
}
std::string with_claim(const TokenWorld& world, std::string_view what, std::string_view with) {
  return with_claims(world, replaced(std::string{TokenWorld::kClaims}, what, with));
}

}  // namespace bff::auth
