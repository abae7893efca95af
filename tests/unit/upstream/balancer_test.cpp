// SPDX-License-Identifier: Apache-2.0
#include "upstream/balancer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff::upstream {
namespace {

using testing::ElementsAre;

struct Balancer : testing::Test {
  char a = 'a', b = 'b', c = 'c';
  RoundRobin<char> ring;

  std::vector<char> picks(int count) {
    std::vector<char> picked;
    while (count-- > 0) picked.push_back(*ring.pick([](char) { return true; }));
    return picked;
  }
};

TEST_F(Balancer, HasNothingToPickWhileItIsEmpty) {
  EXPECT_TRUE(ring.empty());
  EXPECT_EQ(ring.pick([](char) { return true; }), nullptr);
}

TEST_F(Balancer, GoesRoundItsMembersInOrder) {
  ring.add(a);
  ring.add(b);
  ring.add(c);
  EXPECT_THAT(picks(5), ElementsAre('a', 'b', 'c', 'a', 'b'));
}

TEST_F(Balancer, PassesOverThoseThatCannotTakeACall) {
  ring.add(a);
  ring.add(b);
  EXPECT_EQ(*ring.pick([](char name) { return name == 'b'; }), 'b');
  EXPECT_EQ(ring.pick([](char) { return false; }), nullptr);
}

TEST_F(Balancer, KeepsTheTurnOfTheOthersWhenOneLeaves) {
  ring.add(a);
  ring.add(b);
  ring.add(c);
  picks(2);
  ring.remove(a);
  EXPECT_THAT(picks(3), ElementsAre('c', 'b', 'c'));
}

TEST_F(Balancer, IgnoresTheRemovalOfAStranger) {
  ring.add(a);
  ring.remove(b);
  EXPECT_THAT(picks(2), ElementsAre('a', 'a'));
}

TEST_F(Balancer, StartsAgainWhenTheLastInTheRowLeaves) {
  ring.add(a);
  ring.add(b);
  picks(1);
  ring.remove(b);
  EXPECT_THAT(picks(1), ElementsAre('a'));
}

}  // namespace
}  // namespace bff::upstream
