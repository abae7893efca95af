// SPDX-License-Identifier: Apache-2.0
#include "auth/policy.hpp"

#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using Mode = Policy::Mode;

const Principal kReader{.subject = "42", .scopes = {"orders.read", "profile.read"}};

Result<void> authorize(const Policy& policy, const Principal* principal) {
  return auth::authorize(policy, principal,
                         std::chrono::system_clock::time_point{std::chrono::seconds{1'000'000}});
}

TEST(Policy, LetsAnyoneIntoAnOpenRoute) {
  EXPECT_TRUE(authorize({.mode = Mode::open}, nullptr));
  EXPECT_TRUE(authorize({.mode = Mode::open}, &kReader));
}

TEST(Policy, LetsAnonymousCallersInWhereOptional) {
  EXPECT_TRUE(authorize({.mode = Mode::optional}, nullptr));
  EXPECT_TRUE(authorize({.mode = Mode::optional}, &kReader));
}

TEST(Policy, WantsACallerWhereRequired) {
  EXPECT_TRUE(authorize({.mode = Mode::required}, &kReader));
  const auto anonymous = authorize({.mode = Mode::required}, nullptr);
  ASSERT_FALSE(anonymous);
  EXPECT_EQ(anonymous.error().code, Errc::unauthenticated);
  EXPECT_EQ(status_of(anonymous.error()), 401);
}

TEST(Policy, IsRequiredUnlessSaidOtherwise) { EXPECT_FALSE(authorize({}, nullptr)); }

TEST(Policy, WantsEveryScope) {
  EXPECT_TRUE(authorize({.scopes = {"profile.read", "orders.read"}}, &kReader));
  const auto one = authorize({.scopes = {"orders.read", "orders.write"}}, &kReader);
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().code, Errc::insufficient_scope);
  EXPECT_EQ(status_of(one.error()), 403);
  EXPECT_EQ(one.error().detail, "The scope 'orders.write' is not granted");
  EXPECT_EQ(one.error().challenge, ", scope=\"orders.read orders.write\"");
  const auto two = authorize({.scopes = {"a", "orders.read", "b"}}, &kReader);
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().detail, "The scopes 'a', 'b' are not granted");
}

TEST(Policy, TakesScopesWholeAndInTheirCase) {
  EXPECT_FALSE(authorize({.scopes = {"orders"}}, &kReader));
  EXPECT_FALSE(authorize({.scopes = {"Orders.Read"}}, &kReader));
  EXPECT_FALSE(authorize({.scopes = {"orders.read profile.read"}}, &kReader));
}

TEST(Policy, NeverGrantsScopesToAnAnonymousCaller) {
  const auto anonymous = authorize({.mode = Mode::optional, .scopes = {"a"}}, nullptr);
  ASSERT_FALSE(anonymous);
  EXPECT_EQ(anonymous.error().code, Errc::unauthenticated);
}

const Principal kAdmin{.claims = {{"tenant", "acme"},
                                  {"level", "3"},
                                  {"group", "staff"},
                                  {"acr", "gold"},
                                  {"auth_time", "999700"}},
                       .lists = {{"groups", {"staff", "admin"}}}};

bool lets_in(const ClaimRule& rule, const Principal& principal = kAdmin) {
  return authorize({.claims = {rule}}, &principal).has_value();
}

TEST(Policy, ComparesClaims) {
  using enum ClaimRule::Kind;
  EXPECT_TRUE(lets_in({"tenant", one_of, {"acme"}}));
  EXPECT_TRUE(lets_in({"level", one_of, {"2", "3"}}));
  EXPECT_FALSE(lets_in({"tenant", one_of, {"Acme", "acme "}}));
  EXPECT_FALSE(lets_in({"missing", one_of, {""}}));
  EXPECT_FALSE(lets_in({"groups", one_of, {"staff"}})) << "a list is no text";
}

TEST(Policy, LooksIntoLists) {
  using enum ClaimRule::Kind;
  EXPECT_TRUE(lets_in({"groups", contains, {"staff"}}));
  EXPECT_TRUE(lets_in({"groups", contains, {"admin", "staff"}}));
  EXPECT_FALSE(lets_in({"groups", contains, {"staff", "owner"}}));
  EXPECT_FALSE(lets_in({"missing", contains, {"staff"}}));
  EXPECT_TRUE(lets_in({"group", contains, {"staff"}}))
      << "issuers write one text for a list of one";
  EXPECT_FALSE(lets_in({"group", contains, {"sta"}}));
}

TEST(Policy, NamesTheClaimThatRefuses) {
  const auto refused =
      authorize({.claims = {{"tenant", ClaimRule::Kind::one_of, {"other"}}}}, &kAdmin);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::forbidden);
  EXPECT_EQ(refused.error().detail, "The token's claim 'tenant' does not allow this");
}

TEST(Policy, AsksForABetterLogin) {
  EXPECT_TRUE(
      authorize({.acr = {"silver", "gold"}, .max_age = std::chrono::seconds{300}}, &kAdmin));
  const auto old = authorize({.acr = {"gold"}, .max_age = std::chrono::seconds{299}}, &kAdmin);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, Errc::insufficient_login);
  EXPECT_EQ(status_of(old.error()), 401);
  EXPECT_EQ(old.error().challenge, ", acr_values=\"gold\", max_age=\"299\"");
  const auto weak = authorize({.acr = {"platinum", "diamond"}}, &kAdmin);
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().challenge, ", acr_values=\"platinum diamond\"");
  EXPECT_FALSE(authorize({.max_age = std::chrono::seconds{1'000'000}}, &kReader))
      << "nobody knows when";
}

}  // namespace
}  // namespace bff::auth
