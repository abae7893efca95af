// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "config/sessions.hpp"
#include "unit/config/gateway_fixture.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class SessionsSection : public test::GatewayTest {
 protected:
  // Behind these nothing is lacking.
  static std::string with_sessions(const std::string& members,
                                   const std::string& url = "https://app.example") {
    return with("external_url: " + url +
                "\nauth: { sessions: { issuer: https://id.example, client_id: web" + members +
                " } }\n");
  }
  Sessions made(const std::string& members) {
    const Gateway gateway = loaded(with_sessions(members));
    return gateway.auth.sessions ? *gateway.auth.sessions : Sessions{};
  }
};

TEST_F(SessionsSection, NeedsLittle) {
  const Sessions sessions = made("");
  EXPECT_EQ(sessions.issuer, "https://id.example");
  EXPECT_EQ(sessions.discovery->text(), "https://id.example/.well-known/openid-configuration");
  EXPECT_EQ(sessions.scope, "openid");
  EXPECT_EQ(sessions.store, Sessions::Store::memory);
  EXPECT_EQ(sessions.path, "/auth");
  EXPECT_TRUE(sessions.backchannel_logout);
  EXPECT_EQ(sessions.idle, 30min);
  EXPECT_EQ(sessions.absolute, 12h);
}

TEST_F(SessionsSection, MaySayMore) {
  const Sessions sessions = made(
      ", client_secret_file: s, scope: [openid, profile], store: cookie, keys_file: k, path: /in/, "
      "cookie: shop, same_site: strict, csrf_header: x-own, origins: [https://a.example], "
      "after_logout: /bye, after_error: /sorry, idle: 0s, algorithms: [ES256]");
  EXPECT_EQ(sessions.client_secret_file, folder.path() / "s");
  EXPECT_EQ(sessions.keys_file, folder.path() / "k");
  EXPECT_EQ(sessions.scope, "openid profile");
  EXPECT_EQ(sessions.store, Sessions::Store::cookie);
  EXPECT_FALSE(sessions.backchannel_logout);
  EXPECT_EQ(sessions.path, "/in");
  EXPECT_EQ(sessions.cookie, "shop");
  EXPECT_TRUE(sessions.strict);
  EXPECT_EQ(sessions.csrf_header, "x-own");
  EXPECT_THAT(sessions.origins, ElementsAre("https://a.example"));
  EXPECT_EQ(sessions.after_logout, "/bye");
  EXPECT_EQ(sessions.after_error, "/sorry");
  EXPECT_THAT(sessions.algorithms, ElementsAre("ES256"));
}

TEST_F(SessionsSection, SaysWhatIsWrongWithIt) {
  const std::pair<const char*, const char*> bad[] = {
      {", scope: [profile]", "does not ask for openid"},
      {", scope: ['a b']", "'a b' is no scope"},
      {", store: disk", "'disk' cannot keep sessions"},
      {", store: cookie", "BFF117 'auth.sessions.keys_file' is missing"},
      {", store: redis, keys_file: k", "BFF117 'redis' is not set up"},
      {", fleet: true", "other gateways do not know the sessions in this one's memory"},
      {", store: cookie, keys_file: k, fleet: true", "cannot be refreshed once only"},
      {", store: cookie, keys_file: k, backchannel_logout: true", "only their browsers have"},
      {", store: cookie, keys_file: k, frontchannel_logout: true", "only their browsers have"},
      {", path: //evil.example", "is no path of this gateway"},
      {", after_logout: 'https://evil.example'", "is no path of this gateway"},
      {", cookie: __Host-x", "cannot be the name of a cookie"},
      {", same_site: none", "cannot be a session's SameSite"},
      {", csrf_header: accept", "is no header of one's own"},
      {", origins: ['https://a.example/']", "is no origin"},
      {", algorithms: [HS256]", "no algorithm of keys that are fetched"},
      {", algorithms: [none]", "'none' is no algorithm"},
      {", discovery: http://id.example/x", "must be https"},
      {", secret: abc", "BFF115"}};
  for (const auto& [members, why] : bad) {
    EXPECT_THAT(refused(with_sessions(members)), HasSubstr(why)) << members;
  }
}

TEST_F(SessionsSection, WantsTlsButOnThisMachine) {
  EXPECT_THAT(refused(with_sessions("", "http://app.example")), HasSubstr("must be https"));
  EXPECT_THAT(refused(with_sessions("", "https://app.example/shop")), HasSubstr("has a path"));
  loaded(with_sessions("", "http://localhost:8080"));
  EXPECT_THAT(refused(with("auth: { sessions: { issuer: https://id.example, client_id: web } }\n")),
              HasSubstr("BFF117 'external_url' is missing"));
}

}  // namespace
}  // namespace bff::config
