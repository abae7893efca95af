// SPDX-License-Identifier: Apache-2.0
#include "route/query_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bff::route {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> pairs(std::string_view query) {
  std::vector<std::string> all;
  for_each_pair(query, [&](std::string_view name, std::string_view value) {
    all.push_back(std::string(name) + "->" + std::string(value));
  });
  return all;
}

TEST(QueryText, SplitsPairsAtTheFirstEqualsSign) {
  EXPECT_THAT(pairs("a=1&b=2=3&c"), ElementsAre("a->1", "b->2=3", "c->"));
}

TEST(QueryText, EmptyPiecesAreNoPairs) {
  EXPECT_THAT(pairs(""), IsEmpty());
  EXPECT_THAT(pairs("&&"), IsEmpty());
  EXPECT_THAT(pairs("&a=1&"), ElementsAre("a->1"));
  EXPECT_THAT(pairs("=x"), ElementsAre("->x"));
}

TEST(QueryText, DecodesFormEncoding) {
  std::pmr::monotonic_buffer_resource arena;
  EXPECT_EQ(decode_form("a+b%2Bc%20d%C3%a9", arena), "a b+c dé");
  EXPECT_EQ(decode_form("", arena), "");
  EXPECT_EQ(decode_form("%41%", arena), std::nullopt);
  EXPECT_EQ(decode_form("%4", arena), std::nullopt);
  EXPECT_EQ(decode_form("%-1", arena), std::nullopt);
}

TEST(QueryText, DecodedBytesMayBeAny) {
  std::pmr::monotonic_buffer_resource arena;
  EXPECT_EQ(decode_form("%00%FF", arena), std::string_view("\0\xff", 2));
}

}  // namespace
}  // namespace bff::route
