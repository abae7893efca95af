// SPDX-License-Identifier: Apache-2.0
// schema/tests.v1.json, by which editors complete and check tests of routes, says what the reader
// says.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "cases/case_keys.hpp"
#include "config/yaml.hpp"
#include "support/json_schema.hpp"
#include "support/temp_folder.hpp"

namespace bff::cases {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kRoot{BFF_SOURCE_DIR};

json schema() { return json::parse(test::read_file(kRoot / "schema/tests.v1.json")); }

TEST(TestsSchema, HasTheKeysOfEachMap) {
  const json root = schema();
  for (const plan::MapKeys* map : language::kMaps) {
    const json& one = root["$defs"][std::string{map->name}];
    std::set<std::string> known, required, keys;
    for (const auto key : map->known) known.emplace(key);
    for (const auto& [key, remedy] : map->required) required.emplace(key);
    for (const auto& [key, value] : one["properties"].items()) keys.insert(key);
    EXPECT_EQ(keys, known) << map->name;
    EXPECT_EQ(one["required"].get<std::set<std::string>>(), required) << map->name;
    EXPECT_EQ(one["additionalProperties"], false) << map->name;
  }
  std::set<std::string> codes;
  for (const auto word : plan::language::kCodeWords) codes.emplace(word);
  EXPECT_EQ(root["$defs"]["code"]["enum"].get<std::set<std::string>>(), codes);
}

TEST(TestsSchema, TakesTheTestsThatAreShipped) {
  int files = 0;
  for (const auto* folder : {"routes", "bff-web/routes", "bff-mobile/routes"}) {
    for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
      const auto name = entry.path().string();
      if (!name.ends_with(".test.yaml")) continue;
      Diagnostics out;
      const auto node = config::load_yaml(
          std::make_shared<const Source>(name, test::read_file(entry.path())), out);
      ASSERT_TRUE(node) << out.text();
      EXPECT_EQ(test::broken_rule(schema(), test::json_of(*node)), "") << name;
      ++files;
    }
  }
  EXPECT_EQ(files, 5);
}

}  // namespace
}  // namespace bff::cases
