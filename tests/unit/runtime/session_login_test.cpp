// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/runtime/session_keeper_fixture.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using SessionLogin = SessionKeeperTest;

std::string value_of(const test::AskedHttp& asked, const std::string& name) {
  for (const auto& [header, value] : asked.request.headers) {
    if (header == name) return value;
  }
  return "";
}

TEST_F(SessionLogin, BeginsAtTheProvider) {
  const auto gateway = make();
  const auto attempt = auth::begin_login("/", now);
  std::string url;
  gateway->keeper->begin(attempt, {.prompt = "login"}, [&](Result<std::string> to) { url = *to; });
  describe(*gateway);
  EXPECT_THAT(url, StartsWith("https://id.example/auth?response_type=code&client_id=web&"));
  EXPECT_THAT(url, HasSubstr("&code_challenge_method=S256&prompt=login"));
  EXPECT_THAT(url, HasSubstr("&state=" + attempt.state));
  EXPECT_THAT(url, Not(HasSubstr(attempt.verifier)));
}

TEST_F(SessionLogin, SendsItsRequestAheadWhereTheProviderTakesThat) {
  const auto gateway = make();
  std::string url;
  gateway->keeper->begin(auth::begin_login("/", now), {},
                         [&](Result<std::string> to) { url = *to; });
  describe(*gateway, R"(,"pushed_authorization_request_endpoint":"https://id.example/par")");
  ASSERT_THAT(gateway->asked, SizeIs(1));
  EXPECT_EQ(gateway->asked[0].request.url.text(), "https://id.example/par");
  EXPECT_THAT(value_of(gateway->asked[0], "authorization"), StartsWith("Basic "));
  answer(*gateway, 201, R"({"request_uri":"urn:x:1","expires_in":60})");
  EXPECT_EQ(url, "https://id.example/auth?client_id=web&request_uri=urn%3Ax%3A1");
}

TEST_F(SessionLogin, KeepsTheTokensAndTellsWhoItWas) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->principal.subject, "ann");
  EXPECT_EQ(held->tokens.access_token, "A1");
  EXPECT_EQ(held->tokens.id_token, "");
  EXPECT_EQ(held->principal.claim("nonce"), nullptr);
  EXPECT_EQ(*held->principal.claim("name"), "Ann");
  EXPECT_THAT(held->principal.scopes, testing::ElementsAre("openid", "profile"));
  EXPECT_EQ(store->store.size(), 1U);
  ASSERT_THAT(gateway->events, SizeIs(1));
  EXPECT_EQ(gateway->events[0].kind, SessionEvent::Kind::login);
  EXPECT_EQ(gateway->events[0].address, "192.0.2.1");
  EXPECT_THAT(gateway->events[0].session, Not(HasSubstr(held->id)));
}

TEST_F(SessionLogin, HasTheScopesThatWereGranted) {
  const auto gateway = make();
  const Held held =
      log_in(*gateway, R"({"access_token":"A","id_token":"I","scope":"openid orders.read"})");
  EXPECT_THAT(held->principal.scopes, testing::ElementsAre("openid", "orders.read"));
}

// What the provider says does not hold, in many ways; each is a login that failed.
struct Refused {
  const char* name;
  int status;
  const char* tokens;
  std::map<std::string, std::string, std::less<>> claims;  // "nonce": "" is the right one
  bool good_signature = true;
};

class SessionLoginRefused : public SessionKeeperTest,
                            public testing::WithParamInterface<Refused> {};

TEST_P(SessionLoginRefused, IsNoSession) {
  const auto gateway = make();
  const auto attempt = auth::begin_login("/", now);
  auth::Principal who{.issuer = "https://id.example", .subject = "ann"};
  who.claims = GetParam().claims;
  if (const auto nonce = who.claims.find("nonce");
      nonce != who.claims.end() && nonce->second.empty()) {
    nonce->second = attempt.nonce;
  }
  if (who.claims.contains("several")) who.lists["aud"] = {"web", "other"};
  if (who.claims.contains("nobody")) who.subject.clear();
  verified = GetParam().good_signature
                 ? Result<auth::Verified>{auth::Verified{.principal = who}}
                 : Error{.code = Errc::invalid_token, .internal = "the signature does not verify"};
  std::optional<Error> error;
  gateway->keeper->login(attempt, "code", "192.0.2.1", [&](Result<Held> made) {
    ASSERT_FALSE(made);
    error = made.error();
  });
  describe(*gateway);
  answer(*gateway, GetParam().status, GetParam().tokens);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::login_failed) << error->internal;
  EXPECT_EQ(store->store.size(), 0U);
  ASSERT_THAT(gateway->events, SizeIs(1));
  EXPECT_EQ(gateway->events[0].kind, SessionEvent::Kind::login_failed);
  EXPECT_NE(gateway->events[0].reason, "");
}

constexpr const char* kTokens = R"({"access_token":"A","id_token":"I"})";
INSTANTIATE_TEST_SUITE_P(
    Table, SessionLoginRefused,
    testing::Values(Refused{"Code", 400, R"({"error":"invalid_grant"})", {}},
                    Refused{"NoIdToken", 200, R"({"access_token":"A"})", {{"nonce", ""}}},
                    Refused{"NoNonce", 200, kTokens, {}},
                    Refused{"OtherNonce", 200, kTokens, {{"nonce", "x"}}},
                    Refused{"OtherParty", 200, kTokens, {{"nonce", ""}, {"azp", "other"}}},
                    Refused{"NoPartyOfSeveral", 200, kTokens, {{"nonce", ""}, {"several", "1"}}},
                    Refused{"NoSubject", 200, kTokens, {{"nonce", ""}, {"nobody", "1"}}},
                    Refused{"Signature", 200, kTokens, {{"nonce", ""}}, false}),
    [](const auto& row) { return row.param.name; });

TEST_F(SessionLogin, OfAProviderThatIsAwayCanBeTriedAgain) {
  const auto gateway = make();
  std::optional<Error> error;
  gateway->keeper->begin(auth::begin_login("/", now), {},
                         [&](Result<std::string> to) { error = to.error(); });
  gateway->asked.front().fail();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::upstream_unavailable);
}

TEST_F(SessionLogin, RefusesAnotherProvidersDescription) {
  const auto gateway = make();
  std::optional<Error> error;
  gateway->keeper->begin(auth::begin_login("/", now), {},
                         [&](Result<std::string> to) { error = to.error(); });
  answer(*gateway, 200, R"({"issuer":"https://evil.example"})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::upstream_error);
  EXPECT_THAT(error->internal, HasSubstr("https://evil.example"));
}

}  // namespace
}  // namespace bff::runtime
