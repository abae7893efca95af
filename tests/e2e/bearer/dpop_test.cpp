// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/base64url.hpp"
#include "auth/digest.hpp"
#include "e2e/bearer/issuer_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

class Dpop : public IssuerWorld {
 protected:
  // RFC 7638 §3.2: the members in this order, and no others.
  std::string thumbprint() const {
    const auto jwk = nlohmann::json::parse(key_.jwk());  // sorts them
    return auth::encode_base64url(auth::sha256(jwk.dump()));
  }
  std::string bound_token() const {
    return provider->token(R"("cnf":{"jkt":")" + thumbprint() + R"("})");
  }
  std::string proof(const std::string& token, const std::string& id,
                    const std::string& method = "GET") const {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    return key_.token(R"({"typ":"dpop+jwt","alg":"ES256","jwk":)" + key_.jwk() + "}",
                      R"({"jti":")" + id + R"(","htm":")" + method +
                          R"(","htu":"https://api.example/shop/v1/me","iat":)" +
                          std::to_string(now) + R"(,"ath":")" +
                          auth::encode_base64url(auth::sha256(token)) + R"("})");
  }
  void expect_refused(const httplib::Response& answer, const std::string& error) const {
    EXPECT_EQ(answer.status, 401) << answer.body;
    std::string challenges;
    for (const auto& [name, value] : answer.headers)
      if (name == "www-authenticate") challenges += value + "\n";
    EXPECT_THAT(challenges, HasSubstr("DPoP error=\"" + error + "\", algs=\"ES256 "));
  }

  const auth::SigningKey key_ = auth::SigningKey::p256();
};

TEST_F(Dpop, IsRequiredWhereTheIssuerSaysSo) {
  start(", dpop: required");
  const auto token = bound_token();
  EXPECT_EQ(me(token, "DPoP", {{"DPoP", proof(token, "1")}}).status, 200);
  EXPECT_EQ(me(token, "DPoP", {{"DPoP", proof(token, "2")}}).status, 200);
  // On either worker.
  for (int i = 0; i < 8; ++i)
    expect_refused(me(token, "DPoP", {{"DPoP", proof(token, "1")}}), "invalid_dpop_proof");
  expect_refused(me(token, "DPoP", {{"DPoP", proof(token, "3", "POST")}}), "invalid_dpop_proof");
  expect_refused(me(token, "DPoP", {{"DPoP", proof("another", "4")}}), "invalid_dpop_proof");
  expect_refused(me(token, "DPoP"), "invalid_dpop_proof");
  expect_refused(me(token, "DPoP", {{"DPoP", proof(token, "5")}, {"DPoP", proof(token, "6")}}),
                 "invalid_dpop_proof");
  expect_refused(me(token), "invalid_token");
  expect_refused(me(provider->token(), "DPoP", {{"DPoP", proof(provider->token(), "7")}}),
                 "invalid_token");

  const auto none = request(gateway->port(), "GET", "/v1/me");
  EXPECT_EQ(none.status, 401);
  EXPECT_THAT(none.get_header_value("www-authenticate"), HasSubstr("DPoP algs=\"ES256 "));
}

TEST_F(Dpop, IsForTokensThatAreBoundWhereItIsOptional) {
  start(", dpop: optional");
  const auto token = bound_token();
  EXPECT_EQ(me(provider->token()).status, 200);
  EXPECT_EQ(me(token, "DPoP", {{"DPoP", proof(token, "1")}}).status, 200);
  expect_refused(me(token), "invalid_token");
  const auto stranger = provider->token(R"("cnf":{"jkt":"AAAA"})");
  expect_refused(me(stranger, "DPoP", {{"DPoP", proof(stranger, "2")}}), "invalid_dpop_proof");
}

TEST_F(Dpop, IsNoSchemeWhereItIsOff) {
  start();
  const auto token = bound_token();
  EXPECT_EQ(me(token).status, 200);
  const auto answer = me(token, "DPoP", {{"DPoP", proof(token, "1")}});
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.get_header_value("www-authenticate"), "Bearer error=\"invalid_token\"");
}

}  // namespace
}  // namespace bff::test
