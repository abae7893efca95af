// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Upstreams : public test::GatewayTest {
 protected:
  static std::string upstreams(const std::string& lines) {
    return with("upstreams", "upstreams:\n" + lines);
  }
  // One upstream whose map is `rest`.
  static std::string users(const std::string& rest) {
    return upstreams("  users: { " + rest + " }");
  }
};

TEST_F(Upstreams, NeedServicesAndEndpoints) {
  const Gateway gateway =
      loaded(users("services: [shop.v1.UserService, a.B], endpoints: [\"users:1\", \"[::1]:2\"]"));
  ASSERT_EQ(gateway.upstreams.size(), 1u);
  const Upstream& upstream = gateway.upstreams[0];
  EXPECT_EQ(upstream.name, "users");
  EXPECT_THAT(upstream.services, ElementsAre("shop.v1.UserService", "a.B"));
  ASSERT_EQ(upstream.service_places.size(), 2u);
  EXPECT_EQ(upstream.service_places[0].column, 23u);
  EXPECT_THAT(upstream.endpoints, ElementsAre("users:1", "[::1]:2"));
  EXPECT_EQ(upstream.max_message, 4u << 20);
  EXPECT_EQ(upstream.connect_timeout, 1s);
  EXPECT_EQ(upstream.keepalive, 20s);
  EXPECT_EQ(upstream.place.line, 7u);

  EXPECT_EQ(refused(users("")),
            "7:10+1 BFF117 'upstreams.users.services' is missing | write 'services: "
            "[shop.v1.UserService]'\n"
            "7:10+1 BFF117 'upstreams.users.endpoints' is missing | write 'endpoints: "
            "[\"127.0.0.1:50051\"]'");
  EXPECT_EQ(refused(users("services: [], endpoints: []")),
            "7:22+1 BFF119 'upstreams.users.services' must not be empty\n"
            "7:37+1 BFF119 'upstreams.users.endpoints' must not be empty");
}

TEST_F(Upstreams, KeepTheirOrder) {
  const Gateway gateway =
      loaded(upstreams("  z: { services: [a.Z], endpoints: [\"z:1\"] }\n"
                       "  a: { services: [a.A], endpoints: [\"a:1\"] }"));
  EXPECT_EQ(gateway.upstreams.at(0).name, "z");
  EXPECT_EQ(gateway.upstreams.at(1).name, "a");
}

TEST_F(Upstreams, CanBeTuned) {
  const Gateway gateway =
      loaded(users("services: [a.B], endpoints: [\"u:1\"], max_message: 64KiB, connect_timeout: "
                   "250ms, keepalive: 1m"));
  EXPECT_EQ(gateway.upstreams[0].max_message, 65536u);
  EXPECT_EQ(gateway.upstreams[0].connect_timeout, 250ms);
  EXPECT_EQ(gateway.upstreams[0].keepalive, 1min);
}

TEST_F(Upstreams, HaveBounds) {
  const std::string good = "services: [a.B], endpoints: [\"u:1\"], ";
  EXPECT_EQ(refused(users(good + "max_message: 2GiB")),
            "7:62+4 BFF119 'upstreams.users.max_message' must be between 1KiB and 1GiB, not 2GiB");
  EXPECT_EQ(refused(users(good + "connect_timeout: 0s")),
            "7:66+2 BFF119 'upstreams.users.connect_timeout' must be between 1ms and 1m, not 0s");
  EXPECT_EQ(refused(users(good + "keepalive: 20")),
            "7:60+2 BFF112 '20' has no unit | write '20ms' or '20s'");
}

TEST_F(Upstreams, RefuseUnknownKeys) {
  EXPECT_EQ(
      refused(users("services: [a.B], endpoints: [\"u:1\"], tls: {}")),
      "7:49+3 BFF115 unknown key 'tls' in 'upstreams.users' | known are: services, endpoints, "
      "max_message, connect_timeout, keepalive, caller");
  EXPECT_EQ(refused(users("service: [a.B], endpoints: [\"u:1\"]")),
            "7:10+1 BFF117 'upstreams.users.services' is missing | write 'services: "
            "[shop.v1.UserService]'\n"
            "7:12+7 BFF115 unknown key 'service' in 'upstreams.users' | did you mean 'services'?");
}

TEST_F(Upstreams, RefuseNamesThatAreNoServices) {
  const std::string remedy =
      "' is no full name of a service | write it with its package, as in 'shop.v1.UserService'";
  for (const std::string name : {".a.B", "a..B", "a.B.", "a.1B", "a/B", "a b", "a-b.C"}) {
    EXPECT_EQ(refused(users("services: [\"" + name + "\"], endpoints: [\"u:1\"]")),
              "7:24+" + std::to_string(name.size()) + " BFF126 '" + name + remedy);
  }
  EXPECT_TRUE(load(users("services: [Unpackaged, _a1.B_2], endpoints: [\"u:1\"]")));
}

TEST_F(Upstreams, HaveEachServiceOnce) {
  EXPECT_EQ(
      refused(upstreams("  a: { services: [x.S, y.T], endpoints: [\"a:1\"] }\n"
                        "  b: { services: [y.T], endpoints: [\"b:1\"] }")),
      "8:19+3 BFF122 the service 'y.T' is already behind the upstream 'a' (line 7) | name it once");
  EXPECT_EQ(refused(users("services: [x.S, x.S], endpoints: [\"u:1\"]")),
            "7:28+3 BFF122 the service 'x.S' is already behind the upstream 'users' (line 7) | "
            "name it once");
}

TEST_F(Upstreams, RefuseBadEndpoints) {
  const std::string remedy = " | write 'host:port', as in 'users.internal:50051'";
  EXPECT_EQ(refused(users("services: [a.B], endpoints: [users, \"http://u:1\", \"u:0\", "
                          "\"10.0.0.300:1\", \"::1:5\"]")),
            "7:41+5 BFF121 'users' has no port" + remedy + "\n" +
                "7:49+10 BFF121 'http://u:1' holds a scheme" + remedy + "\n" +
                "7:63+3 BFF121 'u:0' has no port between 1 and 65535" + remedy + "\n" +
                "7:70+12 BFF121 '10.0.0.300:1' is no IPv4 address" + remedy + "\n" +
                "7:86+5 BFF121 '::1:5' needs brackets around its IPv6 address" + remedy);
}

TEST_F(Upstreams, HaveEachEndpointOnce) {
  EXPECT_EQ(refused(users("services: [a.B], endpoints: [\"u:1\", \"u:1\"]")),
            "7:49+3 BFF122 the endpoint 'u:1' is named twice | remove one");
}

TEST_F(Upstreams, HaveNamesThatFitMetrics) {
  EXPECT_EQ(refused(upstreams("  Users: { services: [a.B], endpoints: [\"u:1\"] }")),
            "7:3+5 BFF126 'Users' is no name for an upstream | use small letters, digits, '-' and "
            "'_', a letter "
            "first, at most 63");
}

TEST_F(Upstreams, AreNamedOnce) {
  EXPECT_EQ(refused(upstreams("  a: { services: [x.S], endpoints: [\"a:1\"] }\n"
                              "  a: { services: [y.T], endpoints: [\"b:1\"] }")),
            "8:3+1 BFF104 the key 'a' stands here twice | the first is in line 7");
}

TEST_F(Upstreams, MayBeInProcess) {
  const auto gateway = loaded(with("in_process: [shop.local.Checkout]\n"));
  ASSERT_EQ(gateway.in_process.size(), 1u);
  EXPECT_EQ(gateway.in_process[0].first, "shop.local.Checkout");
}

TEST_F(Upstreams, AreInProcessOrBehindAnAddressNotBoth) {
  EXPECT_EQ(refused(with("in_process: [shop.v1.UserService]\n")),
            "7:14+19 BFF122 the service 'shop.v1.UserService' is already behind the upstream "
            "'users' | name it once");
}

TEST_F(Upstreams, SpeakTheLanguagesThatAreListed) {
  EXPECT_EQ(loaded(with("languages: [en, pt-BR]\n")).languages,
            (std::vector<std::string>{"en", "pt-BR"}));
  EXPECT_EQ(refused(with("languages: [en_US]\n")),
            "7:13+5 BFF126 'en_US' is no language tag | as in 'en' or 'pt-BR'");
  EXPECT_EQ(refused(with("languages: [en, en]\n")),
            "7:17+2 BFF122 the language 'en' is named twice | remove one");
}

TEST_F(Upstreams, AreAMapOfMaps) {
  EXPECT_EQ(refused(with("upstreams", "upstreams: []")),
            "6:12+1 BFF116 'upstreams' must be a map, not a list");
  EXPECT_EQ(refused(with("upstreams", "upstreams: {}")),
            "6:12+1 BFF119 'upstreams' must not be empty | write 'NAME: { services: [...], "
            "endpoints: [...] }'");
  EXPECT_EQ(refused(upstreams("  users: \"u:1\"")),
            "7:11+3 BFF116 'upstreams.users' must be a map, not a text");
}

}  // namespace
}  // namespace bff::config
