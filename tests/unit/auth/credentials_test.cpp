// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

std::string_view token_of(std::string_view header) {
  const auto credentials = read_credentials(header);
  return credentials ? credentials->token : "refused";
}

TEST(Credentials, AreWhatFollowsTheScheme) {
  EXPECT_EQ(token_of("Bearer a.b.c"), "a.b.c");
  EXPECT_EQ(token_of("bEARER a.b.c"), "a.b.c");
  EXPECT_EQ(token_of("Bearer   a.b.c"), "a.b.c");
  EXPECT_EQ(token_of("Bearer aZ09-._~+/=="), "aZ09-._~+/==");
}

TEST(Credentials, SayTheirScheme) {
  EXPECT_FALSE(read_credentials("Bearer a.b.c")->dpop);
  EXPECT_TRUE(read_credentials("DPoP a.b.c")->dpop);
  EXPECT_TRUE(read_credentials("dpop a.b.c")->dpop);
}

TEST(Credentials, AreNotThereUnderAnotherScheme) {
  for (const char* header : {"", " ", "Basic dXNlcjpwYXNz", "Bearerx a.b.c", "Beare a.b.c", "a.b.c",
                             " Bearer a.b.c", "DPo a.b.c", "Bearer\ta.b.c", "Bearer:a.b.c"}) {
    const auto token = read_credentials(header);
    ASSERT_FALSE(token) << header;
    EXPECT_EQ(token.error().code, Errc::unauthenticated) << header;
  }
}

TEST(Credentials, AreRefusedWhenMalformed) {
  for (const char* header :
       {"Bearer", "Bearer ", "Bearer a b", "Bearer a.b.c ", "Bearer a,b", "Bearer =", "Bearer a=b",
        "Bearer \"a\"", "Bearer a\tb", "Bearer t\xc3\xb6ken", "Bearer a.b.c, Bearer a.b.c"}) {
    const auto token = read_credentials(header);
    ASSERT_FALSE(token) << header;
    EXPECT_EQ(token.error().code, Errc::invalid_token) << header;
  }
}

// At places where the check looks at one byte, and where it looks at many.
TEST(Credentials, HaveTheCharactersOfRfc6750AndNoOthers) {
  const std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    for (const std::size_t at : {0, 17, 36}) {
      std::string token(38, 'a');
      token[at] = c;
      EXPECT_EQ(read_credentials("Bearer " + token).has_value(),
                allowed.find(c) != std::string_view::npos || (at == 0 && c == ' '))
          << byte << " at " << at;
    }
  }
}

}  // namespace
}  // namespace bff::auth
