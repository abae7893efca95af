// SPDX-License-Identifier: Apache-2.0
#include "app/problem_formats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bff::app {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::shared_ptr<const Source> file(std::string text, std::string path = "routes/home.yaml") {
  return std::make_shared<const Source>(std::move(path), std::move(text));
}

Diagnostics one(const Place& place, const std::string& message, const std::string& remedy = "") {
  Diagnostics out;
  out.add("BFF204", place, message, remedy);
  return out;
}

const Place kPlace{.source = file("a\nname: $u.nmae\n"), .line = 2, .column = 10, .length = 4};

TEST(ProblemsJson, TellsAllThatTheTextTells) {
  EXPECT_EQ(Json::parse(problems_json(one(kPlace, "no 'nmae'", "did you mean 'name'?"))),
            Json::parse(R"({"count": 1, "problems": [{
              "code": "BFF204", "severity": "error", "message": "no 'nmae'",
              "remedy": "did you mean 'name'?", "file": "routes/home.yaml", "line": 2,
              "column": 10, "length": 4, "source": "name: $u.nmae"}]})"));
}

TEST(ProblemsJson, HasNullsWhereThereIsNoPlace) {
  const auto problem = Json::parse(problems_json(one({}, "m")))["problems"][0];
  for (const char* key : {"file", "line", "column", "length", "source"}) {
    EXPECT_TRUE(problem.at(key).is_null()) << key;
  }
  const auto whole = Json::parse(problems_json(one({.source = file("")}, "m")))["problems"][0];
  EXPECT_EQ(whole["file"], "routes/home.yaml");
  EXPECT_TRUE(whole["line"].is_null());
}

TEST(ProblemsJson, IsAnEmptyListWhenAllIsWell) {
  EXPECT_EQ(Json::parse(problems_json({})), Json::parse(R"({"count": 0, "problems": []})"));
}

// BFF101 is about such bytes, so that they do come here.
TEST(ProblemFormats, ReplaceBytesThatAreNoText) {
  const auto problems = one({.source = file("\xff"), .line = 1, .column = 1, .length = 1}, "\xfe");
  const auto problem = Json::parse(problems_json(problems))["problems"][0];
  EXPECT_EQ(problem["source"], "\xef\xbf\xbd");
  EXPECT_EQ(problem["message"], "\xef\xbf\xbd");
  EXPECT_NO_THROW((void)Json::parse(problems_sarif(problems)));
}

TEST(ProblemsSarif, HasARunWithRulesAndPlaces) {
  Diagnostics problems = one(kPlace, "no 'nmae'", "did you mean 'name'?");
  problems.add("BFF100", {}, "no configuration");
  EXPECT_EQ(Json::parse(problems_sarif(problems)), Json::parse(R"({
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "version": "2.1.0",
    "runs": [{
      "tool": {"driver": {"name": "bff", "rules": [
        {"id": "BFF100", "help": {"text": "BFF100 is told of in docs/errors.md"}},
        {"id": "BFF204", "help": {"text": "BFF204 is told of in docs/errors.md"}}]}},
      "columnKind": "unicodeCodePoints",
      "results": [
        {"ruleId": "BFF100", "ruleIndex": 0, "level": "error",
         "message": {"text": "no configuration"}},
        {"ruleId": "BFF204", "ruleIndex": 1, "level": "error",
         "message": {"text": "no 'nmae'\ndid you mean 'name'?"},
         "locations": [{"physicalLocation": {
           "artifactLocation": {"uri": "routes/home.yaml"},
           "region": {"startLine": 2, "startColumn": 10, "endColumn": 14}}}]}]}]})"));
}

TEST(ProblemsSarif, CountsCharactersAndEncodesPaths) {
  const auto problems = one(
      {.source = file("größe: weiß", "/a b/ü.yaml"), .line = 1, .column = 10, .length = 5}, "m");
  const auto place = Json::parse(problems_sarif(problems))["runs"][0]["results"][0]["locations"][0];
  EXPECT_EQ(place["physicalLocation"]["artifactLocation"]["uri"], "file:///a%20b/%C3%BC.yaml");
  EXPECT_EQ(place["physicalLocation"]["region"]["startColumn"], 8);
  EXPECT_EQ(place["physicalLocation"]["region"]["endColumn"], 12);
}

TEST(ProblemsSarif, HasNoResultsWhenAllIsWell) {
  EXPECT_EQ(Json::parse(problems_sarif({}))["runs"][0]["results"], Json::array());
}

TEST(ProblemsGithub, IsACommandALine) {
  EXPECT_EQ(problems_github(one(kPlace, "no 'nmae'", "did you mean 'name'?")),
            "::error file=routes/home.yaml,line=2,col=10,endColumn=14,title=BFF204::"
            "no 'nmae'%0Adid you mean 'name'?\n");
  EXPECT_EQ(problems_github(one({}, "m")), "::error title=BFF204::m\n");
  EXPECT_EQ(problems_github({}), "");
}

TEST(ProblemsGithub, EscapesWhatWouldEndTheCommand) {
  const auto text = problems_github(one({.source = file("", "a:b,c%.yaml")}, "50% of\r\na: b, c"));
  EXPECT_EQ(text, "::error file=a%3Ab%2Cc%25.yaml,title=BFF204::50%25 of%0D%0Aa: b, c\n");
}

}  // namespace
}  // namespace bff::app
