// SPDX-License-Identifier: Apache-2.0
#include "json/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace bff::json {
namespace {

using testing::HasSubstr;
using Kind = Reader::Kind;
using Next = Reader::Next;

// "ok", or where and why the text is refused. It lies in memory of just its size, so that a
// sanitizer sees a read beyond its end.
std::string verdict(std::string_view text, int max_depth = 100) {
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  text.copy(exact.get(), text.size());
  Reader in({exact.get(), text.size()}, max_depth);
  if (in.skip() && in.finish()) return "ok";
  return std::to_string(in.offset()) + ": " + std::string(in.what());
}

std::string decoded_text(std::string_view text) {
  Reader in(text, 1);
  Text found;
  EXPECT_EQ(in.peek(), Kind::text);
  if (!in.text(found)) return "refused: " + std::string(in.what());
  std::string out(found.raw.size(), '?');
  out.resize(static_cast<std::size_t>(decode(found, out.data()) - out.data()));
  if (!found.escaped) {
    EXPECT_EQ(found.raw, out);
  }
  return out;
}

TEST(JsonReader, WalksThroughObjectsAndLists) {
  Reader in(R"( { "a" : [ 1 , true , null ] , "b" : "x" } )", 2);
  Text name;
  Number number;
  bool truth = false;
  ASSERT_EQ(in.peek(), Kind::object);
  ASSERT_TRUE(in.open());
  ASSERT_EQ(in.member(name), Next::more);
  EXPECT_EQ(name.raw, "a");
  ASSERT_EQ(in.peek(), Kind::list);
  ASSERT_TRUE(in.open());
  ASSERT_EQ(in.item(), Next::more);
  ASSERT_EQ(in.peek(), Kind::number);
  ASSERT_TRUE(in.number(number));
  EXPECT_EQ(number.text, "1");
  ASSERT_EQ(in.item(), Next::more);
  ASSERT_EQ(in.peek(), Kind::boolean);
  ASSERT_TRUE(in.boolean(truth));
  EXPECT_TRUE(truth);
  ASSERT_EQ(in.item(), Next::more);
  ASSERT_EQ(in.peek(), Kind::null);
  ASSERT_TRUE(in.null());
  ASSERT_EQ(in.item(), Next::end);
  ASSERT_EQ(in.member(name), Next::more);
  EXPECT_EQ(name.raw, "b");
  ASSERT_TRUE(in.skip());
  ASSERT_EQ(in.member(name), Next::end);
  EXPECT_TRUE(in.finish());
  EXPECT_EQ(in.what(), "");
}

TEST(JsonReader, ComesBackToAMark) {
  Reader in("[[1],2]", 2);
  in.peek();
  in.open();
  ASSERT_EQ(in.item(), Next::more);
  in.peek();
  const Reader::Mark mark = in.mark();
  for (int i = 0; i < 3; ++i) {  // as often as is liked: the depth comes back, too
    ASSERT_TRUE(in.skip());
    in.rewind(mark);
  }
  ASSERT_TRUE(in.skip());
  ASSERT_EQ(in.item(), Next::more);
  ASSERT_TRUE(in.skip());
  ASSERT_EQ(in.item(), Next::end);
  EXPECT_TRUE(in.finish());
}

TEST(JsonReader, SaysWhereAndWhyATextIsNoJson) {
  EXPECT_EQ(verdict(""), "0: the text ends too early");
  EXPECT_EQ(verdict("  "), "2: the text ends too early");
  EXPECT_EQ(verdict("[1"), "2: the text ends too early");
  EXPECT_EQ(verdict("[1 2]"), "3: expected ',' or ']'");
  EXPECT_EQ(verdict("[1,]"), "3: expected a value");
  EXPECT_EQ(verdict("[,1]"), "1: expected a value");
  EXPECT_EQ(verdict("{\"a\":1,}"), "7: expected a name in quotes");
  EXPECT_EQ(verdict("{a:1}"), "1: expected a name in quotes");
  EXPECT_EQ(verdict("{\"a\" 1}"), "5: expected ':'");
  EXPECT_EQ(verdict("{\"a\":1;\"b\":2}"), "6: expected ',' or '}'");
  EXPECT_EQ(verdict("[}"), "1: expected a value");
  EXPECT_EQ(verdict("nul"), "3: the text ends too early");
  EXPECT_EQ(verdict("nulL"), "3: expected a value");
  EXPECT_EQ(verdict("01"), "1: this is no number");
  EXPECT_EQ(verdict("1 2"), "2: expected the end of the text");
  EXPECT_EQ(verdict("\"a\tb\""), "2: a control character must be escaped");
  EXPECT_EQ(verdict("\"\\x\""), "1: there is no such escape");
  EXPECT_EQ(verdict("\"\xC3\x28\""), "1: this is not UTF-8");
  EXPECT_EQ(verdict("\xEF\xBB\xBF{}"), "0: expected a value");
}

TEST(JsonReader, CountsListsAndObjectsAgainstItsDepth) {
  EXPECT_EQ(verdict("[[1]]", 2), "ok");
  EXPECT_EQ(verdict("[[1]]", 1), "1: this is nested too deeply");
  EXPECT_EQ(verdict("{\"a\":[1]}", 1), "5: this is nested too deeply");
  EXPECT_EQ(verdict("[[1],[2],{\"a\":3}]", 2), "ok");  // beside each other is not within
  EXPECT_EQ(verdict("1", 0), "ok");
  EXPECT_EQ(verdict("[]", 0), "0: this is nested too deeply");
  EXPECT_THAT(verdict(std::string(1'000'000, '[')), HasSubstr("100: this is nested"));
}

TEST(JsonReader, DecodesEveryEscape) {
  EXPECT_EQ(decoded_text(R"("plain")"), "plain");
  EXPECT_EQ(decoded_text(R"("")"), "");
  EXPECT_EQ(decoded_text(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(decoded_text(R"("\u0041\u00e9\u6771\uFFFF")"), "A\xC3\xA9\xE6\x9D\xB1\xEF\xBF\xBF");
  EXPECT_EQ(decoded_text(R"("\ud83d\ude00!")"), "\xF0\x9F\x98\x80!");
  EXPECT_EQ(decoded_text(R"("\uDBFF\uDFFF")"), "\xF4\x8F\xBF\xBF");
  EXPECT_EQ(decoded_text(R"("a\u0000b")"), std::string("a\0b", 3));
}

TEST(JsonReader, RefusesEscapesThatMeanNoCharacter) {
  for (const char* text :
       {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ud83d\ud83d")",
        R"("\u12")", R"("\u12g4")", R"("\U0041")", R"("\a")", R"("\'")"}) {
    EXPECT_THAT(decoded_text(text), HasSubstr("no such escape")) << text;
  }
  EXPECT_THAT(verdict("\"\\"), HasSubstr("no such escape"));
  EXPECT_THAT(verdict("\"\\ud83d\\ude0"), HasSubstr("no such escape"));
}

// A string is looked at eight bytes at a time: what ends it may be at any place of a word.
TEST(JsonReader, SeesWhatIsSpecialAtEveryPlaceOfAString) {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text = "\"" + std::string(size, 'a') + "\"";
      EXPECT_EQ(verdict(text), "ok");
      text[at + 1] = '\n';
      EXPECT_EQ(verdict(text), std::to_string(at + 1) + ": a control character must be escaped");
      text[at + 1] = '\xFF';
      EXPECT_EQ(verdict(text), std::to_string(at + 1) + ": this is not UTF-8");
      text[at + 1] = '"';
      EXPECT_NE(verdict(text), "ok");
      text[at + 1] = '\x7F';
      EXPECT_EQ(verdict(text), "ok");
    }
  }
}

TEST(JsonReader, TakesOnlyWellFormedUtf8) {
  for (const char* good :
       {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(verdict("\"" + std::string(good) + "\""), "ok");
  }
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xFE", "\xFF"}) {
    EXPECT_THAT(verdict("\"" + std::string(bad) + "\""), HasSubstr("UTF-8")) << bad;
    EXPECT_NE(verdict("\"" + std::string(bad)), "ok") << bad;
  }
}

// Each byte may be the last: never a read beyond it, and never an "ok".
TEST(JsonReader, RefusesEveryPrefixOfAnObject) {
  const std::string whole =
      R"({"a":[1.5e-3,"x\u00e9\ud83d\ude00é",true,false,null,{}],"b":{"c":[]}})";
  EXPECT_EQ(verdict(whole), "ok");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(verdict(std::string_view(whole).substr(0, size)), "ok") << size;
  }
}

}  // namespace
}  // namespace bff::json
