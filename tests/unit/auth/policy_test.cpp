// SPDX-License-Identifier: Apache-2.0
#include "auth/policy.hpp"

#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using Mode = Policy::Mode;

const Principal kReader{.subject = "42", .scopes = {"orders.read", "profile.read"}};

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

}  // namespace
}  // namespace bff::auth
