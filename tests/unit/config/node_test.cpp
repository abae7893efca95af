// SPDX-License-Identifier: Apache-2.0
#include "config/node.hpp"

#include <gtest/gtest.h>

namespace bff::config {
namespace {

TEST(Node, FindsTheMembersOfAMap) {
  Node node{.kind = Node::Kind::map};
  node.members.push_back({.key = "a", .value = {.kind = Node::Kind::text, .scalar = "x"}});
  node.members.push_back({.key = "b", .value = {.kind = Node::Kind::number, .scalar = "1"}});
  ASSERT_NE(node.find("b"), nullptr);
  EXPECT_EQ(node.find("b")->scalar, "1");
  EXPECT_EQ(node.find("c"), nullptr);
}

TEST(Node, HasNoMembersWhenItIsNoMap) {
  EXPECT_EQ(Node{.kind = Node::Kind::list}.find("a"), nullptr);
  EXPECT_EQ(Node{}.find(""), nullptr);
}

TEST(Node, NamesItsKindForMessages) {
  EXPECT_EQ(kind_name(Node::Kind::null), "null");
  EXPECT_EQ(kind_name(Node::Kind::boolean), "true or false");
  EXPECT_EQ(kind_name(Node::Kind::number), "a number");
  EXPECT_EQ(kind_name(Node::Kind::text), "a text");
  EXPECT_EQ(kind_name(Node::Kind::list), "a list");
  EXPECT_EQ(kind_name(Node::Kind::map), "a map");
}

}  // namespace
}  // namespace bff::config
