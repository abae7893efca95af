// SPDX-License-Identifier: Apache-2.0
// What a service is told of who asks, whatever way a call takes, and that nobody else can say it.
#include <gmock/gmock.h>

#include "e2e/caller/caller_world.hpp"
#include "support/raw_connection.hpp"
#include "support/websocket_client.hpp"

namespace bff::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string kClaims =
    "{ claims: { x-user-id: sub, x-tenant: tenant, x-groups: groups, x-scopes: scope } }";
const std::string kTypes = "  claims: { tenant: string, groups: list }\n";
const std::string kMembers =
    R"("tenant":"Größe 1","groups":["a","b,c"],"scope":"orders.read profile.read")";
const std::vector<std::string> kTold{"x-groups=a,b%2Cc", "x-scopes=orders.read profile.read",
                                     "x-tenant=Gr%C3%B6%C3%9Fe 1", "x-user-id=41"};

class CallerClaims : public CallerWorld {
 protected:
  void SetUp() override { start({.caller = kClaims, .auth = kTypes}); }

  // gRPC-Web and Connect.
  httplib::Response post(const std::string& method, const std::string& type,
                         const std::string& body, httplib::Headers headers = {}) const {
    headers.merge(bearer(token(kMembers)));
    headers.emplace("content-type", type);
    headers.emplace("connect-protocol-version", "1");
    return request(gateway->port(), "POST", "/mirror.v1.Mirror/" + method, headers, body);
  }
};

TEST_F(CallerClaims, ComeWithEveryCall) {
  const auto headers = bearer(token(kMembers));
  EXPECT_EQ(told("/look", headers), kTold);
  EXPECT_EQ(told("/exposed/look", headers), kTold);
  EXPECT_EQ(told("/watch", headers), kTold) << "a route's stream";
  EXPECT_THAT(get("/exposed/watch", headers).body, HasSubstr(R"("x-user-id=41")"));
  EXPECT_EQ(metadata_of(post("Look", "application/json", "{}").body), kTold);
  for (const std::string type : {"application/grpc-web", "application/grpc-web+proto"}) {
    EXPECT_THAT(post("Look", type, std::string(5, '\0')).body, HasSubstr("x-user-id=41"));
    EXPECT_THAT(post("Watch", type, std::string(5, '\0')).body, HasSubstr("x-user-id=41"));
  }
  WebSocketClient socket{gateway->port(), "/exposed/talk",
                         "Authorization: Bearer " + token(kMembers) + "\r\n"};
  socket.text("{}");
  EXPECT_EQ(metadata_of(socket.next()), kTold);
}

TEST_F(CallerClaims, AreThoseThatThereAre) {
  EXPECT_EQ(told("/look", bearer(token())), Lines{"x-user-id=41"});
  EXPECT_EQ(told("/open", bearer(token())), Lines{"x-user-id=41"});
  EXPECT_THAT(told("/open"), IsEmpty()) << "nobody asks";
}

TEST_F(CallerClaims, AreNobodyElsesToSay) {
  const httplib::Headers forged{{"X-User-Id", "1"},
                                {"x-user-id", "2"},
                                {"X-Tenant", "evil"},
                                {"x-real-ip", "127.0.0.1"},
                                {"x-forwarded-user", "1"}};
  EXPECT_THAT(told("/open", forged), IsEmpty());
  for (const std::string path : {"/look", "/exposed/look", "/watch"}) {
    auto headers = forged;
    headers.merge(bearer(token()));
    EXPECT_EQ(told(path, headers), Lines{"x-user-id=41"}) << path;
  }
  EXPECT_EQ(metadata_of(post("Look", "application/json", "{}", forged).body), kTold);
  EXPECT_THAT(post("Look", "application/grpc-web", std::string(5, '\0'), forged).body,
              Not(HasSubstr("x-user-id=1")));
  WebSocketClient socket{gateway->port(), "/exposed/talk",
                         "X-User-Id: 1\r\nAuthorization: Bearer " + token() + "\r\n"};
  socket.text("{}");
  EXPECT_EQ(metadata_of(socket.next()), Lines{"x-user-id=41"});
}

// CVE-2025-64484 and CVE-2024-45410: other spellings, and `Connection` that takes fields away.
TEST_F(CallerClaims, AreNotTakenAwayNorSpeltOtherwise) {
  const auto asked = [&](const std::string& lines) {
    RawConnection connection{gateway->port()};
    connection.send("GET /look HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " +
                    token() + "\r\n" + lines + "\r\n");
    bool closed = false;
    return connection.read_to_end(closed);
  };
  EXPECT_THAT(asked("Connection: x-user-id\r\n"), HasSubstr("\"x-user-id=41\""));
  for (const std::string name : {"X_User_Id", "x_user-id", "X-USER_ID"}) {
    const auto answer = asked(name + ": 1\r\n");
    EXPECT_THAT(answer, Not(HasSubstr("=1\""))) << name;
    EXPECT_THAT(answer, testing::AnyOf(StartsWith("HTTP/1.1 400 "), HasSubstr("x-user-id=41")));
  }
  // CVE-2026-26308: which of two counts?
  EXPECT_THAT(asked("Authorization: Bearer " + token(R"("tenant":"b")") + "\r\n"),
              testing::AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 401 ")));
}

TEST_F(CallerClaims, AreSentWithEachAttempt) {
  start({.caller = kClaims,
         .auth = kTypes,
         .call = ", retry: { attempts: 3, codes: [UNAVAILABLE] }"});
  failures = 2;
  EXPECT_EQ(told("/look", bearer(token())), Lines{"x-user-id=41"});
  EXPECT_EQ(failures, 0);
}

// Not even where a route would pass them on.
TEST_F(CallerClaims, CannotBeSetByRoutes) {
  const auto said = [&](const std::string& caller, const std::string& metadata) {
    return check(
        {.caller = caller,
         .auth = kTypes,
         .call = ", metadata: { " + metadata + " } } }, header: { x_user_id: { type: string"});
  };
  for (const std::string name : {"x-user-id", "x_user_id"}) {
    EXPECT_THAT(said(kClaims, name + ": $header.x_user_id"),
                testing::AllOf(HasSubstr("routes/a.yaml:3:"), HasSubstr("BFF165"),
                               HasSubstr("gateway.yaml:12)")))
        << name;
  }
  EXPECT_THAT(said("{ token: pass }", "authorization: $header.x_user_id"), HasSubstr("BFF165"));
  EXPECT_THAT(said(kClaims, "x-other: $header.x_user_id"), Not(HasSubstr("error")));
}

class CallerOfApiKeys : public CallerWorld {
 protected:
  std::string make_key() const {
    const auto config = (folder.path() / "gateway.yaml").string();
    Process keys(
        {GatewaySetup{}.executable, "keys", "add", "77", "--plan", "gold", "--config", config},
        environment_of({.config = config}));
    EXPECT_EQ(keys.wait(), 0);
    const auto text = keys.output();
    return text.substr(0, text.find('\n'));
  }
};

TEST_F(CallerOfApiKeys, IsToldByTheClaimsOfTheKey) {
  const Setup setup{
      .caller = "{ claims: { x-user-id: sub, x-plan: plan, x-from: iss }, token: pass }",
      .auth = "  api_keys: { file: api-keys.json }\n  claims: { plan: string }\n"};
  check(setup);  // writes gateway.yaml, which says where keys are kept
  const auto api_key = make_key();
  start(setup);
  EXPECT_EQ(told("/look", {{"x-api-key", api_key}}),
            (Lines{"x-from=api-key", "x-plan=gold", "x-user-id=77"}))
      << "and no token";
}

}  // namespace
}  // namespace bff::test
