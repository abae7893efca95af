// SPDX-License-Identifier: Apache-2.0
#include "plan/key_index.hpp"

#include <gtest/gtest.h>

#include <memory_resource>
#include <string>
#include <vector>

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;

TEST(KeyIndex, NumbersKeysInTheOrderOfTheirFirstSight) {
  std::pmr::monotonic_buffer_resource arena;
  KeyIndex index(FieldType::int64, arena);
  EXPECT_EQ(index.add(Cell::number(7)).number, 0u);
  EXPECT_EQ(index.add(Cell::number(3)).number, 1u);
  const auto again = index.add(Cell::number(7));
  EXPECT_EQ(again.number, 0u);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(index.size(), 2u);
  EXPECT_EQ(index.keys()[1].bits, 3u);
}

TEST(KeyIndex, FindsNothingInNothing) {
  std::pmr::monotonic_buffer_resource arena;
  const KeyIndex index(FieldType::text, arena);
  EXPECT_EQ(index.find(Cell::view("a")), KeyIndex::kNone);
}

TEST(KeyIndex, ComparesTextsByTheirBytesNotTheirAddresses) {
  std::pmr::monotonic_buffer_resource arena;
  KeyIndex index(FieldType::text, arena);
  const std::string one = "same", two = "same", other("same\0", 5);
  index.add(Cell::view(one));
  EXPECT_FALSE(index.add(Cell::view(two)).is_new);
  EXPECT_TRUE(index.add(Cell::view(other)).is_new);
  EXPECT_TRUE(index.add(Cell::view("")).is_new);
  EXPECT_EQ(index.find(Cell::view("")), 2u);
  EXPECT_EQ(index.find(Cell::view("none")), KeyIndex::kNone);
}

TEST(KeyIndex, AnEmptyBytesKeyWithoutAPointerIsAKey) {
  std::pmr::monotonic_buffer_resource arena;
  KeyIndex index(FieldType::bytes, arena);
  EXPECT_TRUE(index.add(Cell{}).is_new);
  EXPECT_EQ(index.find(Cell::view("")), 0u);
}

TEST(KeyIndex, KeepsManyKeysApart) {
  std::pmr::monotonic_buffer_resource arena;
  // Ids that differ only in their high bits are the worst for a table that looks at the low ones.
  for (const int shift : {0, 20, 44}) {
    KeyIndex index(FieldType::uint64, arena);
    for (std::uint64_t i = 0; i < 5000; ++i)
      ASSERT_EQ(index.add(Cell::number(i << shift)).number, i);
    for (std::uint64_t i = 0; i < 5000; ++i) ASSERT_EQ(index.find(Cell::number(i << shift)), i);
    EXPECT_EQ(index.find(Cell::number(std::uint64_t{5000} << shift)), KeyIndex::kNone);
  }
}

}  // namespace
}  // namespace bff::plan
