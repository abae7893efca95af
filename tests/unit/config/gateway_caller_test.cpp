// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "config/caller_forwarding.hpp"
#include "config/token_signing.hpp"
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class CallerSection : public test::GatewayTest {
 protected:
  static std::string caller(const std::string& map, const std::string& more = "") {
    return with("upstreams",
                "upstreams: { users: { services: [s.S], endpoints: [\"u:1\"], caller: " + map +
                    " } }") +
           more;
  }
  static std::string exchange(const std::string& map) {
    return caller("{ token: { exchange: { " + map + " } } }");
  }
  CallerForwarding loaded_caller(const std::string& text) {
    const Gateway gateway = loaded(text);
    if (gateway.upstreams.empty() || !gateway.upstreams[0].caller) return {};
    return *gateway.upstreams[0].caller;
  }
};

const std::string kSigning =
    "admin: { address: 127.0.0.1:1 }\nauth: { signing: { keys_file: k, "
    "issuer: https://bff } }\n";

TEST_F(CallerSection, NamesClaims) {
  const auto made = loaded_caller(caller("{ claims: { x-user-id: sub, x-tenant: tenant } }",
                                         "auth: { claims: { tenant: string } }\n"));
  ASSERT_EQ(made.claims.size(), 2u);
  EXPECT_EQ(made.claims[1].metadata, "x-tenant");
  EXPECT_EQ(made.claims[1].claim, "tenant");
  EXPECT_FALSE(made.sends_token());
}

TEST_F(CallerSection, RefusesNamesThatAreNotForClaims) {
  EXPECT_EQ(refused(caller("{ claims: { X-User: sub } }")),
            "6:80+6 BFF162 'X-User' is no name of metadata: small letters, digits, '-' and '.' | "
            "write a name of your own, such as 'x-user-id'");
  for (const std::string name : {"authorization", "te", "grpc-timeout", "x-id-bin", "content-type",
                                 "traceparent", "idempotency-key", "x_user", ":path", "cookie"}) {
    EXPECT_THAT(refused(caller("{ claims: { \"" + name + "\": sub } }")), HasSubstr("BFF162"))
        << name;
  }
  EXPECT_THAT(refused(caller("{ claims: {} }")), HasSubstr("must not be empty"));
}

TEST_F(CallerSection, RefusesClaimsThatAreNotDeclared) {
  EXPECT_THAT(refused(caller("{ claims: { x: tenat } }", "auth: { claims: { tenant: string } }\n")),
              HasSubstr("BFF163 the claim 'tenat' is not declared | did you mean 'tenant'?"));
  EXPECT_THAT(refused(caller("{ claims: { x: org } }")),
              HasSubstr("declare it: auth: { claims: { org: string } }"));
  EXPECT_THAT(refused(caller("{ token: { mint: { audience: a, claims: [org] } } }", kSigning)),
              HasSubstr("BFF163"));
  EXPECT_THAT(refused(caller("{ token: { mint: { audience: a, claims: [exp] } } }", kSigning)),
              HasSubstr("BFF163 the claim 'exp' of a new token is the gateway's"));
}

TEST_F(CallerSection, SaysWhichTokenIsSent) {
  EXPECT_TRUE(loaded_caller(caller("{ token: pass }")).pass);
  const auto made = loaded_caller(caller(
      "{ token: { mint: { audience: orders, lifetime: 2m, claims: [sub, scope] } } }", kSigning));
  ASSERT_TRUE(made.mint);
  EXPECT_EQ(made.mint->audience, "orders");
  EXPECT_EQ(made.mint->lifetime, 2min);
  EXPECT_THAT(made.mint->claims, ElementsAre("scope"));
  EXPECT_THAT(refused(caller("{ token: none }")), HasSubstr("BFF119"));
  EXPECT_THAT(refused(caller("{ token: {} }")), HasSubstr("BFF117"));
  EXPECT_THAT(refused(caller("{ token: { mint: { audience: a }, exchange: {} } }")),
              HasSubstr("BFF122"));
  EXPECT_THAT(refused(caller("{ token: { mint: { audience: a } } }")),
              HasSubstr("BFF164 tokens cannot be made without keys to sign them"));
}

TEST_F(CallerSection, SaysWhoExchangesTokens) {
  auto made = loaded_caller(exchange(
      "url: https://id.example/token, client_id: bff, client_secret_file: secret, audience: "
      "orders, scope: [a, b], cache: false"));
  ASSERT_TRUE(made.exchange);
  EXPECT_EQ(made.exchange->url->text(), "https://id.example/token");
  EXPECT_EQ(made.exchange->client_secret_file, folder.path() / "secret");
  EXPECT_THAT(made.exchange->scopes, ElementsAre("a", "b"));
  EXPECT_FALSE(made.exchange->cache);
  made = loaded_caller(exchange("issuer: https://id.example/, client_id: bff"));
  EXPECT_EQ(made.exchange->issuer, "https://id.example/");
  EXPECT_EQ(made.exchange->discovery->text(),
            "https://id.example/.well-known/openid-configuration");
  EXPECT_THAT(refused(exchange("client_id: a")), HasSubstr("BFF117"));
  EXPECT_THAT(refused(exchange("url: https://i/t")), HasSubstr("'upstreams.users.caller.token."
                                                               "exchange.client_id' is missing"));
  EXPECT_THAT(refused(exchange("url: http://id.example/t, client_id: a")),
              HasSubstr("must be https"));
  EXPECT_THAT(refused(exchange("url: https://i/t, issuer: https://i, client_id: a")),
              HasSubstr("BFF122"));
}

TEST_F(CallerSection, PassesNoTokenThatIsBound) {
  const std::string issuer =
      "external_url: https://api.example\n"
      "auth: { issuers: [{ issuer: i, audience: a, jwks_file: keys.json, dpop: ";
  EXPECT_THAT(refused(caller("{ token: pass }", issuer + "required }] }\n")), HasSubstr("BFF164"));
  EXPECT_THAT(refused(caller("{ token: pass }", issuer + "optional }] }\n")), HasSubstr("BFF164"));
  EXPECT_TRUE(loaded_caller(caller("{ token: pass }", issuer + "off }] }\n")).pass);
}

TEST_F(CallerSection, SignsByKeysOfAFile) {
  const std::string admin = "admin: { address: 127.0.0.1:1 }\n";
  auto gateway = loaded(with(admin + "external_url: https://api.example\n"
                                     "auth: { signing: { keys_file: k.json } }\n"));
  ASSERT_TRUE(gateway.auth.signing);
  EXPECT_EQ(gateway.auth.signing->keys_file, folder.path() / "k.json");
  EXPECT_EQ(gateway.auth.signing->issuer, "https://api.example");
  EXPECT_EQ(gateway.auth.signing->jwks, TokenSigning::Jwks::admin);
  EXPECT_THAT(refused(with("auth: { signing: { keys_file: k, issuer: i } }\n")),
              HasSubstr("BFF117 the public keys are told on the admin endpoint"));
  gateway = loaded(with("auth: { signing: { keys_file: k, issuer: i, jwks: clients } }\n"));
  EXPECT_EQ(gateway.auth.signing->jwks, TokenSigning::Jwks::clients);
  EXPECT_THAT(refused(with(admin + "auth: { signing: { keys_file: k } }\n")),
              HasSubstr("BFF117 tokens need a name"));
  EXPECT_THAT(refused(with(admin + "auth: { signing: { keys_file: k, issuer: i, jwks: all } }\n")),
              HasSubstr("BFF119"));
}

}  // namespace
}  // namespace bff::config
