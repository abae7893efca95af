// SPDX-License-Identifier: Apache-2.0
// schema/*.json, by which editors complete and check files, say what the parsers say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "config/yaml.hpp"
#include "plan/language_keys.hpp"
#include "support/json_schema.hpp"

namespace bff::plan {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Keys = std::set<std::string>;

const fs::path kRoot{BFF_SOURCE_DIR};

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

nlohmann::json schema(const std::string& name) {
  return nlohmann::json::parse(read(kRoot / "schema" / name));
}

nlohmann::json document(const std::string& name, const std::string& text) {
  Diagnostics out;
  const auto node = config::load_yaml(std::make_shared<const Source>(name, text), out);
  if (!node) throw std::runtime_error(out.text());
  return test::json_of(*node);
}

Keys keys_of(const nlohmann::json& object) {
  Keys keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}
template <class Range>
Keys texts_of(const Range& range) {
  Keys texts;
  for (const auto& text : range) texts.insert(std::string{text});
  return texts;
}

TEST(RoutesSchema, HasTheKeysOfEachMap) {
  const nlohmann::json root = schema("routes.v1.json");
  for (const MapKeys* map : language::kMaps) {
    std::string name{map->name};
    if (name == "auth") name = "auth_map";  // `auth` may be a word as well
    const nlohmann::json& one = root["$defs"][name];
    EXPECT_EQ(keys_of(one["properties"]), texts_of(map->known)) << name;
    Keys required;
    for (const auto& [key, remedy] : map->required) required.insert(std::string{key});
    if (name == "file") required = {"version"};  // reported by a rule of its own
    EXPECT_EQ(one.contains("required") ? texts_of(one["required"]) : Keys{}, required) << name;
    EXPECT_EQ(one["additionalProperties"], false) << name;
  }
  EXPECT_EQ(keys_of(root["$defs"]["directives"]["properties"]), texts_of(language::kDirectives));
}

TEST(RoutesSchema, HasTheWordsOfEachKey) {
  const nlohmann::json root = schema("routes.v1.json");
  for (const Words& words : language::kWords) {
    EXPECT_EQ(texts_of(root["$defs"][std::string{words.name}]["enum"]), texts_of(words.words))
        << words.name;
  }
  for (const auto method : language::kMethodWords) {
    EXPECT_THAT(root["$defs"]["route"]["properties"]["http"]["pattern"].get<std::string>(),
                HasSubstr(method));
  }
}

// Editors show it beside the key.
void expect_descriptions(const nlohmann::json& value, const std::string& at) {
  if (value.is_object() && value.contains("properties")) {
    for (const auto& [key, one] : value["properties"].items()) {
      EXPECT_TRUE(one.contains("description") || one.contains("$ref")) << at << "/" << key;
    }
  }
  if (!value.is_structured()) return;
  for (const auto& [key, one] : value.items()) expect_descriptions(one, at + "/" + key);
}

TEST(Schemas, DescribeEveryKey) {
  for (const std::string name : {"routes.v1.json", "gateway.v1.json", "tests.v1.json"}) {
    expect_descriptions(schema(name), name);
  }
}

TEST(RoutesSchema, TakesEveryRouteFileThatIsServed) {
  const nlohmann::json root = schema("routes.v1.json");
  int files = 0;
  for (const auto* folder :
       {"routes", "bff-web/routes", "bff-mobile/routes", "tests/e2e/examples/routes"}) {
    for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      if (entry.path().stem().extension() == ".test") continue;
      const auto name = entry.path().string();
      EXPECT_EQ(test::broken_rule(root, document(name, read(name))), "") << name;
      ++files;
    }
  }
  EXPECT_GT(files, 8);
}

TEST(RoutesSchema, RefusesWhatAnEditorCanKnow) {
  const nlohmann::json root = schema("routes.v1.json");
  for (const std::string name :
       {"version-unknown", "default-misspelt", "route-without-http", "route-key-misspelt",
        "method-in-lower-case", "deadline-without-unit", "auth-word-unknown",
        "parameter-type-unknown", "parameter-separator-of-one-value", "call-key-misspelt",
        "call-rpc-with-a-dot", "retry-code-misspelt", "on-error-problem-without-title",
        "metadata-in-upper-case", "directive-misspelt", "switch-without-else", "limit-without-for",
        "condition-of-a-constant", "client-key-misspelt"}) {
    const auto file = kRoot / "tests/mistakes/syntax" / (name + ".yaml");
    EXPECT_NE(test::broken_rule(root, document(name, read(file))), "") << name;
  }
}

// The names that gateway.yaml's readers ask for; they are listed nowhere else.
TEST(GatewaySchema, HasTheKeysThatAreRead) {
  Keys asked, offered;
  for (const auto& entry : fs::directory_iterator(kRoot / "common/src/config")) {
    if (!entry.path().filename().string().starts_with("gateway")) continue;
    const std::string text = read(entry.path());
    const std::regex call{R"((find|require|flag|count|duration|size)\(\s*"([a-z_]+)\")"};
    for (std::sregex_iterator i{text.begin(), text.end(), call}, end; i != end; ++i) {
      asked.insert((*i)[2]);
    }
  }
  const std::function<void(const nlohmann::json&)> collect = [&](const nlohmann::json& value) {
    if (!value.is_structured()) return;
    if (value.is_object() && value.contains("properties")) {
      offered.merge(keys_of(value["properties"]));
    }
    for (const nlohmann::json& one : value) collect(one);
  };
  collect(schema("gateway.v1.json"));
  EXPECT_EQ(asked, offered);
}

TEST(GatewaySchema, TakesEveryGatewayFile) {
  const nlohmann::json root = schema("gateway.v1.json");
  const std::string docs = read(kRoot / "docs/configuration.md");
  const auto begin = docs.find("```yaml\n") + 8;
  const nlohmann::json every_key =
      document("docs", docs.substr(begin, docs.find("\n```", begin) - begin));
  EXPECT_EQ(test::broken_rule(root, every_key), "");
  for (const auto* name : {"bff-web/gateway.yaml", "bff-mobile/gateway.yaml"}) {
    EXPECT_EQ(test::broken_rule(root, document(name, read(kRoot / name))), "") << name;
  }
  nlohmann::json misspelt = every_key;
  misspelt["limits"]["hedaers"] = "1KiB";
  EXPECT_EQ(test::broken_rule(root, misspelt), "/limits/hedaers: is not allowed");
  misspelt = every_key;
  misspelt["timeouts"]["idle"] = 75;
  EXPECT_THAT(test::broken_rule(root, misspelt), HasSubstr("/timeouts/idle"));
}

}  // namespace
}  // namespace bff::plan
