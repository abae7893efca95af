// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "auth/base64url.hpp"
#include "unit/runtime/session_keeper_fixture.hpp"

namespace bff::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class SessionLogout : public SessionKeeperTest {
 protected:
  // A logout token whose signature and times hold; `claims`: what else its payload has.
  Result<std::size_t> notify(Gateway& gateway, const std::string& claims, auth::Principal who) {
    const auto part = [](const std::string& json) { return auth::encode_base64url(json); };
    verified = auth::Verified{.principal = std::move(who)};
    Result<std::size_t> result = Error{};
    gateway.keeper->end_by_token(part(R"({"alg":"ES256","typ":"logout+jwt"})") + "." +
                                     part(R"({"iss":"https://id.example")" + claims + "}") + "." +
                                     part("signature"),
                                 [&](Result<std::size_t> ended) { result = std::move(ended); });
    return result;
  }
  static auth::Principal of(const std::string& sub, const std::string& sid, const std::string& id) {
    auth::Principal who{.issuer = "https://id.example", .subject = sub};
    if (!sid.empty()) who.claims["sid"] = sid;
    if (!id.empty()) who.claims["jti"] = id;
    return who;
  }
  static constexpr const char* kEvents =
      R"(,"events":{"http://schemas.openid.net/event/backchannel-logout":{}})";
};

TEST_F(SessionLogout, GoesOnAtTheProviderWithoutAToken) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  std::string url;
  gateway->keeper->logout(held, "192.0.2.1", [&](Result<std::string> to) { url = *to; });
  EXPECT_EQ(url,
            "https://id.example/end?client_id=web&post_logout_redirect_uri=https%3A%2F%2F"
            "app.example%2F");
  ASSERT_THAT(gateway->asked, SizeIs(1));  // RFC 7009
  EXPECT_EQ(gateway->asked[0].request.url.text(), "https://id.example/revoke");
  EXPECT_EQ(gateway->asked[0].request.body, "token=R1&token_type_hint=refresh_token");
  EXPECT_EQ(store->store.size(), 0U);
  EXPECT_EQ(gateway->delivered.at(SessionKeeper::key_of(held->id)), nullptr);
  EXPECT_EQ(gateway->events.back().kind, SessionEvent::Kind::logout);
}

TEST_F(SessionLogout, ByTheProviderEndsTheSessionThatItNames) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  const auto ended = notify(*gateway, kEvents, of("ann", "S1", "j1"));
  ASSERT_TRUE(ended) << ended.error().internal;
  EXPECT_EQ(*ended, 1U);
  EXPECT_EQ(gateway->delivered.at(SessionKeeper::key_of(held->id)), nullptr);
  EXPECT_EQ(gateway->events.back().reason, "provider");
}

TEST_F(SessionLogout, ByTheProviderEndsAllOfAPerson) {
  const auto gateway = make();
  log_in(*gateway);
  log_in(*gateway);
  EXPECT_EQ(*notify(*gateway, kEvents, of("ann", "", "j1")), 2U);
  EXPECT_EQ(store->store.size(), 0U);
}

TEST_F(SessionLogout, OfNobodyHereIsNoFailure) {
  const auto gateway = make();
  log_in(*gateway);
  EXPECT_EQ(*notify(*gateway, kEvents, of("bob", "S2", "j1")), 0U);
  EXPECT_EQ(store->store.size(), 1U);
}

TEST_F(SessionLogout, TakesAWordOnce) {
  const auto gateway = make();
  ASSERT_TRUE(notify(*gateway, kEvents, of("ann", "S1", "j1")));
  log_in(*gateway);
  const auto again = notify(*gateway, kEvents, of("ann", "S1", "j1"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::invalid_token);
  EXPECT_EQ(store->store.size(), 1U);
}

TEST_F(SessionLogout, TakesNothingButALogoutToken) {
  const auto gateway = make();
  log_in(*gateway);
  const std::string with_nonce = std::string{kEvents} + R"(,"nonce":"n")";
  const std::pair<std::string, auth::Principal> bad[] = {
      {"", of("ann", "S1", "j")},
      {R"(,"events":{})", of("ann", "S1", "j")},
      {R"(,"events":["http://schemas.openid.net/event/backchannel-logout"])", of("ann", "S1", "j")},
      {with_nonce, of("ann", "S1", "j")},
      {kEvents, of("ann", "S1", "")},
      {kEvents, of("", "", "j")}};
  for (const auto& [claims, who] : bad) {
    const auto ended = notify(*gateway, claims, who);
    ASSERT_FALSE(ended) << claims;
    EXPECT_EQ(ended.error().code, Errc::invalid_token) << claims;
  }
  EXPECT_EQ(store->store.size(), 1U);
}

TEST_F(SessionLogout, IsAnOperatorsTool) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  log_in(*gateway);
  std::vector<Held> all;
  gateway->keeper->list("ann", [&](Result<std::vector<Held>> found) { all = *found; });
  EXPECT_THAT(all, SizeIs(2));
  gateway->keeper->list("bob", [&](Result<std::vector<Held>> found) { all = *found; });
  EXPECT_THAT(all, IsEmpty());
  std::size_t ended = 0;
  gateway->keeper->revoke(SessionKeeper::key_of(held->id),
                          [&](Result<std::size_t> count) { ended = *count; });
  EXPECT_EQ(ended, 1U);
  EXPECT_EQ(store->store.size(), 1U);
  EXPECT_EQ(gateway->events.back().kind, SessionEvent::Kind::revoked);
  gateway->keeper->revoke("nothing", [&](Result<std::size_t> count) { ended = *count; });
  EXPECT_EQ(ended, 0U);
}

TEST_F(SessionLogout, FailsWhereTheStoreIsAway) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  store->away = true;
  std::optional<Error> error;
  gateway->keeper->logout(held, "", [&](Result<std::string> to) { error = to.error(); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::upstream_unavailable);
}

}  // namespace
}  // namespace bff::runtime
