// SPDX-License-Identifier: Apache-2.0
#include "proto/map_entries.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace bff::proto {
namespace {

using testing::ElementsAre;

MapEntry entry(std::string_view key, std::uint64_t value) {
  return {Cell::view(key), Cell::number(value), false};
}

std::vector<std::uint64_t> kept(std::vector<MapEntry> entries, bool text) {
  std::vector<std::uint32_t> order(entries.size());
  drop_repeated_keys(entries, text, order.data());
  std::vector<std::uint64_t> values;
  for (const MapEntry& e : entries) {
    if (!e.dropped) values.push_back(e.value.bits);
  }
  return values;
}

TEST(MapEntries, KeepTheLastOfEachKeyInWireOrder) {
  EXPECT_THAT(kept({}, true), ElementsAre());
  EXPECT_THAT(kept({entry("b", 1), entry("a", 2), entry("b", 3), entry("c", 4)}, true),
              ElementsAre(2, 3, 4));
  EXPECT_THAT(kept({entry("a", 1), entry("a", 2), entry("a", 3)}, true), ElementsAre(3));
}

TEST(MapEntries, CompareNumbersByValue) {
  const auto number = [](std::uint64_t key, std::uint64_t value) {
    return MapEntry{Cell::number(key), Cell::number(value), false};
  };
  EXPECT_THAT(kept({number(7, 1), number(0, 2), number(7, 3)}, false), ElementsAre(2, 3));
}

// A dropped entry is an unknown field: it ends no other's place.
TEST(MapEntries, LetADroppedEntryReplaceNothing) {
  std::vector<MapEntry> entries{entry("a", 1), entry("a", 2)};
  entries[1].dropped = true;
  EXPECT_THAT(kept(entries, true), ElementsAre(1));
  for (int i = 0; i < 30; ++i) entries.push_back(entries[1]);
  EXPECT_THAT(kept(entries, true), ElementsAre(1));
}

TEST(MapEntries, AgreeWithAStandardMapHoweverMany) {
  std::mt19937 random(1);
  std::vector<std::string> names;
  for (int i = 0; i < 60; ++i) names.push_back("key" + std::to_string(i));
  for (const std::size_t count : {11, 12, 13, 14, 100, 1000}) {
    std::vector<MapEntry> entries;
    std::map<std::string_view, std::uint64_t> expected;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string_view key = names[random() % names.size()];
      entries.push_back(entry(key, i));
      expected[key] = i;
    }
    std::vector<std::uint64_t> values;
    for (const auto& [key, value] : expected) values.push_back(value);
    std::sort(values.begin(), values.end());
    EXPECT_EQ(kept(entries, true), values);
  }
}

}  // namespace
}  // namespace bff::proto
