// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_syntax.hpp"

#include <gtest/gtest.h>

#include "unit/config/refused_yaml.hpp"

namespace bff::config {
namespace {

using test::refused_yaml;

constexpr const char* kFlow =
    "within { } and [ ] quote a text that holds '?', '[', ']', '{', '}' or ','";

TEST(YamlSyntax, SaysToQuoteExpressionsWithinBrackets) {
  EXPECT_EQ(refused_yaml("{a: $b ?? c}"),
            std::string("1:8+1 BFF102 '?' cannot stand here | ") + kFlow);
  EXPECT_EQ(refused_yaml("{a: $b?.c}"),
            std::string("1:7+1 BFF102 '?' cannot stand here | ") + kFlow);
  EXPECT_EQ(refused_yaml("a: [$b ?? c]"),
            std::string("1:8+1 BFF102 '?' cannot stand here | ") + kFlow);
  EXPECT_EQ(refused_yaml("{a: $b[0]}"),
            std::string("1:7+1 BFF102 ',' or a closing bracket is missing before '[' | ") + kFlow);
  EXPECT_EQ(refused_yaml("{a: $b in [x, y]}"),
            std::string("1:11+1 BFF102 ',' or a closing bracket is missing before '[' | ") + kFlow);
  EXPECT_EQ(refused_yaml("{a: https://x/{+$p}}"),
            std::string("1:15+1 BFF102 ',' or a closing bracket is missing before '{' | ") + kFlow);
}

TEST(YamlSyntax, PointsAtTheBracketThatIsNotClosed) {
  EXPECT_EQ(refused_yaml("a:\n  b: {c: d\n"), "2:6+1 BFF102 this bracket is not closed | close it");
  EXPECT_EQ(refused_yaml("a: {b: {c: 1}"), "1:4+1 BFF102 this bracket is not closed | close it");
  EXPECT_EQ(refused_yaml("[a"), "1:1+1 BFF102 this bracket is not closed | close it");
  EXPECT_EQ(refused_yaml("a: ]"),
            "1:4+1 BFF102 this bracket closes nothing | remove it, or quote the text");
}

TEST(YamlSyntax, PointsAtAColonThatCannotBe) {
  EXPECT_EQ(refused_yaml("a: b: c"),
            "1:5+1 BFF102 ': ' cannot stand here | quote the text that holds it, or mend the "
            "indentation");
  EXPECT_EQ(refused_yaml("a: 1\nb:2\nc: 3"),
            "3:2+1 BFF102 ': ' cannot stand here | a space must follow the colon in line 2");
}

TEST(YamlSyntax, ExplainsWrongIndentation) {
  EXPECT_EQ(refused_yaml("a:\n  b: 1\n c: 2"),
            "3:2+1 BFF102 this does not belong to the map before it | mend the indentation");
  EXPECT_EQ(refused_yaml("a: - b"),
            "1:4+1 BFF102 '- ' cannot begin an element here | begin the list on a line of its own");
}

TEST(YamlSyntax, ExplainsWhatFollowsAQuoteOrABracket) {
  EXPECT_EQ(
      refused_yaml("a: 'x' y"),
      "1:8+1 BFF102 nothing may follow the closing quote | quote the whole text, with the other "
      "kind of quotes");
  EXPECT_EQ(refused_yaml("a: [1] 2"),
            "1:8+1 BFF102 nothing may follow the closing bracket | quote a text that begins with "
            "'{' or '['");
}

TEST(YamlSyntax, NamesTheCharacterThatNoPlainTextBeginsWith) {
  for (const char c : {'@', '`', '%', ','}) {
    EXPECT_EQ(
        refused_yaml(std::string("a: ") + c + "b"),
        std::string("1:4+1 BFF102 a plain text cannot begin with '") + c + "' | quote the text");
  }
}

TEST(YamlSyntax, ExplainsQuotesAndEscapes) {
  EXPECT_EQ(refused_yaml("a: \"x"), "1:6+0 BFF102 a quoted text is not closed | close the quote");
  EXPECT_EQ(refused_yaml("a: 'x"), "1:6+0 BFF102 a quoted text is not closed | close the quote");
  EXPECT_EQ(refused_yaml("a: \"x\n---\ny\""),
            "2:1+1 BFF102 a quoted text is not closed | close the quote");
  EXPECT_EQ(refused_yaml(R"(a: "\q")"),
            "1:7+1 BFF102 unknown escape | write '\\\\' for a backslash");
  EXPECT_EQ(refused_yaml(R"(a: "\xzz")"), "1:9+1 BFF102 this escape wants hexadecimal digits");
}

// JSON's notation of characters outside the basic plane, which YAML does not know.
TEST(YamlSyntax, ExplainsSurrogatePairs) {
  EXPECT_EQ(refused_yaml(R"(a: "\ud83d\ude00")"),
            "1:11+1 BFF102 this escape is no character of Unicode | write the character itself, or "
            "\\U with "
            "its eight digits");
}

TEST(YamlSyntax, ExplainsBlockTexts) {
  EXPECT_EQ(refused_yaml("a: |x\n  b"),
            "1:5+1 BFF102 only a comment may follow '|' or '>' | begin the text on the next line, "
            "or quote it");
}

// A message of yaml-cpp that has no wording of ours is passed on.
TEST(YamlSyntax, PassesOnWhatItDoesNotKnow) {
  Diagnostics out;
  report_syntax(test::source("abc"), "something new", 1, nullptr, out);
  EXPECT_EQ(test::findings(out), "1:2+1 BFF102 no valid YAML: something new");
}

}  // namespace
}  // namespace bff::config
