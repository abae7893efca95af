// SPDX-License-Identifier: Apache-2.0
#include "config/environment.hpp"

#include <gtest/gtest.h>

#include <map>

#include "config/yaml.hpp"
#include "unit/config/findings.hpp"

namespace bff::config {
namespace {

class Replacing : public testing::Test {
 protected:
  // `yaml` with the variables replaced; its member `a`.
  Node a(std::string yaml) {
    auto node = load_yaml(test::source(std::move(yaml)), out);
    EXPECT_TRUE(node);
    if (!node) return {};
    replace_variables(
        *node,
        [this](const std::string& name) -> const char* {
          const auto found = variables.find(name);
          return found != variables.end() ? found->second.c_str() : nullptr;
        },
        out);
    return *node->find("a");
  }
  std::string text(std::string yaml) { return a(std::move(yaml)).scalar; }

  std::map<std::string, std::string> variables = {
      {"PORT", "8080"}, {"HOST", "users.internal"}, {"EMPTY", ""}, {"ON", "true"}, {"_x9", "y"}};
  Diagnostics out;
};

TEST_F(Replacing, PutsValuesInTheirPlaces) {
  EXPECT_EQ(text("a: ${HOST}"), "users.internal");
  EXPECT_EQ(text("a: \"${HOST}:${PORT}\""), "users.internal:8080");
  EXPECT_EQ(text("a: x${_x9}z"), "xyz");
  EXPECT_TRUE(out.empty());
}

TEST_F(Replacing, TakesTheDefaultForAVariableThatIsUnsetOrEmpty) {
  EXPECT_EQ(text("a: ${NONE:-8081}"), "8081");
  EXPECT_EQ(text("a: ${EMPTY:-8081}"), "8081");
  EXPECT_EQ(text("a: ${PORT:-8081}"), "8080");
  EXPECT_EQ(text("a: \"x${NONE:-}y\""), "xy");
  EXPECT_EQ(text("a: ${NONE:-a:-b}"), "a:-b");
  EXPECT_TRUE(out.empty());
}

TEST_F(Replacing, TypesPlainTextsAnew) {
  EXPECT_EQ(a("a: ${PORT}").kind, Node::Kind::number);
  EXPECT_EQ(a("a: ${ON}").kind, Node::Kind::boolean);
  EXPECT_EQ(a("a: ${HOST}").kind, Node::Kind::text);
  EXPECT_EQ(a("a: ${NONE:-15}").kind, Node::Kind::number);
}

TEST_F(Replacing, MarksQuotedTextsButLeavesThemTexts) {
  const Node node = a("a: \"${PORT}\"");
  EXPECT_EQ(node.kind, Node::Kind::text);
  EXPECT_TRUE(node.replaced);
  EXPECT_FALSE(a("a: \"8080\"").replaced);
}

TEST_F(Replacing, DoesNotReadValuesAsVariablesAgain) {
  variables["OUTER"] = "${PORT}";
  EXPECT_EQ(text("a: ${OUTER}"), "${PORT}");
}

TEST_F(Replacing, WritesAPlainDollarBrace) {
  EXPECT_EQ(text("a: \"$${PORT} $x $$ $\""), "${PORT} $x $$ $");
  EXPECT_TRUE(out.empty());
}

TEST_F(Replacing, ReachesListsAndMapsButNotKeys) {
  EXPECT_EQ(a("a: [x, \"${PORT}\"]").items[1].scalar, "8080");
  EXPECT_EQ(a("a: {b: [{c: \"${PORT}\"}]}").find("b")->items[0].find("c")->scalar, "8080");
  EXPECT_EQ(a("a:\n  ${PORT}: 1").members[0].key, "${PORT}");
}

TEST_F(Replacing, ReportsAVariableThatIsNotSet) {
  text("a: \"http://${NONE}/\"");
  EXPECT_EQ(test::findings(out),
            "1:12+7 BFF114 the environment variable 'NONE' is not set | set it, or write "
            "'${NONE:-default}'");
}

TEST_F(Replacing, ReportsEveryVariableThatIsNotSet) {
  text("a: ${NONE}${NEVER}");
  EXPECT_EQ(out.size(), 2u);
}

TEST_F(Replacing, TakesAnEmptyValueWithoutADefault) {
  EXPECT_EQ(text("a: x${EMPTY}"), "x");
  EXPECT_TRUE(out.empty());
}

TEST_F(Replacing, ReportsWhatIsNoVariable) {
  const std::string remedy = " | write '${NAME}' or '${NAME:-default}', or '$${' for a plain '${'";
  text("a: ${}");
  text("a: ${9x}");
  text("a: ${a b}");
  text("a: ${PORT:8080}");
  EXPECT_EQ(test::findings(out), "1:4+3 BFF113 '' is no name of a variable" + remedy +
                                     "\n1:4+5 BFF113 '9x' is no name of a variable" + remedy +
                                     "\n1:4+6 BFF113 'a b' is no name of a variable" + remedy +
                                     "\n1:4+12 BFF113 'PORT:8080' is no name of a variable" +
                                     remedy);
}

TEST_F(Replacing, ReportsAnOpenVariable) {
  text("a: x${PORT");
  EXPECT_EQ(test::findings(out),
            "1:5+6 BFF113 '${' is not closed | write '${NAME}', or '$${' for a plain '${'");
}

TEST_F(Replacing, RefusesVariablesWithinDefaults) {
  text("a: ${NONE:-${PORT}}");
  EXPECT_EQ(test::findings(out),
            "1:4+15 BFF113 a default cannot hold another '${' | write the default out");
}

TEST_F(Replacing, PointsAtTheWholeTextWhereEscapesMoveItsParts) {
  text(R"(a: "\x41${NONE}")");
  EXPECT_EQ(out.items().at(0).place.column, 5u);
  EXPECT_EQ(out.items().at(0).place.length, 11u);
}

}  // namespace
}  // namespace bff::config
