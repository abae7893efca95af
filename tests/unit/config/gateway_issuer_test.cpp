// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class IssuerSection : public test::GatewayTest {
 protected:
  // Behind these an issuer lacks nothing but where its keys are.
  static std::string with_keys(const std::string& members, const std::string& more = "") {
    return with("auth: { issuers: [{ issuer: https://id.example/, audience: a, " + members +
                " }] }\n" + more);
  }
  Issuer made(const std::string& members, const std::string& more = "") {
    const Gateway gateway = loaded(with_keys(members, more));
    return gateway.auth.issuers.empty() ? Issuer{} : gateway.auth.issuers[0];
  }
};

TEST_F(IssuerSection, SaysWhereTheKeysAre) {
  EXPECT_EQ(made("jwks_url: https://id.example/keys").jwks_url->text(), "https://id.example/keys");
  EXPECT_EQ(made("discovery: true").discovery->text(),
            "https://id.example/.well-known/openid-configuration");
  EXPECT_EQ(made("discovery: https://id.example/x").discovery->text(), "https://id.example/x");
  EXPECT_EQ(made("secret_file: s, algorithms: [HS256]").secret_file, folder.path() / "s");
  EXPECT_THAT(refused(with_keys("discovery: true, jwks_file: keys.json")),
              HasSubstr("BFF122 'jwks_file' and 'discovery' both say where the keys are"));
  EXPECT_THAT(refused(with_keys("discovery: false")),
              HasSubstr("BFF119 'auth.issuers.discovery' must be true or a URL"));
}

TEST_F(IssuerSection, WantsTlsForKeysThatAreFetched) {
  EXPECT_THAT(refused(with_keys("jwks_url: http://id.example/keys")),
              HasSubstr("BFF120 'auth.issuers.jwks_url' must be https"));
  EXPECT_THAT(refused(with_keys("discovery: http://10.0.0.1/x")), HasSubstr("must be https"));
  EXPECT_THAT(refused(with_keys("jwks_url: id.example/keys")),
              HasSubstr("BFF120 'id.example/keys' is no http or https URL"));
  EXPECT_EQ(made("jwks_url: \"http://127.0.0.1:8000/keys\"").jwks_url->port, 8000);
  EXPECT_THAT(refused(with("auth: { issuers: [{ issuer: i, audience: a, discovery: true }] }\n")),
              HasSubstr("'i/.well-known/openid-configuration' is no http or https URL"));
}

TEST_F(IssuerSection, SaysHowKeysAreFetched) {
  const Issuer usual = made("discovery: true");
  EXPECT_EQ(usual.refresh, 15min);
  EXPECT_EQ(usual.refetch, 10s);
  EXPECT_EQ(usual.keep, 24h);
  EXPECT_TRUE(usual.ca.empty());
  const Issuer other = made("discovery: true, refresh: 1m, refetch: 1s, keep: 1h, ca: ca.pem");
  EXPECT_EQ(other.refresh, 1min);
  EXPECT_EQ(other.refetch, 1s);
  EXPECT_EQ(other.keep, 1h);
  EXPECT_EQ(other.ca, folder.path() / "ca.pem");
  EXPECT_THAT(refused(with_keys("jwks_file: keys.json, ca: ca.pem, refresh: 1m")),
              testing::AllOf(HasSubstr("BFF119 'auth.issuers.ca' is of keys that are fetched"),
                             HasSubstr("BFF119 'auth.issuers.refresh' is of keys")));
}

TEST_F(IssuerSection, NamesAlgorithmsThatItsKeysServe) {
  EXPECT_THAT(made("jwks_file: keys.json, algorithms: [PS256, ES512]").algorithms,
              ElementsAre("PS256", "ES512"));
  EXPECT_THAT(
      refused(with_keys("jwks_file: keys.json, algorithms: [RS265]")),
      HasSubstr("BFF119 'RS265' is no algorithm that can be verified | did you mean 'RS256'?"));
  EXPECT_THAT(refused(with_keys("jwks_file: keys.json, algorithms: [none]")),
              HasSubstr("BFF119 'none' is no algorithm"));
  EXPECT_THAT(refused(with_keys("jwks_file: keys.json, algorithms: [HS256]")),
              HasSubstr("BFF119 'HS256' needs a secret that both sides know"));
  EXPECT_THAT(refused(with_keys("secret_file: s, algorithms: [HS256, RS256]")),
              HasSubstr("BFF119 'RS256' needs a public key"));
  EXPECT_THAT(refused(with_keys("secret_file: s")),
              HasSubstr("BFF117 a secret needs 'auth.issuers.algorithms'"));
}

TEST_F(IssuerSection, LimitsItsTokens) {
  const Issuer issuer =
      made("jwks_file: keys.json, types: [at+jwt], azp: web, max_age: 1h, leeway: 5s");
  EXPECT_THAT(issuer.types, ElementsAre("at+jwt"));
  EXPECT_THAT(issuer.parties, ElementsAre("web"));
  EXPECT_EQ(issuer.max_age, 1h);
  EXPECT_EQ(issuer.leeway, 5s);
  EXPECT_FALSE(made("jwks_file: keys.json").max_age);
}

TEST_F(IssuerSection, WantsProofsWhereItSaysSo) {
  using Dpop = Issuer::Dpop;
  const std::string url = "external_url: https://api.example/\n";
  EXPECT_EQ(made("jwks_file: keys.json").dpop, Dpop::off);
  EXPECT_EQ(made("jwks_file: keys.json, dpop: required", url).dpop, Dpop::required);
  EXPECT_EQ(made("jwks_file: keys.json, dpop: optional", url).dpop, Dpop::optional);
  EXPECT_THAT(refused(with_keys("jwks_file: keys.json, dpop: yes", url)),
              HasSubstr("BFF119 'auth.issuers.dpop' must be required, optional or off, not 'yes'"));
  EXPECT_THAT(
      refused(with_keys("jwks_file: keys.json, dpop: required")),
      HasSubstr("BFF117 proofs name the URL that was asked for: 'external_url' is missing"));
}

TEST_F(IssuerSection, KnowsWhatClientsCallTheGateway) {
  EXPECT_EQ(loaded(with("external_url: https://api.example\n")).external_url->text(),
            "https://api.example/");
  EXPECT_EQ(loaded(with("external_url: https://api.example/web/\n")).external_url->target, "/web");
  EXPECT_THAT(refused(with("external_url: api.example\n")), HasSubstr("BFF120 'api.example'"));
  EXPECT_THAT(refused(with("external_url: https://api.example?x\n")), HasSubstr("has a query"));
}

}  // namespace
}  // namespace bff::config
