// SPDX-License-Identifier: Apache-2.0
#include "auth/login.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "auth/form.hpp"
#include "unit/auth/now.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

const LoginClient kClient{
    .client_id = "web app", .redirect_uri = "https://a.example/auth/callback", .scope = "openid"};

TEST(Form, IsPercentEncoded) {
  EXPECT_EQ(form_encode("aZ09-._~ +&=/\xc3\xa9"), "aZ09-._~%20%2B%26%3D%2F%C3%A9");
  EXPECT_EQ(form_encode({{"a", "1"}, {"none", ""}, {"b c", "x y"}}), "a=1&b%20c=x%20y");
}

TEST(Login, HasSecretsOfItsOwn) {
  const auto one = begin_login("/a", kNow), two = begin_login("/a", kNow);
  EXPECT_EQ(one.state.size(), 43U);
  EXPECT_NE(one.state, one.nonce);
  EXPECT_NE(one.state, one.verifier);
  EXPECT_NE(one.state, two.state);
  EXPECT_NE(one.verifier, two.verifier);
}

TEST(Login, IsKeptForTenMinutes) {
  const auto attempt = begin_login("/a?b=\"c\"", kNow);
  const auto read = read_login_attempt(to_text(attempt), kNow + seconds{599});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->state, attempt.state);
  EXPECT_EQ(read->nonce, attempt.nonce);
  EXPECT_EQ(read->verifier, attempt.verifier);
  EXPECT_EQ(read->return_to, attempt.return_to);
  EXPECT_EQ(read->begun, kNow);
  EXPECT_FALSE(read_login_attempt(to_text(attempt), kNow + seconds{600}));
  for (const std::string bad : {"", "{}", "[]", "[1,2,3,4,5]", R"(["a","b","c","d","e"])"}) {
    EXPECT_FALSE(read_login_attempt(bad, kNow)) << bad;
  }
}

// RFC 7636, appendix B.
TEST(Login, ProvesItselfByPkce) {
  LoginAttempt attempt{
      .state = "s", .nonce = "n", .verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
  EXPECT_EQ(authorization_query(kClient, attempt, {.max_age = "60"}),
            "response_type=code&client_id=web%20app"
            "&redirect_uri=https%3A%2F%2Fa.example%2Fauth%2Fcallback&scope=openid&state=s&nonce=n"
            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            "&code_challenge_method=S256&max_age=60");
  EXPECT_EQ(code_grant(kClient, attempt, "c&d"),
            "grant_type=authorization_code&code=c%26d"
            "&redirect_uri=https%3A%2F%2Fa.example%2Fauth%2Fcallback"
            "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  EXPECT_EQ(refresh_grant("r/1"), "grant_type=refresh_token&refresh_token=r%2F1");
}

TEST(Login, ShowsTheClientsSecret) {
  EXPECT_EQ(basic_credentials("a b", "p:w"), "Basic YSUyMGI6cCUzQXc=");
}

TEST(TokenAnswer, GivesTokens) {
  const auto tokens = read_token_answer(
      200, R"({"access_token":"a","token_type":"Bearer","expires_in":300,"id_token":"i"})");
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->access_token, "a");
  EXPECT_EQ(tokens->id_token, "i");
  EXPECT_EQ(tokens->refresh_token, "");
  EXPECT_EQ(tokens->expires_in, seconds{300});
  EXPECT_EQ(read_token_answer(200, R"({"access_token":"a","expires_in":-1})")->expires_in,
            std::nullopt);
}

TEST(TokenAnswer, SaysWhyThereAreNone) {
  const auto gone = read_token_answer(400, R"({"error":"invalid_grant"})");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Errc::invalid_token);
  EXPECT_EQ(gone.error().internal, "the token endpoint answered 400: invalid_grant");
  const auto why = [](int status, const std::string& body) {
    const auto read = read_token_answer(status, body);
    if (read) return std::string{"none"};
    EXPECT_EQ(read.error().code, Errc::upstream_error);
    return read.error().internal;
  };
  EXPECT_EQ(why(500, "<html>"), "the token endpoint answered 500, no JSON");
  EXPECT_EQ(why(401, R"({"error":"invalid_client"})"),
            "the token endpoint answered 401: invalid_client");
  EXPECT_EQ(why(400, R"({"error":"secret token\n"})"), "the token endpoint answered 400");
  EXPECT_EQ(why(200, R"({"id_token":"i"})"), "the token endpoint gave no access token");
  EXPECT_EQ(why(200, "[]"), "the token endpoint answered 200, no JSON");
}

}  // namespace
}  // namespace bff::auth
