// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bff {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::shared_ptr<const Source> file(std::string text, std::string path = "routes/home.yaml") {
  return std::make_shared<const Source>(std::move(path), std::move(text));
}

TEST(Source, CountsLinesFromOneAndDropsTheirEnds) {
  const Source source("f", "one\ntwo\r\n\nfour");
  EXPECT_EQ(source.line(1), "one");
  EXPECT_EQ(source.line(2), "two");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "four");
}

TEST(Source, HasNoLineBeyondItsEnds) {
  const Source source("f", "one\n");
  EXPECT_EQ(source.line(0), "");
  EXPECT_EQ(source.line(2), "");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(Source("f", "").line(1), "");
}

TEST(Place, GivesAPartOfItselfForErrorsWithinAnExpression) {
  const Place place{.source = file("x"), .line = 3, .column = 10, .length = 20};
  const Place part = place.part(4, 6);
  EXPECT_EQ(part.source, place.source);
  EXPECT_EQ(part.line, 3u);
  EXPECT_EQ(part.column, 14u);
  EXPECT_EQ(part.length, 6u);
}

TEST(PlaceAt, TurnsAByteOffsetIntoLineAndColumn) {
  const auto source = file("ab\ncde\n");
  const auto at = [&](std::size_t offset, std::size_t size) {
    const Place place = place_at(source, offset, size);
    return std::to_string(place.line) + ":" + std::to_string(place.column) + "+" +
           std::to_string(place.length);
  };
  EXPECT_EQ(at(0, 1), "1:1+1");
  EXPECT_EQ(at(2, 0), "1:3+0");
  EXPECT_EQ(at(4, 2), "2:2+2");
  EXPECT_EQ(at(4, 99), "2:2+2");  // cut at the end of the line
  EXPECT_EQ(at(7, 1), "3:1+0");
  EXPECT_EQ(at(99, 1), "3:1+0");
}

TEST(Diagnostics, ShowsPlaceLineCaretAndRemedy) {
  Diagnostics out;
  out.add("BFF204",
          {.source = file("shape:\n  name: $user.dispaly_name\n"),
           .line = 2,
           .column = 15,
           .length = 12},
          "shop.v1.User has no field 'dispaly_name'", "did you mean 'display_name'?");
  EXPECT_EQ(out.text(),
            "routes/home.yaml:2:15: error[BFF204]: shop.v1.User has no field 'dispaly_name'\n"
            "    2 |   name: $user.dispaly_name\n"
            "      |               ^^^^^^^^^^^^ did you mean 'display_name'?\n"
            "1 error\n");
}

TEST(Diagnostics, LeavesTheCaretAloneWithoutARemedy) {
  Diagnostics out;
  out.add("BFF101", {.source = file("a"), .line = 1, .column = 1, .length = 1}, "no");
  EXPECT_EQ(out.text(), "routes/home.yaml:1:1: error[BFF101]: no\n    1 | a\n      | ^\n1 error\n");
}

TEST(Diagnostics, PointsWithOneCaretAtAPlaceWithoutLength) {
  Diagnostics out;
  out.add("BFF101", {.source = file("ab"), .line = 1, .column = 3}, "cut off", "go on");
  EXPECT_THAT(out.text(), HasSubstr("    1 | ab\n      |   ^ go on\n"));
}

TEST(Diagnostics, CutsCaretsAtTheEndOfTheLine) {
  Diagnostics out;
  out.add("BFF101", {.source = file("abc"), .line = 1, .column = 2, .length = 50}, "m");
  EXPECT_THAT(out.text(), HasSubstr("      |  ^^\n"));
}

TEST(Diagnostics, SurvivesAPlaceBeyondTheText) {
  Diagnostics out;
  out.add("BFF101", {.source = file("abc"), .line = 9, .column = 7, .length = 2}, "m");
  EXPECT_THAT(out.text(), HasSubstr(":9:7: error[BFF101]: m\n    9 | \n      | ^\n"));
}

TEST(Diagnostics, SortsByPathThenLineThenColumn) {
  const auto a = file("1\n2\n", "a.yaml"), b = file("1\n", "b.yaml");
  Diagnostics out;
  out.add("E", {.source = b, .line = 1, .column = 1}, "fourth");
  out.add("E", {.source = a, .line = 2, .column = 2}, "third");
  out.add("E", {.source = a, .line = 2, .column = 1}, "second");
  out.add("E", {.source = a, .line = 1, .column = 9}, "first");
  const std::string text = out.text();
  EXPECT_LT(text.find("first"), text.find("second"));
  EXPECT_LT(text.find("second"), text.find("third"));
  EXPECT_LT(text.find("third"), text.find("fourth"));
  EXPECT_THAT(text, HasSubstr("4 errors\n"));
}

TEST(Diagnostics, DropsExactRepeatsEvenIfAnotherStandsBetween) {
  const Place place{.source = file("a"), .line = 1, .column = 1};
  Diagnostics out;
  out.add("E", place, "same");
  out.add("E", place, "other");
  out.add("E", place, "same");
  EXPECT_THAT(out.items(), SizeIs(2));
  EXPECT_THAT(out.text(), HasSubstr("2 errors\n"));
}

TEST(Diagnostics, WritesAProblemWithoutAFileWithoutAPlace) {
  Diagnostics out;
  out.add("BFF100", {}, "no configuration", "write --config FILE");
  EXPECT_EQ(out.text(), "error[BFF100]: no configuration\n      = write --config FILE\n1 error\n");
}

TEST(Diagnostics, WritesAProblemOfAWholeFileWithoutALine) {
  Diagnostics out;
  out.add("BFF100", {.source = file("", "x.pb")}, "is no descriptor set");
  EXPECT_EQ(out.text(), "x.pb: error[BFF100]: is no descriptor set\n1 error\n");
}

TEST(Diagnostics, ShowsATabAsOneSpaceSoThatTheCaretFits) {
  Diagnostics out;
  out.add("E", {.source = file("a:\tb"), .line = 1, .column = 4, .length = 1}, "m");
  EXPECT_THAT(out.text(), HasSubstr("    1 | a: b\n      |    ^\n"));
}

TEST(Diagnostics, AlignsTheCaretBehindLettersOfSeveralBytes) {
  Diagnostics out;  // "größe" has 7 bytes and 5 letters
  out.add("E", {.source = file("größe: weiß"), .line = 1, .column = 10, .length = 5}, "m");
  EXPECT_THAT(out.text(), HasSubstr("    1 | größe: weiß\n      |        ^^^^\n"));
}

TEST(Diagnostics, LetsNoControlCharacterReachTheTerminal) {
  Diagnostics out;
  out.add("E", {.source = file("a\x1b[31m"), .line = 1, .column = 1, .length = 1},
          "'x\n\t\x1b' is bad", "two\nlines");
  EXPECT_EQ(out.text(),
            "routes/home.yaml:1:1: error[E]: 'x\\n\\t\\x1b' is bad\n"
            "    1 | a?[31m\n      | ^ two\\nlines\n1 error\n");
}

TEST(Diagnostics, ShowsOfAVeryLongLineTheNeighbourhoodOfTheCaret) {
  Diagnostics out;
  out.add("E",
          {.source = file(std::string(1000, 'a') + "X" + std::string(1000, 'b')),
           .line = 1,
           .column = 1001,
           .length = 1},
          "m");
  EXPECT_THAT(out.text(),
              HasSubstr("    1 | ..." + std::string(100, 'a') + "X" + std::string(99, 'b') +
                        "...\n      | " + std::string(103, ' ') + "^\n"));
}

TEST(Diagnostics, CutsAVeryLongLineBetweenLetters) {
  std::string line;
  for (int i = 0; i < 300; ++i) line += "ö";
  Diagnostics out;
  out.add("E", {.source = file(line), .line = 1, .column = 302, .length = 2}, "m");
  std::string shown;
  for (int i = 0; i < 100; ++i) shown += "ö";
  EXPECT_THAT(out.text(), HasSubstr("    1 | ..." + shown + "...\n"));
}

// Bytes that are no text: a line without the begin of any letter.
TEST(Diagnostics, CutsAVeryLongLineThatHoldsNoLetter) {
  Diagnostics out;
  const std::string line = "a" + std::string(1000, '\x90');
  out.add("E", {.source = file(line), .line = 1, .column = 500, .length = 1}, "m");
  EXPECT_THAT(out.text(), HasSubstr("    1 | ......\n      | "));
}

const std::vector<std::string_view> kFields = {"id", "display_name", "email", "avatar",
                                               "created_at"};

TEST(Nearest, FindsAMistypedName) {
  EXPECT_EQ(nearest("dispaly_name", kFields), "display_name");
  EXPECT_EQ(nearest("displayName", kFields), "display_name");
  EXPECT_EQ(nearest("emial", kFields), "email");
  EXPECT_EQ(nearest("ids", kFields), "id");
}

TEST(Nearest, FindsNothingForAnotherName) {
  EXPECT_THAT(nearest("telephone", kFields), IsEmpty());
  EXPECT_THAT(nearest("x", kFields), IsEmpty());
  EXPECT_THAT(nearest("", kFields), IsEmpty());
  EXPECT_THAT(nearest("id", {}), IsEmpty());
}

TEST(Nearest, CountsASwapOfNeighboursOnce) {
  EXPECT_EQ(nearest("form", {"from"}), "from");  // limit 1
  EXPECT_EQ(nearest("fmro", {"from"}), "");
}

TEST(Nearest, TakesTheNearestAndOfEquallyNearTheFirst) {
  EXPECT_EQ(nearest("timeouts", {"timeou", "timeout"}), "timeout");
  EXPECT_EQ(nearest("cat", {"bat", "car"}), "bat");
}

TEST(Nearest, BecomesAQuestion) {
  EXPECT_EQ(did_you_mean("emial", kFields), "did you mean 'email'?");
  EXPECT_EQ(did_you_mean("telephone", kFields), "");
}

}  // namespace
}  // namespace bff
