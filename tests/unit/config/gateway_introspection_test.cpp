// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "config/introspection.hpp"
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string kClient = "client_id: gw, client_secret_file: secret";

std::string issuer(const std::string& members, const std::string& name = "https://id.example") {
  return "{ issuer: " + name + ", audience: a, " + members + " }";
}

class IntrospectionSection : public test::GatewayTest {
 protected:
  static std::string issuers(const std::string& all) {
    return with("auth: { issuers: [" + all + "] }\n");
  }
  Introspection made(const std::string& members, const std::string& keys = "") {
    const auto gateway =
        loaded(issuers(issuer(keys + "introspection: { " + kClient + ", " + members + " }")));
    if (gateway.auth.issuers.empty() || !gateway.auth.issuers[0].introspection) return {};
    return *gateway.auth.issuers[0].introspection;
  }
  std::string wrong(const std::string& members, const std::string& keys = "") {
    return refused(issuers(issuer(keys + "introspection: { " + members + " }")));
  }
};

TEST_F(IntrospectionSection, SaysWhereTheIssuerIsAsked) {
  const auto alone = made("url: https://id.example/introspect");
  EXPECT_EQ(alone.url->text(), "https://id.example/introspect");
  EXPECT_EQ(alone.client_id, "gw");
  EXPECT_EQ(alone.client_secret_file, folder.path() / "secret");
  EXPECT_TRUE(alone.opaque);
  EXPECT_TRUE(alone.always) << "it has no keys";
  EXPECT_EQ(alone.cache, 30s);
  EXPECT_EQ(alone.negative_cache, 5s);
  EXPECT_EQ(alone.timeout, 2s);
  EXPECT_EQ(made("url: true").discovery->text(),
            "https://id.example/.well-known/openid-configuration");
  EXPECT_EQ(made("url: true", "discovery: https://id.example/x, ").discovery->text(),
            "https://id.example/x");
  EXPECT_FALSE(made("url: true", "discovery: true, ").always);
  const auto other = made("url: true, opaque: false, always: true, cache: 0s, timeout: 1s",
                          "jwks_file: keys.json, ca: ca.pem, ");
  EXPECT_FALSE(other.opaque);
  EXPECT_TRUE(other.always);
  EXPECT_EQ(other.cache, 0s);
  EXPECT_EQ(other.timeout, 1s);
}

TEST_F(IntrospectionSection, SaysWhatIsWrong) {
  EXPECT_THAT(wrong("url: true"),
              testing::AllOf(HasSubstr("BFF117 'auth.issuers.introspection.client_id' is missing"),
                             HasSubstr("client_secret_file' is missing")));
  EXPECT_THAT(wrong(kClient), HasSubstr("BFF117 'auth.issuers.introspection.url' is missing"));
  EXPECT_THAT(wrong(kClient + ", url: false"), HasSubstr("BFF119"));
  EXPECT_THAT(wrong(kClient + ", url: http://id.example/i"), HasSubstr("must be https"));
  EXPECT_THAT(wrong(kClient + ", url: true, timeout: 1m"), HasSubstr("between 100ms and 10s"));
  EXPECT_THAT(wrong(kClient + ", url: true, opaque: false", "discovery: true, "),
              HasSubstr("BFF119 this issuer is never asked"));
  EXPECT_THAT(
      refused(issuers(issuer("refresh: 1m, introspection: { url: true, " + kClient + " }"))),
      HasSubstr("BFF119 'auth.issuers.refresh' is of keys that are fetched"));
}

TEST_F(IntrospectionSection, IsAskedAboutTokensOfNobodysByOneOnly) {
  const std::string asked = "introspection: { url: true, " + kClient;
  EXPECT_THAT(
      refused(issuers(issuer(asked + " }") + ", " + issuer(asked + " }", "https://b.example"))),
      HasSubstr("BFF122 'https://id.example' and 'https://b.example' would both be asked"));
  loaded(issuers(issuer(asked + " }") + ", " +
                 issuer(asked + ", opaque: false }", "https://b.example")));
}

}  // namespace
}  // namespace bff::config
