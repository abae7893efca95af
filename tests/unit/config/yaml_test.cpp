// SPDX-License-Identifier: Apache-2.0
#include "config/yaml.hpp"

#include <gtest/gtest.h>

#include "unit/config/findings.hpp"

namespace bff::config {
namespace {

// A node as JSON-like text: texts in single quotes if plain, in double quotes if quoted.
std::string show(const Node& node) {
  std::string out;
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::boolean:
    case Node::Kind::number:
      return node.scalar;
    case Node::Kind::text:
      return node.quoted ? "\"" + node.scalar + "\"" : "'" + node.scalar + "'";
    case Node::Kind::list:
      for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + show(item);
      return "[" + out + "]";
    case Node::Kind::map:
      for (const auto& member : node.members) {
        out += (out.empty() ? "" : ", ") + member.key + ": " + show(member.value);
      }
      return "{" + out + "}";
  }
  return out;
}

Node load(std::string text) {
  Diagnostics out;
  auto node = load_yaml(test::source(std::move(text)), out);
  EXPECT_EQ(out.empty() ? "" : out.text(), "");
  return node ? *std::move(node) : Node{};
}

std::string value(std::string text) { return show(load(std::move(text))); }

std::string place(const Place& place) {
  return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" +
         std::to_string(place.length);
}

TEST(Yaml, ReadsMapsListsAndScalarsInEitherStyle) {
  EXPECT_EQ(value("a: 1\nb:\n  - x\n  - {c: true, \"d\": [null, 'e']}\n"),
            "{a: 1, b: ['x', {c: true, d: [null, \"e\"]}]}");
  EXPECT_EQ(value("- - a\n  - b\n- c: 1\n  d: 2\n"), "[['a', 'b'], {c: 1, d: 2}]");
  EXPECT_EQ(value("a:\n- 1\n- 2\n"), "{a: [1, 2]}");
  EXPECT_EQ(value("a: [\n  1,\n  2,\n]\n"), "{a: [1, 2]}");
}

TEST(Yaml, ReadsJson) {
  EXPECT_EQ(value(R"({"a":"b","c":[1,-2.5e3,true,false,null,{}],"d":[]})"),
            "{a: \"b\", c: [1, -2.5e3, true, false, null, {}], d: []}");
}

TEST(Yaml, GivesNullForAnEmptyDocument) {
  for (const char* text : {"", "   \n", "# only a comment\n", "---\n", "---\n...\n"}) {
    EXPECT_EQ(value(text), "null") << text;
  }
}

TEST(Yaml, AllowsOneDocumentMark) {
  EXPECT_EQ(value("---\na: 1\n"), "{a: 1}");
  EXPECT_EQ(value("--- # comment\na: 1\n...\n"), "{a: 1}");
}

TEST(Yaml, TakesYamlElevensWordsAndNumbersAsTexts) {
  EXPECT_EQ(
      value("[yes, on, 1_000, 012, 0x1F, 2024-01-01, 12:30, True, .5, +1, NaN]"),
      "['yes', 'on', '1_000', '012', '0x1F', '2024-01-01', '12:30', 'True', '.5', '+1', 'NaN']");
  EXPECT_EQ(value("a: ~\nb: Null\nc: NULL\nd: [~]\ne: null"),
            "{a: '~', b: 'Null', c: 'NULL', d: ['~'], e: null}");
}

TEST(Yaml, TakesEverythingQuotedAsText) {
  EXPECT_EQ(value("['1', \"true\", 'null', \"\", '']"), "[\"1\", \"true\", \"null\", \"\", \"\"]");
}

TEST(Yaml, UnescapesQuotedTexts) {
  EXPECT_EQ(value(R"(a: "x\n\t\"\\\/ \u00e9 \x41 \U0001F600")"), "{a: \"x\n\t\"\\/ é A 😀\"}");
  EXPECT_EQ(value("a: 'it''s \\n'"), "{a: \"it's \\n\"}");
  EXPECT_EQ(load(R"(a: "\u0000")").find("a")->scalar, std::string(1, '\0'));
}

TEST(Yaml, ReadsBlockTexts) {
  EXPECT_EQ(value("a: |\n  one\n  two\nb: >-\n  one\n  two\n"),
            "{a: \"one\ntwo\n\", b: \"one two\"}");
}

TEST(Yaml, FoldsQuotedTextsOverLines) {
  EXPECT_EQ(value("a: \"one\n  two\"\nb: 'one\n  two'"), "{a: \"one two\", b: \"one two\"}");
}

TEST(Yaml, TakesAnEmptyValueInBlockStyleAsNull) {
  EXPECT_EQ(value("a:\nb: 1\nc:"), "{a: null, b: 1, c: null}");
  EXPECT_EQ(value("-\n- x\n-"), "[null, 'x', null]");
  EXPECT_EQ(value("-\n- null\n"), "[null, null]");
}

// The parser tells of both nulls at the place of the second.
TEST(Yaml, TellsAnEmptyValueFromTheWordBehindIt) {
  EXPECT_EQ(value("a:\n~: x"), "{a: null, ~: 'x'}");
  EXPECT_EQ(value("a:\n  ~"), "{a: '~'}");
  EXPECT_EQ(value("- a:\n  ~: x"), "[{a: null, ~: 'x'}]");
}

TEST(Yaml, KeepsAHashWithinAWordAndDropsComments) {
  EXPECT_EQ(value("a: b#c # d\n# e\nf: \"g # h\""), "{a: 'b#c', f: \"g # h\"}");
}

TEST(Yaml, LeavesExpressionsAsTheyAre) {
  EXPECT_EQ(value(R"(a: $u.avatar.url || "/static/avatar.svg" # default)"),
            R"({a: '$u.avatar.url || "/static/avatar.svg"'})");
  EXPECT_EQ(value(R"(a: $x(b, c)[0] ?? "\"")"), R"({a: '$x(b, c)[0] ?? "\""'})");
  EXPECT_EQ(value("{ a: $x(b), c: $d.e! }"), "{a: '$x(b)', c: '$d.e!'}");
  EXPECT_EQ(value("{ a: '$b ?? c', d: \"https://x/{+$p}\" }"),
            "{a: \"$b ?? c\", d: \"https://x/{+$p}\"}");
  EXPECT_EQ(value("image: https://img.example.com/{+$p.picture}"),
            "{image: 'https://img.example.com/{+$p.picture}'}");
}

TEST(Yaml, AllowsAQuotedMergeKey) { EXPECT_EQ(value("\"<<\": 1"), "{<<: 1}"); }

TEST(Yaml, TellsQuotedTextsFromPlainOnes) {
  const Node node = load("a: 'x'\nb: \"x\"\nc: x\nd: |\n  x\n");
  EXPECT_TRUE(node.find("a")->quoted);
  EXPECT_TRUE(node.find("b")->quoted);
  EXPECT_FALSE(node.find("c")->quoted);
  EXPECT_TRUE(node.find("d")->quoted);
}

TEST(YamlPlaces, CoverPlainScalarsAndKeys) {
  const Node node = load("größe: weiß\nlist: [ab, 12]\n");
  EXPECT_EQ(place(node.members[0].key_place), "1:1+7");  // bytes
  EXPECT_EQ(place(node.members[0].value.place), "1:10+5");
  EXPECT_EQ(place(node.members[1].value.items[0].place), "2:8+2");
  EXPECT_EQ(place(node.members[1].value.items[1].place), "2:12+2");
}

TEST(YamlPlaces, CoverWhatStandsBetweenQuotes) {
  EXPECT_EQ(place(load("a: 'x y' # z").find("a")->place), "1:5+3");
  EXPECT_EQ(place(load("a: \"x y\"").find("a")->place), "1:5+3");
  EXPECT_EQ(place(load("a: \"\"").find("a")->place), "1:5+0");
  EXPECT_EQ(place(load("a: 'it''s'").find("a")->place), "1:5+5");
  EXPECT_EQ(place(load(R"(a: "x\"y")").find("a")->place), "1:5+4");
  EXPECT_EQ(place(load("a: \"one\n  two\"").find("a")->place), "1:5+3");
  EXPECT_EQ(place(load("'key': 1").members[0].key_place), "1:2+3");
}

TEST(YamlPlaces, PointAtTheBeginningOfMapsListsAndBlockTexts) {
  const Node node = load("m:\n  k: 1\nl:\n  - x\nf: {k: 1}\nt: |\n  x\n");
  EXPECT_EQ(place(node.place), "1:1+1");
  EXPECT_EQ(place(node.find("m")->place), "2:3+1");
  EXPECT_EQ(place(node.find("l")->place), "4:3+1");
  EXPECT_EQ(place(node.find("f")->place), "5:4+1");
  EXPECT_EQ(place(node.find("t")->place), "6:4+1");
}

TEST(YamlPlaces, PointAtTheKeyOfAnEmptyValue) {
  const Node node = load("a: # nothing\nb: null\nl:\n-\n");
  EXPECT_EQ(place(node.find("a")->place), "1:1+1");
  EXPECT_EQ(place(node.find("b")->place), "2:4+4");
  EXPECT_EQ(place(node.find("l")->items[0].place), "4:2+0");
}

TEST(YamlPlaces, CountBytesBehindWindowsLineEnds) {
  EXPECT_EQ(place(load("a: 1\r\nb: xyz\r\n").find("b")->place), "2:4+3");
}

TEST(Yaml, KeepsTheSourceAliveInEveryPlace) {
  const Node node = load("a: [x]");
  EXPECT_EQ(node.find("a")->items[0].place.source->text(), "a: [x]");
}

TEST(Yaml, ReportsEveryProblemAtOnce) {
  Diagnostics out;
  EXPECT_FALSE(load_yaml(test::source("a: &x 1\na: 2\nb: !t 3\n1: 4\n<<: {}\n"), out));
  EXPECT_EQ(out.text(),
            "test.yaml:1:4: error[BFF105]: an anchor, '&x'\n"
            "    1 | a: &x 1\n"
            "      |    ^^ write the value out where it is used\n"
            "test.yaml:2:1: error[BFF104]: the key 'a' stands here twice\n"
            "    2 | a: 2\n"
            "      | ^ the first is in line 1\n"
            "test.yaml:3:4: error[BFF107]: a tag, '!t'\n"
            "    3 | b: !t 3\n"
            "      |    ^^ remove it; quote a value to make it a text\n"
            "test.yaml:4:1: error[BFF109]: a key must be a text, not a number\n"
            "    4 | 1: 4\n"
            "      | ^ write '\"1\"'\n"
            "test.yaml:5:1: error[BFF106]: '<<' merges nothing here\n"
            "    5 | <<: {}\n"
            "      | ^^ write the keys out\n"
            "5 errors\n");
}

TEST(Yaml, SaysNothingOfWhatStandsInABracketThatIsNotClosed) {
  Diagnostics out;
  EXPECT_FALSE(load_yaml(test::source("a: 1\na: 2\nb: [c\n"), out));
  EXPECT_EQ(test::findings(out),
            "3:4+1 BFF102 this bracket is not closed | close it\n"
            "2:1+1 BFF104 the key 'a' stands here twice | the first is in line 1");
  out = {};
  EXPECT_FALSE(load_yaml(test::source("a: {b: $c(d"), out));
  EXPECT_EQ(test::findings(out), "1:4+1 BFF102 this bracket is not closed | close it");
}

// Bytes cut off at every place: whatever comes out, the loader neither crashes nor hangs.
TEST(Yaml, SurvivesEveryCutOfADocument) {
  const std::string text =
      "version: bff/v1\nroutes: [{ id: a, q: \"x\\u00e9\" }, &a !t *a]\nmap:\n  - b: 'it''s'\n"
      "    c: |\n      d\n  ? e\n  : f\n<<: {g: $h(\"i, j\")}\n--- k\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    Diagnostics out;
    const auto node = load_yaml(test::source(text.substr(0, size)), out);
    EXPECT_EQ(node.has_value(), out.empty()) << size;
  }
}

}  // namespace
}  // namespace bff::config
