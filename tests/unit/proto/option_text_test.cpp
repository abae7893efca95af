// SPDX-License-Identifier: Apache-2.0
#include "proto/option_text.hpp"

#include <gtest/gtest.h>

#include "proto/load.hpp"
#include "support/temp_folder.hpp"

namespace bff::proto {
namespace {

constexpr const char* kHead = R"(syntax = "proto3";
import "google/protobuf/descriptor.proto";
package a.b;
message Rule { string text = 1; repeated string words = 2; Rule inner = 3; repeated Rule more = 4; int32 n = 5; }
extend google.protobuf.MessageOptions { Rule rule = 50001; Rule other_rule = 50002; }
)";

class OptionTextTest : public testing::Test {
 protected:
  // The option of the message M, whose body is `text`.
  std::optional<OptionText> find(const std::string& text) {
    folder_.write("m.proto", kHead + ("message M {\n" + text + "\n}\n"));
    Diagnostics out;
    schema_ = load_protos({folder_.path()}, {{"m.proto", {}}}, {}, out);
    EXPECT_NE(schema_, nullptr) << out.text();
    if (schema_ == nullptr) return std::nullopt;
    const auto* message = schema_->pool().FindMessageTypeByName("a.b.M");
    google::protobuf::SourceLocation location;
    EXPECT_TRUE(message->GetSourceLocation(&location));
    return OptionTexts(schema_->source_of(*message->file())).find(location, "a.b.rule");
  }
  // "LINE:COLUMN what stands there", the line counted from the message's.
  static std::string at(const Place& place) {
    const auto line = place.source->line(place.line);
    return std::to_string(place.line - 6) + ":" + std::to_string(place.column) + " " +
           std::string(line.substr(place.column - 1, place.length));
  }

 private:
  test::TempFolder folder_;
  std::unique_ptr<Schema> schema_;
};

TEST_F(OptionTextTest, FindsEveryValueOfAMessage) {
  const auto rule = find(
      "option (other_rule) = { text: \"not this\" };\n"
      "option (a.b.rule) = {  // { text: \"nor this\" }\n"
      "\ttext: \"one\", words: ['a', \"b\"]; words: \"c\"\n"
      "  inner < n: -5 > more { text: \"x\" } more: [{ text: \"y\" }]\n"
      "};");
  ASSERT_TRUE(rule);
  EXPECT_EQ(at(rule->name_place), "2:9 a");
  EXPECT_EQ(at(rule->find("text", 0)->place), "3:9 one");
  EXPECT_EQ(at(rule->find("text", 0)->name_place), "3:2 text");
  EXPECT_EQ(at(rule->find("words", 1)->place), "3:29 b");
  EXPECT_EQ(at(rule->find("words", 2)->place), "3:42 c");
  EXPECT_EQ(rule->find("words", 3), nullptr);
  EXPECT_EQ(at(rule->find("inner", 0)->find("n", 0)->name_place), "4:11 n");
  EXPECT_EQ(at(rule->find("more", 1)->find("text", 0)->place), "4:54 y");
}

TEST_F(OptionTextTest, PutsStatementsOfOneOptionTogether) {
  const auto rule = find(
      "option (rule).inner.text = \"deep\";\n"
      "option (.a.b.rule).words = \"a\"; option (b.rule).words = \"b\";");
  ASSERT_TRUE(rule);
  EXPECT_EQ(at(rule->find("inner", 0)->find("text", 0)->place), "1:29 deep");
  EXPECT_EQ(at(rule->find("words", 1)->place), "2:58 b");
}

TEST_F(OptionTextTest, KnowsWhereEachByteOfATextStands) {
  const auto rule = find("option (rule).text = \"a\\n\\x42\\103\\u00e9\" 'z\"';");
  ASSERT_TRUE(rule);
  const OptionText& text = *rule->find("text", 0);
  std::vector<std::size_t> behind;  // the first
  for (const std::size_t at : text.at) behind.push_back(at - text.at[0]);
  // a \n B C é (two bytes) z " and the end
  EXPECT_EQ(behind, (std::vector<std::size_t>{0, 1, 3, 7, 11, 11, 20, 21, 22}));
  EXPECT_EQ(at(text.place), "1:23 a\\n\\x42\\103\\u00e9");
}

TEST_F(OptionTextTest, IsNothingWhereTheOptionIsNot) {
  EXPECT_FALSE(find("option deprecated = true;"));
}

}  // namespace
}  // namespace bff::proto
