// SPDX-License-Identifier: Apache-2.0
#include "auth/session_cookies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::auth {
namespace {

using testing::ElementsAre;
using State = FoundCookie::State;

const CookieTerms kCookieTerms{.name = "__Host-bff"};

// What a browser sends back.
std::string sent(const std::vector<std::string>& set) {
  std::string field = "other=1";
  for (const std::string& one : set) field += "; " + one.substr(0, one.find(';'));
  return field;
}

TEST(SessionCookies, AreSetAsBrowsersKeepThemFromScriptsAndOtherHosts) {
  EXPECT_THAT(*set_cookies(kCookieTerms, "v", 0),
              ElementsAre("__Host-bff=1.v; Path=/; Secure; HttpOnly; SameSite=Lax"));
  EXPECT_THAT(*set_cookies({.name = "bff", .strict = true, .secure = false, .max_age = 60}, "v", 0),
              ElementsAre("bff=1.v; Path=/; HttpOnly; SameSite=Strict; Max-Age=60"));
  EXPECT_THAT(*set_cookies(kCookieTerms, "v", 2),
              ElementsAre("__Host-bff=1.v; Path=/; Secure; HttpOnly; SameSite=Lax",
                          "__Host-bff-1=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"));
  EXPECT_EQ(clear_cookies(kCookieTerms, 3).size(), 3U);
}

TEST(SessionCookies, ComeBackInParts) {
  for (const std::size_t size : {std::size_t{1}, kCookiePart, kCookiePart + 1, 4 * kCookiePart}) {
    const std::string value(size, 'v');
    const auto set = set_cookies(kCookieTerms, value, 0);
    ASSERT_TRUE(set) << size;
    EXPECT_EQ(set->size(), (size + kCookiePart - 1) / kCookiePart);
    for (const std::string& one : *set) EXPECT_LT(one.size(), 4'096U);
    const std::string field = sent(*set);
    const auto found = find_cookie({field}, "__Host-bff");
    EXPECT_EQ(found.state, State::found);
    EXPECT_EQ(found.value, value);
    EXPECT_EQ(found.parts, set->size());
  }
  EXPECT_FALSE(set_cookies(kCookieTerms, std::string(4 * kCookiePart + 1, 'v'), 0));
}

TEST(SessionCookies, AreRefusedWhereSomebodyElseHasSetSome) {
  const auto state = [](const std::vector<std::string_view>& fields) {
    return find_cookie(fields, "__Host-bff").state;
  };
  EXPECT_EQ(state({}), State::absent);
  EXPECT_EQ(state({"a=b; __host-bff=1.x", "bff=1.x; __Host-bff2=1.x; __Host-bff-9=x"}),
            State::absent);
  EXPECT_EQ(state({"__Host-bff=1.x"}), State::found);
  EXPECT_EQ(state({"__Host-bff=1.x; __Host-bff=1.x"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff=1.x", "__Host-bff=1.y"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff=2.x"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff=1.x; __Host-bff-1=y"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff=3.x; __Host-bff-2=y"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff-1=y"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff=x"}), State::ambiguous);
  EXPECT_EQ(state({"__Host-bff="}), State::ambiguous);
}

}  // namespace
}  // namespace bff::auth
