// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "config/attempts.hpp"
#include "config/trusted_proxies.hpp"
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class ClientsSection : public test::GatewayTest {
 protected:
  static std::string attempts(const std::string& value) {
    return with("auth: { attempts: " + value + " }\n");
  }
};

TEST_F(ClientsSection, NamesProxiesThatAreTrusted) {
  EXPECT_EQ(loaded(with("")).proxies, nullptr);
  const auto proxies = loaded(with("trusted_proxies: [10.0.0.0/8, \"::1\"]\n")).proxies;
  ASSERT_NE(proxies, nullptr);
  EXPECT_EQ(proxies->header, TrustedProxies::Header::x_forwarded_for);
  EXPECT_TRUE(proxies->trusts(*parse_ip("10.1.2.3")));
  EXPECT_TRUE(proxies->trusts(*parse_ip("::1")));
  EXPECT_FALSE(proxies->trusts(*parse_ip("11.0.0.1")));
  EXPECT_EQ(loaded(with("trusted_proxies: [10.0.0.0/8]\nforwarded: forwarded\n")).proxies->header,
            TrustedProxies::Header::forwarded);
}

TEST_F(ClientsSection, RefusesProxiesThatAreNone) {
  EXPECT_THAT(refused(with("trusted_proxies: [10.0.0.1/8]\n")),
              HasSubstr("BFF120 '10.0.0.1/8' has bits behind its length"));
  EXPECT_THAT(refused(with("trusted_proxies: [proxy.internal]\n")),
              HasSubstr("BFF120 'proxy.internal' is no IP address or network"));
  EXPECT_THAT(refused(with("trusted_proxies: 10.0.0.0/8\n")), HasSubstr("BFF116"));
  EXPECT_THAT(refused(with("trusted_proxies: []\n")), HasSubstr("BFF119"));
  EXPECT_THAT(refused(with("trusted_proxies: [10.0.0.0/8]\nforwarded: x-real-ip\n")),
              HasSubstr("BFF119 'x-real-ip' is no header that names clients"));
  EXPECT_THAT(refused(with("forwarded: forwarded\n")),
              HasSubstr("BFF117 'forwarded' is believed of trusted proxies only"));
}

TEST_F(ClientsSection, BoundsAttempts) {
  EXPECT_EQ(loaded(with("")).auth.attempts, nullptr);
  EXPECT_EQ(Attempts{}.per_address, 60U);
  EXPECT_EQ(Attempts{}.window, 1min);
  const auto some = loaded(attempts("{ per_address: 5, window: 10s }")).auth.attempts;
  EXPECT_EQ(some->per_address, 5U);
  EXPECT_EQ(some->window, 10s);
  EXPECT_EQ(loaded(attempts("off")).auth.attempts->per_address, 0U);
  EXPECT_THAT(refused(attempts("no")), HasSubstr("BFF1"));
  EXPECT_THAT(refused(attempts("none")),
              HasSubstr("BFF119 'auth.attempts' must be a map or off, not 'none'"));
  EXPECT_THAT(refused(attempts("{ per_address: 0 }")),
              HasSubstr("BFF119 'auth.attempts.per_address' must be between 1 and 1000"));
  EXPECT_THAT(refused(attempts("{ per_adress: 5 }")), HasSubstr("did you mean 'per_address'?"));
}

}  // namespace
}  // namespace bff::config
