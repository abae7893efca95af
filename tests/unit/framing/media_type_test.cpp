// SPDX-License-Identifier: Apache-2.0
#include "framing/media_type.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bff::framing {
namespace {

TEST(MediaType, IsWhatStandsBeforeItsParameters) {  // RFC 9110 §8.3.1
  EXPECT_EQ(essence("application/json"), "application/json");
  EXPECT_EQ(essence(" Application/JSON ; charset=utf-8"), "Application/JSON");
  EXPECT_EQ(essence(""), "");
  EXPECT_EQ(essence(" ;q=1"), "");
}

TEST(MediaType, ComparesWithoutCase) {
  EXPECT_TRUE(iequals("Application/JSON", "application/json"));
  EXPECT_FALSE(iequals("application/jso", "application/json"));
  EXPECT_FALSE(iequals("@", "`"));  // 32 apart, but no letters
}

TEST(MediaType, ListsMembers) {  // RFC 9110 §5.6.1
  std::vector<std::string_view> members;
  for_each_member(" a ,,\tb;q=1 , ", [&](std::string_view member) { members.push_back(member); });
  EXPECT_THAT(members, testing::ElementsAre("a", "b;q=1"));
}

}  // namespace
}  // namespace bff::framing
