// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "e2e/sessions/session_world.hpp"

namespace bff::test {
namespace {

using testing::HasSubstr;

// What belongs to sessions belongs to no route.
class SessionNames : public SessionWorld {
 protected:
  // What `check` says of one more route.
  std::string check(const std::string& route) {
    folder.write("routes/more.yaml", "version: bff/v1\nroutes:\n" + route +
                                         "    auth: public\n"
                                         "    calls: { user: { rpc: shop.v1.UserService/GetUser, "
                                         "with: { user_id: 1 } } }\n"
                                         "    shape: { id: $user.user!.id }\n");
    Process check{
        {BFF_BINARY_DIR "/bff-web/bff-web", "check", "--config",
         (folder / "gateway.yaml").string()},
        {{"BFF_WEB_PORT", "0"}, {"BFF_WEB_ADMIN_PORT", "0"}, {"USERS_ADDRESS", "127.0.0.1:1"}}};
    check.wait();
    return check.output();
  }
};

TEST_F(SessionNames, AreRefusedInRoutes) {
  start();
  for (const std::string name : {"bff", "__Host-bff", "__Secure-bff", "bff-1", "bff-login-x"}) {
    EXPECT_THAT(check("  - id: more\n    http: GET /v1/more\n    respond: { cookies: { " + name +
                      ": { value: x } } }\n"),
                HasSubstr("BFF172"))
        << name;
  }
  EXPECT_THAT(
      check("  - id: more\n    http: GET /v1/more\n    cookie: { bff: { type: string } }\n"),
      HasSubstr("BFF172"));
  EXPECT_THAT(check("  - id: more\n    http: GET /auth/session\n"), HasSubstr("BFF173"));
  EXPECT_THAT(check("  - id: more\n    http: GET /{a}/{b}\n"), HasSubstr("BFF173"));
  EXPECT_EQ(check("  - id: more\n    http: GET /v1/more\n    respond: { cookies: { bffx: { value: "
                  "x } } }\n")
                .find("error"),
            std::string::npos);
}

}  // namespace
}  // namespace bff::test
