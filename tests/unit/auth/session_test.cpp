// SPDX-License-Identifier: Apache-2.0
#include "auth/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/auth/now.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

const SessionTerms kSessionTerms{
    .idle = seconds{600}, .absolute = seconds{3'600}, .ahead = seconds{60}, .touch = seconds{30}};

Session session(std::optional<seconds> expires_in = seconds{300}, std::string refresh = "r") {
  Principal claims{.issuer = "https://id.example",
                   .subject = "42",
                   .scopes = {"openid"},
                   .claims = {{"sub", "42"}, {"sid", "s-1"}, {"name", "Zo\xc3\xab"}},
                   .lists = {{"groups", {"a", "b"}}}};
  return make_session(std::move(claims),
                      {.access_token = "a",
                       .refresh_token = std::move(refresh),
                       .id_token = "i",
                       .expires_in = expires_in},
                      kNow);
}

SessionState after(const Session& session, int passed) {
  return judge_session(session, kSessionTerms, kNow + seconds{passed});
}

TEST(Session, HasAnIdOfItsOwn) {
  EXPECT_EQ(session().id.size(), 43U);
  EXPECT_NE(session().id, session().id);
  EXPECT_EQ(session().provider_sid, "s-1");
}

TEST(Session, IsRefreshedBeforeItsTokenEnds) {
  EXPECT_EQ(after(session(), 0), SessionState::good);
  EXPECT_EQ(after(session(), 30), SessionState::stale);
  EXPECT_EQ(after(session(), 239), SessionState::stale);
  EXPECT_EQ(after(session(), 240), SessionState::refresh);
  EXPECT_EQ(after(session(), 500), SessionState::refresh) << "late is not too late";
  EXPECT_EQ(after(session(seconds{300}, ""), 240), SessionState::stale);
  EXPECT_EQ(after(session(seconds{300}, ""), 300), SessionState::over);
  EXPECT_EQ(after(session(std::nullopt), 599), SessionState::stale);
}

TEST(Session, EndsWhenItIsUnusedOrOld) {
  EXPECT_EQ(after(session(), 600), SessionState::over);
  auto used = session();
  used.seen = kNow + seconds{3'500};
  used.access_until = Session::Time::max();
  EXPECT_EQ(after(used, 3'529), SessionState::good);
  EXPECT_EQ(after(used, 3'600), SessionState::over);
  SessionTerms fixed = kSessionTerms;
  fixed.idle = seconds{0};
  EXPECT_EQ(judge_session(session(std::nullopt), fixed, kNow + seconds{3'599}), SessionState::good);
}

TEST(Session, KeepsTheRefreshTokenThatIsNotRotated) {
  auto one = session();
  take_tokens(one, {.access_token = "a2", .expires_in = seconds{300}}, kNow + seconds{250});
  EXPECT_EQ(one.tokens.access_token, "a2");
  EXPECT_EQ(one.tokens.refresh_token, "r");
  EXPECT_EQ(one.tokens.id_token, "i");
  EXPECT_EQ(one.access_until, kNow + seconds{550});
  take_tokens(one, {.access_token = "a3", .refresh_token = "r2"}, kNow);
  EXPECT_EQ(one.tokens.refresh_token, "r2");
  EXPECT_EQ(one.access_until, Session::Time::max());
}

TEST(Session, ReadsAsItWasWritten) {
  const auto one = session();
  const auto read = read_session(to_text(one));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_text(*read), to_text(one));
  EXPECT_EQ(read->principal.subject, "42");
  EXPECT_EQ(*read->principal.claim("name"), "Zo\xc3\xab");
  EXPECT_THAT(read->principal.lists.at("groups"), ElementsAre("a", "b"));
  EXPECT_EQ(read->access_until, one.access_until);
  for (const std::string bad : {"", "[]", "{}", "[1,2,3,4,5,6,7,8,9,10,11]", "[2]"}) {
    EXPECT_FALSE(read_session(bad)) << bad;
  }
}

}  // namespace
}  // namespace bff::auth
