// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plan/read_value.hpp"
#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

// The text is the value in column 12 of line 5, in single quotes.
TextSyntax text_syntax(const std::string& text) {
  const auto route = route_of("shape: '" + text + "'");
  if (!route.shape->text) throw std::runtime_error("no value in it: " + text);
  return *route.shape->text;
}
std::string shape_literal(const std::string& text) {
  return route_of("shape: '" + text + "'").shape->literal.scalar;
}
std::vector<std::string> refused_text(const std::string& text) {
  return route_problems("shape: '" + text + "'");
}

TEST(Text, HasValuesInIt) {
  const auto text = text_syntax("/v1/{$body.id}/x{+$p.picture}.png");
  ASSERT_EQ(text.parts.size(), 3U);
  EXPECT_EQ(text.parts[0].text, "/v1/");
  EXPECT_EQ(to_text(text.parts[0].value->refs[0]), "$body.id");
  EXPECT_FALSE(text.parts[0].keeps_slashes);
  EXPECT_EQ(text.parts[1].text, "/x");
  EXPECT_TRUE(text.parts[1].keeps_slashes);
  EXPECT_EQ(text.parts[1].value->refs[0].steps[0].place.column, 34U);
  EXPECT_EQ(text.parts[2].text, ".png");
  EXPECT_FALSE(text.parts[2].value);
  EXPECT_EQ(text_syntax("{$a}{$b}").parts.size(), 2U);
}

TEST(Text, TakesWholeExpressions) {
  const auto text = text_syntax("{ $x}{$x.y ?? \"}\" }");
  ASSERT_EQ(text.parts.size(), 1U);
  EXPECT_EQ(text.parts[0].text, "{ $x}");
  EXPECT_EQ(text.parts[0].value->literal->scalar, "}");
}

TEST(Text, IsPlainWhereNoValueBegins) {
  for (const std::string text : {"{}", "{a}", "{+}", "a $b", "{ $b }", "cost: 5$", "{", "{+"}) {
    EXPECT_EQ(shape_literal(text), text);
    EXPECT_EQ(classify(text), TextKind::plain);
  }
}

TEST(Text, EscapesADollarByAnother) {
  EXPECT_EQ(shape_literal("$$5 off"), "$5 off");
  EXPECT_EQ(shape_literal("$$5 and {$$x}, {+$$y}"), "$5 and {$x}, {+$y}");
  EXPECT_EQ(shape_literal("a$$b"), "a$$b");
  const auto text = text_syntax("$$ {$$a} {$b}");
  EXPECT_EQ(text.parts[0].text, "$ {$a} ");
}

TEST(Text, ClosesItsValues) {
  EXPECT_THAT(refused_text("a{$x"),
              ElementsAre("5:14+2 BFF280 '{$' is not closed -- write '}' behind "
                          "the value; for a plain '{$' write '{$$'"));
  EXPECT_THAT(refused_text("a{+$x b}"), ElementsAre("5:19+2 BFF275 'b}' is not expected here"));
  EXPECT_THAT(refused_text("{$}"), ElementsAre("5:14+1 BFF270 a name is missing behind '$' -- "
                                               "for a plain '{$' write '{$$'"));
  EXPECT_THAT(refused_text("{$"), ElementsAre(StartsWith("5:14+1 BFF270")));
  EXPECT_THAT(refused_text("{$x.}"), ElementsAre(StartsWith("5:16+1 BFF270")));
}

}  // namespace
}  // namespace bff::plan
