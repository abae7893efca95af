// SPDX-License-Identifier: Apache-2.0
// A session's cookie opens a WebSocket for pages of the gateway alone (CSWSH).
#include <gmock/gmock.h>

#include <thread>

#include "e2e/sessions/session_world.hpp"
#include "support/dynamic_server.hpp"
#include "support/websocket_client.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kPath = "/exposed/talk";

class SessionSocket : public SessionWorld {
 protected:
  void begin(const std::string& sessions = "", const std::vector<std::string>& flags = {}) {
    exposed = {.folder = BFF_SOURCE_DIR "/tests/e2e/caller",
               .file = "mirror.proto",
               .service = "mirror.v1.Mirror",
               .address = mirror_.address()};
    start(sessions, flags);
    log_in(browser, 7);
  }
  WebSocketClient opened(const std::string& origin_line) {
    return {gateways[0]->port(), kPath,
            "Cookie: bff=" + browser.cookies[{"127.0.0.1", "bff"}] + "\r\n" + origin_line};
  }

  Browser browser;
  std::atomic<int> calls{0};

 private:
  DynamicServer mirror_{
      {BFF_SOURCE_DIR "/tests/e2e/caller", BFF_SOURCE_DIR "/protos"},
      {"mirror.proto"},
      {{"mirror.v1.Mirror/Talk", [this](const DynamicServer::Json&, DynamicServer::Call& call) {
          ++calls;
          call.write({{"metadata", {"hello"}}});
          return DynamicServer::Json{};
        }}}};
};

TEST_F(SessionSocket, IsForPagesOfTheGatewayAndOfTheOriginsListed) {
  top = "streams: { origins: ['http://friend.example', 'http://guest.example'] }\n";
  begin(", origins: ['http://friend.example']");
  for (const std::string origin :
       {"http://127.0.0.1:2", "http://127.0.0.1:11", "http://127.0.0.1", "https://127.0.0.1:1",
        "http://127.0.0.1:1.evil.example", "http://evil.example", "null", "",
        // May open a WebSocket, but not by a person's session.
        "http://guest.example", "http://gateway.test"}) {
    EXPECT_EQ(opened("Origin: " + origin + "\r\n").status(), 403) << origin;
  }
  EXPECT_EQ(opened("").status(), 403) << "without Origin";
  EXPECT_EQ(opened("Origin: " + std::string{kHome} + "\r\nOrigin: " + kHome + "\r\n").status(), 400)
      << "two of them";
  EXPECT_EQ(calls, 0);
  for (const std::string origin : {std::string{kHome}, std::string{"http://friend.example"}}) {
    auto client = opened("Origin: " + origin + "\r\n");
    EXPECT_EQ(client.status(), 101) << origin;
    client.text("{}");
    EXPECT_THAT(client.next(), HasSubstr("hello"));
  }
  const WebSocketClient nobody{gateways[0]->port(), kPath,
                               "Origin: " + std::string{kHome} + "\r\n"};
  EXPECT_EQ(nobody.status(), 401);
}

// The handshake's answer is the only one that can bring the cookie of the tokens that it renewed.
TEST_F(SessionSocket, BringsTheCookieThatItRenewed) {
  begin(", scope: [openid, offline_access], store: cookie, keys_file: keys, refresh_ahead: 2s",
        {"--access-life", "3"});
  EXPECT_THAT(opened("Origin: " + std::string{kHome} + "\r\n").head(),
              Not(HasSubstr("set-cookie")));
  std::this_thread::sleep_for(std::chrono::milliseconds{3'200});
  const auto client = opened("Origin: " + std::string{kHome} + "\r\n");
  EXPECT_EQ(client.status(), 101);
  EXPECT_THAT(client.head(), HasSubstr("\r\nset-cookie: bff="));
}

}  // namespace
}  // namespace bff::test
