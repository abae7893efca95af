// SPDX-License-Identifier: Apache-2.0
// The parts that the JSON reader is made of.
#include <gtest/gtest.h>

#include "compiled.hpp"
#include "proto/field_order.hpp"
#include "proto/field_tree.hpp"
#include "proto/map_keys.hpp"
#include "proto/name_index.hpp"

namespace bff::proto {
namespace {

TEST(NameIndex, FindsEachNameAndNoOther) {
  NameIndex index;
  EXPECT_EQ(index.find("a"), nullptr);
  std::string name;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    index.add(name, i);  // of any length, so that each way of hashing its end is gone
    name += static_cast<char>('a' + i % 7);
  }
  name.clear();
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::uint32_t* const found = index.find(name);
    ASSERT_NE(found, nullptr) << name;
    EXPECT_EQ(*found, i);
    EXPECT_EQ(index.find(name + "x"), nullptr);
    name += static_cast<char>('a' + i % 7);
  }
}

TEST(NameIndex, KeepsTheFirstNumberOfAName) {
  NameIndex index;
  index.add("a", 1);
  index.add("a", 2);
  EXPECT_EQ(*index.find("a"), 1U);
}

TEST(MessageTable, IsFoundInByBothNamesAndTheJsonNameWins) {
  const Compiled compiled(R"(
    syntax = "proto2";
    message M { optional int32 foo_bar = 1; optional int32 other = 2 [json_name = "mine"];
                optional int32 mine = 3 [json_name = "yours"]; })");
  const MessageTable& table = compiled.table("M");
  const auto number = [&](std::string_view key, std::size_t guess) -> std::uint32_t {
    const Field* const field = table.find_key(key, guess);
    return field == nullptr ? 0 : field->number;
  };
  for (std::size_t guess = 0; guess < 5; ++guess) {
    EXPECT_EQ(number("fooBar", guess), 1U);
    EXPECT_EQ(number("foo_bar", guess), 1U);
    EXPECT_EQ(number("other", guess), 2U);
    EXPECT_EQ(number("mine", guess), 2U);
    EXPECT_EQ(number("yours", guess), 3U);
    EXPECT_EQ(number("foobar", guess), 0U);
    EXPECT_EQ(number("", guess), 0U);
  }
}

TEST(FieldTree, KnowsWhatWasAdded) {
  const Compiled compiled(R"(syntax = "proto3"; message M { M a = 1; M b = 2; int32 c = 3; })");
  const MessageTable& table = compiled.table("M");
  FieldTree tree;
  EXPECT_EQ(tree.find(0), nullptr);
  FieldTree& within = tree.add(table, table.fields[0]);
  within.add(table, table.fields[2]);
  EXPECT_EQ(&tree.add(table, table.fields[0]), &within);
  EXPECT_EQ(tree.find(0), &within);
  EXPECT_EQ(tree.find(1), nullptr);
  EXPECT_EQ(within.find(0), nullptr);
  EXPECT_NE(within.find(2), nullptr);
  within.add_all();
  EXPECT_NE(within.find(0)->find(1)->find(0), nullptr);
  EXPECT_NE(FieldTree::everything().find(7)->find(9), nullptr);
}

TEST(FieldOrder, SortsByNumberAndKeepsTheOrderOfEach) {
  const auto ordered = [](std::string bytes) {
    std::pmr::monotonic_buffer_resource arena;
    order_fields(bytes, arena);
    return bytes;
  };
  EXPECT_EQ(ordered("1001 0801"_hex), "0801 1001"_hex);
  EXPECT_EQ(ordered("1a0161 0801 1a0162 2501020304 0802"_hex),
            "0801 0802 1a0161 1a0162 2501020304"_hex);
  EXPECT_EQ(ordered("2b 0801 2c 210102030405060708 0801"_hex),
            "0801 210102030405060708 2b 0801 2c"_hex);
  EXPECT_EQ(ordered("0801"_hex), "0801"_hex);
  EXPECT_EQ(ordered(""), "");
}

TEST(MapKeys, FindsAKeyThatComesTwice) {
  const auto repeated = [](bool texts, std::initializer_list<std::pair<const char*, int>> keys) {
    MapKeys found(texts, *std::pmr::new_delete_resource());
    for (const auto& [name, bits] : keys) found.add(name, static_cast<std::uint64_t>(bits));
    return std::string(found.repeated().value_or("none"));
  };
  EXPECT_EQ(repeated(true, {}), "none");
  EXPECT_EQ(repeated(true, {{"a", 0}, {"b", 0}, {"c", 0}}), "none");
  EXPECT_EQ(repeated(true, {{"c", 0}, {"b", 0}, {"a", 0}}), "none");
  EXPECT_EQ(repeated(true, {{"a", 0}, {"b", 0}, {"a", 0}}), "a");
  EXPECT_EQ(repeated(true, {{"", 0}, {"", 0}}), "");
  EXPECT_EQ(repeated(false, {{"1", 1}, {"2", 2}}), "none");
  EXPECT_EQ(repeated(false, {{"1", 1}, {"2", 2}, {"1", 1}}), "1");
  EXPECT_NE(repeated(false, {{"1", 1}, {"1.0", 1}}), "none");
}

}  // namespace
}  // namespace bff::proto
