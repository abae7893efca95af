// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "unit/runtime/session_keeper_fixture.hpp"

namespace bff::runtime {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using SessionRefresh = SessionKeeperTest;

constexpr const char* kSecond = R"({"access_token":"A2","refresh_token":"R2","expires_in":300})";

TEST_F(SessionRefresh, IsOneForAllWhoAsk) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 100; ++i) outcomes.push_back(refresh(*gateway, held));
  ASSERT_THAT(gateway->asked, SizeIs(1));
  EXPECT_EQ(gateway->asked[0].request.body, "grant_type=refresh_token&refresh_token=R1");
  answer(*gateway, 200, kSecond);
  for (const auto& outcome : outcomes) {
    ASSERT_TRUE(*outcome && **outcome);
    EXPECT_EQ((***outcome)->tokens.access_token, "A2");
  }
  EXPECT_EQ(gateway->delivered[SessionKeeper::key_of(held->id)]->tokens.refresh_token, "R2");
}

TEST_F(SessionRefresh, IsOneForTwoGateways) {
  const auto one = make(), other = make();
  const Held held = log_in(*one);
  const auto first = refresh(*one, held), second = refresh(*other, held);
  ASSERT_THAT(one->asked, SizeIs(1));
  pass(200ms);
  EXPECT_THAT(other->asked, IsEmpty());
  EXPECT_FALSE(*second);
  answer(*one, 200, kSecond);
  pass(100ms);
  ASSERT_TRUE(*second && **second);
  EXPECT_EQ((***second)->tokens.access_token, "A2");
  EXPECT_THAT(other->asked, IsEmpty());
}

TEST_F(SessionRefresh, IsTakenOverFromAGatewayThatDied) {
  const auto one = make(), other = make();
  const Held held = log_in(*one);
  const auto first = refresh(*one, held);
  one->keeper.reset();
  auto second = refresh(*other, held);
  pass(SessionKeeper::kPatience + 1s);
  ASSERT_TRUE(*second);
  EXPECT_TRUE(**second);  // the access token is still good
  pass(SessionKeeper::kTurn);
  second = refresh(*other, held);
  describe(*other);
  answer(*other, 200, kSecond);
  ASSERT_TRUE(*second && **second);
  EXPECT_EQ((***second)->tokens.access_token, "A2");
}

TEST_F(SessionRefresh, EndsTheSessionWhenTheGrantIsGone) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  const auto outcome = refresh(*gateway, held);
  answer(*gateway, 400, R"({"error":"invalid_grant"})");
  ASSERT_TRUE(*outcome && **outcome);
  EXPECT_EQ(***outcome, nullptr);
  EXPECT_EQ(store->store.size(), 0U);
  EXPECT_EQ(gateway->events.back().kind, SessionEvent::Kind::refresh_failed);
  EXPECT_THAT(gateway->events.back().reason, HasSubstr("invalid_grant"));
}

TEST_F(SessionRefresh, ThatFailsLeavesTheTokenItsTime) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  pass(250s);
  auto outcome = refresh(*gateway, held);
  gateway->asked.front().fail();
  gateway->asked.clear();
  ASSERT_TRUE(*outcome && **outcome);
  EXPECT_EQ((***outcome)->tokens.access_token, "A1");
  // Nobody asks again at once.
  outcome = refresh(*gateway, held);
  EXPECT_THAT(gateway->asked, IsEmpty());
  ASSERT_TRUE(*outcome && **outcome);
  pass(51s);
  outcome = refresh(*gateway, held);
  gateway->asked.front().fail();
  ASSERT_TRUE(*outcome);
  ASSERT_FALSE(**outcome);
  EXPECT_EQ((*outcome)->error().code, Errc::upstream_unavailable);
  EXPECT_EQ(store->store.size(), 1U);
}

TEST_F(SessionRefresh, BringsNoEndedSessionBack) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  const auto outcome = refresh(*gateway, held);
  std::size_t ended = 0;
  gateway->keeper->revoke_all("ann", [&](Result<std::size_t> count) { ended = *count; });
  EXPECT_EQ(ended, 1U);
  answer(*gateway, 200, kSecond);
  ASSERT_TRUE(*outcome && **outcome);
  EXPECT_EQ(***outcome, nullptr);
  EXPECT_EQ(store->store.size(), 0U);
}

TEST_F(SessionRefresh, IsWrittenOnceTheStoreIsBack) {
  const auto gateway = make();
  const Held held = log_in(*gateway);
  const auto outcome = refresh(*gateway, held);
  store->away = true;
  answer(*gateway, 200, kSecond);
  ASSERT_TRUE(*outcome && **outcome);
  EXPECT_EQ((***outcome)->tokens.access_token, "A2");
  pass(3s);
  store->away = false;
  pass(2s);
  Held found;
  gateway->keeper->find(SessionKeeper::key_of(held->id), [&](Result<Held> kept) { found = *kept; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->tokens.refresh_token, "R2");
}

TEST_F(SessionRefresh, OfAnOldCookieIsTheOneBefore) {
  const auto gateway = make(false);
  const Held held = log_in(*gateway);
  const auto first = refresh(*gateway, held);
  answer(*gateway, 200, kSecond);
  ASSERT_TRUE(*first && **first);
  const auto second = refresh(*gateway, held);
  EXPECT_THAT(gateway->asked, IsEmpty());
  ASSERT_TRUE(*second && **second);
  EXPECT_EQ(***second, ***first);
  pass(SessionKeeper::kGrace + 1s);
  const auto late = refresh(*gateway, held);
  EXPECT_THAT(gateway->asked, SizeIs(1));
}

TEST_F(SessionRefresh, KeepsItsTokensWhenAnOldCopyIsUsed) {
  const auto one = make(), other = make();
  const Held held = log_in(*one);
  const auto outcome = refresh(*one, held);
  answer(*one, 200, kSecond);
  auto used = *held;
  used.seen = now + 90s;
  other->keeper->touch(std::make_shared<const auth::Session>(used));
  Held found;
  one->keeper->find(SessionKeeper::key_of(held->id), [&](Result<Held> kept) { found = *kept; });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->tokens.refresh_token, "R2");
  EXPECT_EQ(found->seen, now + 90s);
}

}  // namespace
}  // namespace bff::runtime
