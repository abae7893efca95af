// SPDX-License-Identifier: Apache-2.0
// Addresses that show too much that does not hold, and whose they are.
#include <gmock/gmock.h>

#include "e2e/bearer/issuer_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class BoundedAttempts : public IssuerWorld {
 protected:
  httplib::Response from(const std::string& address, const std::string& token) const {
    return me(token, "Bearer", {{"X-Forwarded-For", address}});
  }
  // Lines of the audit log about this action, once there is one.
  std::vector<nlohmann::json> audit(const std::string& action) {
    std::vector<nlohmann::json> found;
    EXPECT_TRUE(eventually([&] {
      found.clear();
      for (const auto& line : gateway->process().lines()) {
        auto event = nlohmann::json::parse(line, nullptr, false);
        if (event.is_object() && event.value("log", "") == "audit" && event["event"] == action)
          found.push_back(event);
      }
      return !found.empty();
    }));
    return found;
  }
};

TEST_F(BoundedAttempts, PutAnAddressOff) {
  start("", std::nullopt, "  attempts: { per_address: 3, window: 1h }\n");
  const auto good = provider->token();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(status(good), 200) << "what is good does not count";
    EXPECT_EQ(status("a.b.c"), 401);
  }
  const auto answer = me(good);
  EXPECT_EQ(answer.status, 429) << "it could be the next guess";
  EXPECT_EQ(json_of(answer)["type"], "urn:bff:too-many-requests");
  EXPECT_GT(std::stoi(answer.get_header_value("retry-after")), 1'000);
  EXPECT_EQ(request(gateway->port(), "GET", "/v1/me").status, 401) << "without credentials";
  const auto told = audit("blocked").at(0);
  EXPECT_EQ(told["address"], "127.0.0.1");
  EXPECT_EQ(told["route"], "me");
}

TEST_F(BoundedAttempts, DoNotCountWhatWasGoodOnce) {
  start("", std::nullopt, "  attempts: { per_address: 1, window: 1h }\n");
  EXPECT_EQ(status(provider->token()), 200) << "keys are known from here on";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status(provider->expired_token()), 401);
  EXPECT_EQ(status(provider->token()), 200);
}

TEST_F(BoundedAttempts, AreThoseOfTheClientBehindAProxy) {
  start("", std::nullopt,
        "  attempts: { per_address: 2, window: 1h }\n"
        "trusted_proxies: [127.0.0.0/8]\n"
        "limits: { connections_per_address: 1 }\n");
  const auto good = provider->token();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(from("198.51.100.7, 192.0.2.1", "x.y.z").status, 401);
  EXPECT_EQ(from("192.0.2.1", good).status, 429);
  EXPECT_EQ(from("192.0.2.1, 127.0.0.9", good).status, 429) << "past proxies that are trusted";
  EXPECT_EQ(from("192.0.2.1, 192.0.2.2", good).status, 200) << "what a client made up";
  EXPECT_EQ(from("198.51.100.7", good).status, 200);
  EXPECT_NE(gateway->access_line("/v1/me")["peer"], "127.0.0.1");
  EXPECT_EQ(audit("blocked").at(0)["address"], "192.0.2.1");
  // The proxy's connections are those of many.
  std::vector<std::unique_ptr<httplib::Client>> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(std::make_unique<httplib::Client>("127.0.0.1", gateway->port()));
    clients.back()->set_keep_alive(true);
    const auto answer =
        clients.back()->Get("/v1/me", httplib::Headers{{"Authorization", "Bearer " + good}});
    EXPECT_TRUE(answer && answer->status == 200);
  }
}

TEST_F(BoundedAttempts, TellOfAFloodInFewLines) {
  start("", std::nullopt, "  attempts: off\n");
  const auto begun = std::chrono::steady_clock::now();
  httplib::Client client{"127.0.0.1", gateway->port()};
  client.set_keep_alive(true);
  for (int i = 0; i < 500; ++i) {
    const auto answer =
        client.Get("/v1/me", httplib::Headers{{"Authorization", "Bearer sec-ret.x.y"}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 401);
  }
  const auto lasted =
      std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
  const auto told = audit("refused");
  EXPECT_EQ(told[0]["reason"], "invalid-token");
  EXPECT_EQ(told[0]["level"], "warn");
  EXPECT_TRUE(told[0].contains("cause"));
  EXPECT_LE(told.size(), 2 * 20 * (static_cast<std::size_t>(lasted.count()) + 1));
  EXPECT_THAT(gateway->process().output(), Not(HasSubstr("sec-ret")));
}

}  // namespace
}  // namespace bff::test
