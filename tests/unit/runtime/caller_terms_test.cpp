// SPDX-License-Identifier: Apache-2.0
#include "runtime/caller_terms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::runtime {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(AddClaims, SendsWhatTheCallerHas) {
  const CallerTerms terms{
      .claims = {{"x-user", "sub"}, {"x-groups", "groups"}, {"x-none", "none"}}};
  auth::Principal caller;
  caller.claims = {{"sub", "41"}, {"other", "x"}};
  caller.lists = {{"groups", {"a", "b,c", "d%"}}};
  std::pmr::monotonic_buffer_resource arena;
  MetadataFields fields{&arena};
  add_claims(fields, terms, caller, arena);
  EXPECT_THAT(fields, ElementsAre(Pair("x-user", "41"), Pair("x-groups", "a,b%2Cc,d%25")));
}

// Whatever a claim holds, it cannot become another header, nor be cut.
TEST(AddClaims, EncodesWhatMetadataCannotHold) {
  const CallerTerms terms{.claims = {{"x", "sub"}}};
  const auto sent = [&](const std::string& text) {
    auth::Principal caller;
    caller.claims = {{"sub", text}};
    std::pmr::monotonic_buffer_resource arena;
    MetadataFields fields{&arena};
    add_claims(fields, terms, caller, arena);
    return fields.size() == 1 ? std::string{fields[0].second} : "<none>";
  };
  EXPECT_EQ(sent("plain, with blanks"), "plain, with blanks");
  EXPECT_EQ(sent("a\r\nx-admin: 1"), "a%0D%0Ax-admin: 1");
  EXPECT_EQ(sent(std::string("a\0b", 3)), "a%00b");
  EXPECT_EQ(sent("Ünal"), "%C3%9Cnal");
  EXPECT_EQ(sent("100%"), "100%25");
  EXPECT_EQ(sent(" a "), "%20a%20");
  EXPECT_EQ(sent("\x7f"), "%7F");
  EXPECT_EQ(sent(""), "");
}

TEST(AddClaims, MakesOneTextOfScopes) {
  const CallerTerms terms{.claims = {{"x-scopes", "scope"}}};
  auth::Principal caller;
  caller.scopes = {"a", "b"};  // of `scp`
  std::pmr::monotonic_buffer_resource arena;
  MetadataFields fields{&arena};
  add_claims(fields, terms, caller, arena);
  EXPECT_THAT(fields, ElementsAre(Pair("x-scopes", "a b")));
}

TEST(ServiceTokens, HoldForTheirTimeAndWithinTheirBound) {
  using Time = ServiceTokens::Time;
  const auto at = [](int second) { return Time{std::chrono::seconds{second}}; };
  ServiceTokens tokens{2, 40};
  const auto token = std::make_shared<const std::string>("Bearer 1");
  auto holder = std::make_shared<const int>(1);
  const std::weak_ptr<const int> held = holder;
  tokens.remember("a", std::move(holder), token, at(10));
  EXPECT_FALSE(held.expired());
  EXPECT_EQ(tokens.find("a", at(9)), token);
  EXPECT_EQ(tokens.find("b", at(9)), nullptr);
  EXPECT_EQ(tokens.find("a", at(10)), nullptr);
  EXPECT_TRUE(held.expired());
  for (const char* caller : {"a", "b", "a", "c"}) tokens.remember(caller, nullptr, token, at(10));
  EXPECT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens.find("b", at(1)), nullptr) << "the oldest";
  EXPECT_EQ(tokens.find("a", at(1)), token);
  tokens.remember(std::string(30, 'x'), nullptr, token, at(10));
  EXPECT_EQ(tokens.size(), 1u) << "of 38 bytes";
  tokens.clear();
  EXPECT_EQ(tokens.find("a", at(1)), nullptr);
}

}  // namespace
}  // namespace bff::runtime
