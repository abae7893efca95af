// SPDX-License-Identifier: Apache-2.0
#include "config/map_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/environment.hpp"
#include "config/yaml.hpp"
#include "unit/config/findings.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Reading : public testing::Test {
 protected:
  MapReader reader(std::string yaml, std::string name = "limits") {
    node = load_yaml(test::source(std::move(yaml)), out).value();
    replace_variables(
        node, [](const std::string&) { return "12"; }, out);
    return MapReader(&node, std::move(name), out);
  }
  std::string found() const { return test::findings(out); }

  Node node;
  Diagnostics out;
};

TEST_F(Reading, KnowsTheKeysThatWereAskedFor) {
  MapReader map = reader("a: 1\nb: 2");
  EXPECT_NE(map.find("a"), nullptr);
  EXPECT_NE(map.require("b", ""), nullptr);
  EXPECT_EQ(map.find("c"), nullptr);
  map.refuse_unknown();
  EXPECT_EQ(found(), "");
}

TEST_F(Reading, NamesTheNearestKnownKeyForAnUnknownOne) {
  MapReader map = reader("connectoins: 1");
  map.find("connections");
  map.find("body");
  map.refuse_unknown();
  EXPECT_EQ(found(),
            "1:1+11 BFF115 unknown key 'connectoins' in 'limits' | did you mean 'connections'?");
}

TEST_F(Reading, ListsTheKnownKeysWhenNoneIsNear) {
  MapReader map = reader("tls: 1", "");
  map.find("client");
  map.find("listen");
  map.refuse_unknown();
  EXPECT_EQ(found(), "1:1+3 BFF115 unknown key 'tls' | known are: client, listen");
}

TEST_F(Reading, ReportsAMissingKey) {
  MapReader map = reader("a: 1");
  EXPECT_EQ(map.require("body", "body: 1MiB"), nullptr);
  EXPECT_EQ(found(), "1:1+1 BFF117 'limits.body' is missing | write 'body: 1MiB'");
}

TEST_F(Reading, SaysOnceThatAValueIsNoMap) {
  MapReader map = reader("[1]");
  map.require("body", "body: 1MiB");
  map.refuse_unknown();
  EXPECT_EQ(found(), "1:1+1 BFF116 'limits' must be a map, not a list");
}

TEST_F(Reading, RemindsOfTheSpaceAfterAColon) {
  reader("body:1MiB");
  EXPECT_EQ(found(),
            "1:1+9 BFF116 'limits' must be a map, not a text | a space must follow the colon of "
            "'key: value'");
}

TEST_F(Reading, FindsNothingInAMapThatIsNotThere) {
  MapReader map(nullptr, "limits", out);
  EXPECT_EQ(map.find("a"), nullptr);
  EXPECT_EQ(map.require("a", ""), nullptr);
  map.refuse_unknown();
  EXPECT_TRUE(out.empty());
}

TEST_F(Reading, RefusesNullEverywhere) {
  MapReader map = reader("f:\nc: null\nd:\ns:\nt:");
  bool flag = true;
  std::size_t count = 7, size = 7;
  Milliseconds duration = 7ms;
  std::string text = "7";
  map.flag("f", flag);
  map.count("c", 1, 9, count);
  map.duration("d", 1ms, 9ms, duration);
  map.size("s", 1, 9, size);
  read_text(*map.find("t"), "limits.t", text, out);
  const std::string remedy = ", not null | write a value, or leave the key out";
  EXPECT_EQ(found(), "1:1+1 BFF116 'limits.f' must be true or false" + remedy +
                         "\n2:4+4 BFF116 'limits.c' must be a whole number" + remedy +
                         "\n3:1+1 BFF116 'limits.d' must be a duration" + remedy +
                         "\n4:1+1 BFF116 'limits.s' must be a size" + remedy +
                         "\n5:1+1 BFF116 'limits.t' must be a text" + remedy);
  EXPECT_TRUE(flag);
  EXPECT_EQ(count + size, 14u);
  EXPECT_EQ(duration, 7ms);
  EXPECT_EQ(text, "7");
}

TEST_F(Reading, ReadsFlags) {
  MapReader map = reader("a: true\nb: false\nc: yes\nd: 'true'");
  bool a = false, b = true, c = true;
  map.flag("a", a);
  map.flag("b", b);
  EXPECT_TRUE(a);
  EXPECT_FALSE(b);
  map.flag("c", c);
  map.flag("d", c);
  EXPECT_EQ(found(),
            "3:4+3 BFF116 'limits.c' must be true or false, not a text\n"
            "4:5+4 BFF116 'limits.d' must be true or false, not a text");
}

TEST_F(Reading, ReadsCountsWithinTheirBounds) {
  MapReader map = reader("a: 1\nb: 9\nc: 0\nd: 10\ne: 1.5\nf: -1\ng: 99999999999999999999\nh: '5'");
  std::size_t value = 0;
  map.count("a", 1, 9, value);
  EXPECT_EQ(value, 1u);
  map.count("b", 1, 9, value);
  EXPECT_EQ(value, 9u);
  EXPECT_EQ(found(), "");
  for (const char* key : {"c", "d", "e", "f", "g", "h"}) map.count(key, 1, 9, value);
  EXPECT_EQ(value, 9u);
  EXPECT_EQ(found(),
            "3:4+1 BFF119 'limits.c' must be between 1 and 9, not 0\n"
            "4:4+2 BFF119 'limits.d' must be between 1 and 9, not 10\n"
            "5:4+3 BFF119 'limits.e' must be between 1 and 9, not 1.5\n"
            "6:4+2 BFF119 'limits.f' must be between 1 and 9, not -1\n"
            "7:4+20 BFF119 'limits.g' must be between 1 and 9, not 99999999999999999999\n"
            "8:5+1 BFF116 'limits.h' must be a whole number, not a text");
}

TEST_F(Reading, TakesANumberFromTheEnvironmentEvenWhenItIsQuoted) {
  MapReader map = reader("{a: \"${X}\", b: \"${X}ms\", c: \"${X}B\"}");
  std::size_t count = 0, size = 0;
  Milliseconds duration{};
  map.count("a", 1, 99, count);
  map.duration("b", 1ms, 1s, duration);
  map.size("c", 1, 99, size);
  EXPECT_EQ(found(), "");
  EXPECT_EQ(count, 12u);
  EXPECT_EQ(duration, 12ms);
  EXPECT_EQ(size, 12u);
}

TEST_F(Reading, TakesATextFromTheEnvironmentEvenWhenItLooksLikeANumber) {
  MapReader map = reader("a: ${X}");
  std::string text;
  EXPECT_TRUE(read_text(*map.find("a"), "a", text, out));
  EXPECT_EQ(text, "12");
}

TEST_F(Reading, ReadsDurationsWithUnits) {
  MapReader map = reader("a: 250ms\nb: 250\nc: '250'\nd: 2 s\ne: 2h\nf: 0s\ng: []");
  Milliseconds value{};
  map.duration("a", 1ms, 1h, value);
  EXPECT_EQ(value, 250ms);
  for (const char* key : {"b", "c", "d", "e", "f", "g"}) map.duration(key, 1ms, 1h, value);
  EXPECT_EQ(value, 250ms);
  EXPECT_EQ(
      found(),
      "2:4+3 BFF112 '250' has no unit | write '250ms' or '250s'\n"
      "3:5+3 BFF112 '250' has no unit | write '250ms' or '250s'\n"
      "4:4+3 BFF112 '2 s' is no duration | write a whole number with ms, s, m or h, as in '250ms'\n"
      "5:4+2 BFF119 'limits.e' must be between 1ms and 1h, not 2h\n"
      "6:4+2 BFF119 'limits.f' must be between 1ms and 1h, not 0s\n"
      "7:4+1 BFF116 'limits.g' must be a duration, not a list");
}

TEST_F(Reading, ReadsSizesWithUnits) {
  MapReader map = reader("a: 64KiB\nb: 65536\nc: 64KB\nd: 1B\ne: 2GiB\nf: true");
  std::size_t value = 0;
  map.size("a", 1024, 1 << 30, value);
  EXPECT_EQ(value, 65536u);
  for (const char* key : {"b", "c", "d", "e", "f"}) map.size(key, 1024, 1 << 30, value);
  EXPECT_EQ(value, 65536u);
  EXPECT_EQ(found(),
            "2:4+5 BFF112 '65536' has no unit | write '65536B' or '65536KiB'\n"
            "3:4+4 BFF112 '64KB' is no size | write a whole number with B, KiB, MiB or GiB, as in "
            "'64KiB'\n"
            "4:4+2 BFF119 'limits.d' must be between 1KiB and 1GiB, not 1B\n"
            "5:4+4 BFF119 'limits.e' must be between 1KiB and 1GiB, not 2GiB\n"
            "6:4+4 BFF116 'limits.f' must be a size, not true or false");
}

TEST_F(Reading, ReadsTexts) {
  MapReader map = reader("a: x\nb: ''\nc: 12\nd: []");
  std::string text;
  EXPECT_TRUE(read_text(*map.find("a"), "a", text, out));
  EXPECT_EQ(text, "x");
  EXPECT_FALSE(read_text(*map.find("b"), "b", text, out));
  EXPECT_FALSE(read_text(*map.find("c"), "c", text, out));
  EXPECT_FALSE(read_text(*map.find("d"), "d", text, out));
  EXPECT_EQ(found(),
            "2:5+0 BFF119 'b' must not be empty\n"
            "3:4+2 BFF116 'c' must be a text, not a number | write '\"12\"'\n"
            "4:4+1 BFF116 'd' must be a text, not a list");
}

TEST_F(Reading, ReadsListsOfTexts) {
  MapReader map = reader("a: [x, 1, y]\nb: []\nc: z\nd: {}");
  std::vector<std::string> seen;
  const auto keep = [&](const std::string& text, const Node&) { seen.push_back(text); };
  for (const char* key : {"a", "b", "c", "d"}) map.texts(map.find(key), key, keep);
  EXPECT_THAT(seen, ElementsAre("x", "y"));
  EXPECT_EQ(found(),
            "1:8+1 BFF116 'limits.a' must be a text, not a number | write '\"1\"'\n"
            "2:4+1 BFF119 'limits.b' must not be empty\n"
            "3:4+1 BFF116 'limits.c' must be a list, not a text | write [\"z\"]\n"
            "4:4+1 BFF116 'limits.d' must be a list, not a map");
}

}  // namespace
}  // namespace bff::config
