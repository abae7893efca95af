// SPDX-License-Identifier: Apache-2.0
// The traps: what yaml-cpp reads without a word and this project refuses.
#include "config/node_builder.hpp"

#include <gtest/gtest.h>

#include "config/yaml.hpp"
#include "unit/config/refused_yaml.hpp"

namespace bff::config {
namespace {

using test::refused_yaml;

TEST(YamlTraps, DuplicateKeys) {
  EXPECT_EQ(refused_yaml("a: 1\nb: 2\na: 3\n"),
            "3:1+1 BFF104 the key 'a' stands here twice | the first is in line 1");
  EXPECT_EQ(refused_yaml("a: 1\n'a': 2\n"),
            "2:2+1 BFF104 the key 'a' stands here twice | the first is in line 1");
  EXPECT_EQ(refused_yaml("x: {a: 1, a: 2}"),
            "1:11+1 BFF104 the key 'a' stands here twice | the first is in line 1");
}

TEST(YamlTraps, Anchors) {
  const std::string remedy = " | write the value out where it is used";
  EXPECT_EQ(refused_yaml("a: &x 1"), "1:4+2 BFF105 an anchor, '&x'" + remedy);
  EXPECT_EQ(refused_yaml("a: &x {b: 1}"), "1:4+2 BFF105 an anchor, '&x'" + remedy);
  EXPECT_EQ(refused_yaml("a: &x\n  b: 1"), "1:4+2 BFF105 an anchor, '&x'" + remedy);
  EXPECT_EQ(refused_yaml("- &x [b]"), "1:3+2 BFF105 an anchor, '&x'" + remedy);
  EXPECT_EQ(refused_yaml("&x a: b"), "1:1+2 BFF105 an anchor, '&x'" + remedy);
  EXPECT_EQ(refused_yaml("a: &x \"b\""), "1:4+2 BFF105 an anchor, '&x'" + remedy);
}

TEST(YamlTraps, Aliases) {
  const std::string remedy = " | write the value out";
  EXPECT_EQ(refused_yaml("a: *x"), "1:4+2 BFF105 an alias, '*x'" + remedy);
  EXPECT_EQ(refused_yaml("a: &x 1\nb: *x"),
            "1:4+2 BFF105 an anchor, '&x' | write the value out where it is used\n"
            "2:4+2 BFF105 an alias, '*x'" +
                remedy);
  EXPECT_EQ(refused_yaml("a: &x b\n*x : c"),
            "1:4+2 BFF105 an anchor, '&x' | write the value out where it is used\n"
            "2:1+2 BFF105 an alias, '*x'" +
                remedy);
}

// Ten levels of ten aliases each would be ten thousand million nodes.
TEST(YamlTraps, AliasBombsAreNeverUnfolded) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last + ", " + last + "]\n";
  }
  Diagnostics out;
  EXPECT_FALSE(load_yaml(test::source(bomb), out));
  EXPECT_EQ(out.size(), 30u + 29u * 2u);
}

TEST(YamlTraps, MergeKeys) {
  EXPECT_EQ(refused_yaml("<<: {a: 1}\nb: 2"),
            "1:1+2 BFF106 '<<' merges nothing here | write the keys out");
}

TEST(YamlTraps, Tags) {
  const std::string remedy = " | remove it; quote a value to make it a text";
  EXPECT_EQ(refused_yaml("a: !!str 1"), "1:4+5 BFF107 a tag, '!!str'" + remedy);
  EXPECT_EQ(refused_yaml("a: !x {b: 1}"), "1:4+2 BFF107 a tag, '!x'" + remedy);
  EXPECT_EQ(refused_yaml("a: !x [b]"), "1:4+2 BFF107 a tag, '!x'" + remedy);
  EXPECT_EQ(refused_yaml("a: ! b"), "1:4+1 BFF107 a tag, '!'" + remedy);
  EXPECT_EQ(refused_yaml("a: ! \"b\""), "1:4+1 BFF107 a tag, '!'" + remedy);
  EXPECT_EQ(refused_yaml("a: ! [b]"), "1:4+1 BFF107 a tag, '!'" + remedy);
  EXPECT_EQ(refused_yaml("a: !!null"), "1:4+6 BFF107 a tag, '!!null'" + remedy);
  EXPECT_EQ(refused_yaml("!x a: b"), "1:1+2 BFF107 a tag, '!x'" + remedy);
  EXPECT_EQ(refused_yaml("a: !<tag:x> b"), "1:4+8 BFF107 a tag, '!<tag:x>'" + remedy);
}

TEST(YamlTraps, SecondDocuments) {
  const std::string remedy = " | a file holds one document";
  EXPECT_EQ(refused_yaml("a: 1\n---\nb: 2"), "2:1+3 BFF108 a second document" + remedy);
  EXPECT_EQ(refused_yaml("a: 1\n---\n"), "2:1+3 BFF108 a second document" + remedy);
  EXPECT_EQ(refused_yaml("a: 1\n--- {b: 2}"), "2:1+3 BFF108 a second document" + remedy);
  EXPECT_EQ(refused_yaml("---\n---\n"), "2:1+3 BFF108 a second document" + remedy);
}

// yaml-cpp begins a second document, without a mark, where the first cannot go on.
TEST(YamlTraps, SilentSecondDocuments) {
  const std::string message =
      " BFF102 this does not belong to what stands before | mend the indentation";
  EXPECT_EQ(refused_yaml("- a\nb: c"), "2:1+1" + message);
  EXPECT_EQ(refused_yaml("\"a\" b"), "1:5+1" + message);
  EXPECT_EQ(refused_yaml("a: 1\n...\nb: 2"), "3:1+1" + message);
}

TEST(YamlTraps, KeysThatAreNoTexts) {
  EXPECT_EQ(refused_yaml("1: a"),
            "1:1+1 BFF109 a key must be a text, not a number | write '\"1\"'");
  EXPECT_EQ(refused_yaml("true: a"),
            "1:1+4 BFF109 a key must be a text, not true or false | write '\"true\"'");
  EXPECT_EQ(refused_yaml("null: a"),
            "1:1+4 BFF109 a key must be a text, not null | write '\"null\"'");
  EXPECT_EQ(refused_yaml("? [a]\n: b"), "1:3+1 BFF109 a key must be a text, not a list");
  EXPECT_EQ(refused_yaml("{ : b}"), "1:2+0 BFF109 a key must be a text, not null");
  EXPECT_EQ(refused_yaml(": b"), "1:1+0 BFF109 a key must be a text, not null");
}

TEST(YamlTraps, QuestionMarksBeforeKeys) {
  EXPECT_EQ(refused_yaml("? a\n: b"), "1:1+1 BFF102 '?' before a key | write 'key: value'");
  EXPECT_EQ(refused_yaml("? 'a'\n: b"), "1:1+1 BFF102 '?' before a key | write 'key: value'");
  EXPECT_EQ(refused_yaml("{? a : b}"), "1:2+1 BFF102 '?' before a key | write 'key: value'");
}

TEST(YamlTraps, KeysWithinLists) {
  EXPECT_EQ(refused_yaml("[a: b]"), "1:2+1 BFF102 a key within [ ] | write [{ key: value }]");
}

TEST(YamlTraps, MissingValuesWithinBrackets) {
  const std::string message =
      " BFF102 a value is missing | write 'key: value' with a space after the colon, or null";
  EXPECT_EQ(refused_yaml("{a:b}"), "1:5+0" + message);
  EXPECT_EQ(refused_yaml("{a: 1, b}"), "1:9+0" + message);
  EXPECT_EQ(refused_yaml("{a: }"), "1:4+0" + message);
  EXPECT_EQ(refused_yaml("[a, , b]"), "1:4+0" + message);
  EXPECT_EQ(refused_yaml("a: { b: {$x} }"),
            "1:12+0 BFF102 a value is missing | quote a text that begins with '{'");
}

// An element that slipped to the right silently becomes a part of the text before it.
TEST(YamlTraps, PlainTextsOverSeveralLines) {
  const std::string message =
      " BFF102 a plain text goes on in the next line | mend the indentation, or quote the text";
  EXPECT_EQ(refused_yaml("a:\n- b\n - c"), "2:3+1" + message);
  EXPECT_EQ(refused_yaml("a: one\n  two"), "1:4+3" + message);
  EXPECT_EQ(refused_yaml("[one\n two]"), "1:2+3" + message);
  EXPECT_EQ(refused_yaml("a\n- b"), "1:1+1" + message);
}

TEST(YamlTraps, QuotesThatACommentCuts) {
  EXPECT_EQ(
      refused_yaml(R"(a: $b || "x # y")"),
      R"(1:4+8 BFF111 the quote in '$b || "x' is not closed | put the whole text in single quotes: )"
      "' #' and ': ' end a plain one");
  EXPECT_EQ(
      refused_yaml(R"(a: $b == "x\" # y")"),
      R"(1:4+10 BFF111 the quote in '$b == "x\"' is not closed | put the whole text in single )"
      "quotes: ' #' and ': ' end a plain one");
}

TEST(YamlTraps, QuotesThatAColonCuts) {
  const std::string message =
      R"( BFF111 the quote in '$b || "x' is not closed | put the whole text in single quotes: )"
      "' #' and ': ' end a plain one";
  EXPECT_EQ(refused_yaml(R"(a: $b || "x: y")"), "1:4+8" + message);
  EXPECT_EQ(refused_yaml(R"(- $b || "x: y")"), "1:3+8" + message);
}

TEST(YamlTraps, ExpressionsThatACommaCutsWithinBrackets) {
  EXPECT_EQ(
      refused_yaml(R"({a: $b || "x, y", c: d})"),
      R"(1:5+8 BFF111 the quote in '$b || "x' is not closed | put the whole text in single quotes: )"
      "',' ends a plain one within { } and [ ]");
  EXPECT_EQ(refused_yaml("{a: $f(x, y)}"),
            "1:5+4 BFF111 the bracket in '$f(x' is not closed | within { } and [ ] quote a text "
            "that holds "
            "'?', '[', ']', '{', '}' or ','");
}

TEST(YamlTraps, DeepNesting) {
  const auto brackets = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  Diagnostics out;
  EXPECT_TRUE(load_yaml(test::source(brackets(64)), out));
  EXPECT_EQ(refused_yaml(brackets(65)),
            "1:65+1 BFF110 nested deeper than 64 levels | make it flatter");
  EXPECT_EQ(refused_yaml(brackets(100'000)),
            "1:65+1 BFF110 nested deeper than 64 levels | make it flatter");
  // Each bracket that is not closed counts as the key of a map too.
  EXPECT_EQ(refused_yaml(std::string(100'000, '[')),
            "1:33+1 BFF110 nested deeper than 64 levels | make it flatter");
  std::string block;
  for (std::size_t i = 0; i < 70; ++i) block += std::string(i, ' ') + "a:\n";
  EXPECT_EQ(refused_yaml(block), "65:65+1 BFF110 nested deeper than 64 levels | make it flatter");
}

}  // namespace
}  // namespace bff::config
