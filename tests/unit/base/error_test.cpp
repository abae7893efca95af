// SPDX-License-Identifier: Apache-2.0
#include "bff/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

namespace bff {
namespace {

using testing::AllOf;
using testing::Field;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr int kLast = static_cast<int>(Errc::declared_problem);

TEST(Error, GivesEachCodeAStatusOfItsClass) {
  EXPECT_EQ(info(Errc::malformed_request).status, 400);
  EXPECT_EQ(info(Errc::invalid_token).status, 401);
  EXPECT_EQ(info(Errc::insufficient_scope).status, 403);
  EXPECT_EQ(info(Errc::not_found).status, 404);
  EXPECT_EQ(info(Errc::method_not_allowed).status, 405);
  EXPECT_EQ(info(Errc::client_closed_request).status, 499);
  EXPECT_EQ(info(Errc::internal).status, 500);
  EXPECT_EQ(info(Errc::not_implemented).status, 501);
  EXPECT_EQ(info(Errc::upstream_absent).status, 502);
  EXPECT_EQ(info(Errc::overloaded).status, 503);
  EXPECT_EQ(info(Errc::upstream_timeout).status, 504);
}

TEST(Error, NamesAnUpstreamTimeoutForClients) {
  EXPECT_EQ(info(Errc::upstream_timeout).slug, "upstream-timeout");
  EXPECT_EQ(info(Errc::upstream_timeout).title, "An upstream service did not answer in time");
}

TEST(Error, HasAUniqueSlugAndATitleForEveryCode) {
  std::set<std::string_view> slugs;
  for (int code = 0; code <= kLast; ++code) {
    const ErrcInfo& row = info(static_cast<Errc>(code));
    EXPECT_THAT(std::string(row.slug), MatchesRegex("[a-z]+(-[a-z]+)*"));
    EXPECT_TRUE(slugs.insert(row.slug).second) << row.slug;
    EXPECT_GE(row.status, 400) << row.slug;
    EXPECT_LT(row.status, 600) << row.slug;
    EXPECT_FALSE(row.title.empty()) << row.slug;
  }
}

TEST(Error, UsesTheStatusOfItsCodeUnlessItHasItsOwn) {
  EXPECT_EQ(status_of(Error{.code = Errc::conflict}), 409);
  EXPECT_EQ(status_of(Error{.code = Errc::conflict, .status = 402}), 402);
}

TEST(Error, TravelsInAResult) {
  const auto half = [](int n) -> Result<int> {
    if (n % 2 != 0) return Error{.code = Errc::invalid_argument, .detail = "odd"};
    return n / 2;
  };
  EXPECT_EQ(*half(4), 2);
  const auto odd = half(3);
  ASSERT_FALSE(odd);
  EXPECT_THAT(odd.error(),
              AllOf(Field(&Error::code, Errc::invalid_argument), Field(&Error::detail, "odd")));
}

TEST(Error, TellsTheWholeStoryWhenValueIsTakenFromAFailedResult) {
  const Result<int> failed =
      Error{.code = Errc::upstream_error, .detail = "users failed", .internal = "connection reset"};
  try {
    (void)failed.value();
    FAIL() << "value() of an error must throw";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("upstream-error: users failed (connection reset)"));
  }
}

}  // namespace
}  // namespace bff
