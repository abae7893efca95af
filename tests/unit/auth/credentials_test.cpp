// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "auth/verifier.hpp"

namespace bff::auth {
namespace {

TEST(BearerToken, IsWhatFollowsTheScheme) {
  EXPECT_EQ(*bearer_token("Bearer a.b.c"), "a.b.c");
  EXPECT_EQ(*bearer_token("bEARER a.b.c"), "a.b.c");
  EXPECT_EQ(*bearer_token("Bearer   a.b.c"), "a.b.c");
  EXPECT_EQ(*bearer_token("Bearer aZ09-._~+/=="), "aZ09-._~+/==");
}

TEST(BearerToken, IsNotThereUnderAnotherScheme) {
  for (const char* header : {"", " ", "Basic dXNlcjpwYXNz", "Bearerx a.b.c", "Beare a.b.c", "a.b.c",
                             " Bearer a.b.c", "DPoP a.b.c", "Bearer\ta.b.c", "Bearer:a.b.c"}) {
    const auto token = bearer_token(header);
    ASSERT_FALSE(token) << header;
    EXPECT_EQ(token.error().code, Errc::unauthenticated) << header;
  }
}

TEST(BearerToken, IsRefusedWhenMalformed) {
  for (const char* header :
       {"Bearer", "Bearer ", "Bearer a b", "Bearer a.b.c ", "Bearer a,b", "Bearer =", "Bearer a=b",
        "Bearer \"a\"", "Bearer a\tb", "Bearer t\xc3\xb6ken", "Bearer a.b.c, Bearer a.b.c"}) {
    const auto token = bearer_token(header);
    ASSERT_FALSE(token) << header;
    EXPECT_EQ(token.error().code, Errc::invalid_token) << header;
  }
}

// At places where the check looks at one byte, and where it looks at many.
TEST(BearerToken, HasTheCharactersOfRfc6750AndNoOthers) {
  const std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    for (const std::size_t at : {0, 17, 36}) {
      std::string token(38, 'a');
      token[at] = c;
      EXPECT_EQ(bearer_token("Bearer " + token).has_value(),
                allowed.find(c) != std::string_view::npos || (at == 0 && c == ' '))
          << byte << " at " << at;
    }
  }
}

}  // namespace
}  // namespace bff::auth
