// SPDX-License-Identifier: Apache-2.0
#include "plan/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The expression as the value of a key, so that it begins in column 4: `x: EXPRESSION`.
config::Node expression_node(const std::string& text, const std::string& written) {
  config::Node node{.kind = config::Node::Kind::text, .scalar = text};
  node.place = {.source = std::make_shared<const Source>("home.yaml", "x: " + written),
                .line = 1,
                .column = 4,
                .length = static_cast<std::uint32_t>(written.size())};
  return node;
}

ExpressionSyntax parsed_expression(const std::string& text) {
  Diagnostics problems;
  auto expression = parse_expression(expression_node(text, text), problems);
  EXPECT_THAT(shown(problems), IsEmpty()) << text;
  if (!expression) throw std::runtime_error("no expression: " + text);
  return std::move(*expression);
}

std::vector<std::string> refused_expression(const std::string& text) {
  Diagnostics problems;
  EXPECT_FALSE(parse_expression(expression_node(text, text), problems)) << text;
  return shown(problems);
}

std::string columns(const Place& place) {
  return std::to_string(place.column) + "+" + std::to_string(place.length);
}

// The literal behind `??`: its kind, and its text in quotes where it was quoted.
std::string fallback_literal(const std::string& text) {
  const auto expression = parsed_expression("$x ?? " + text);
  const config::Node& node = *expression.literal;
  return std::string{config::kind_name(node.kind)} + " " +
         (node.quoted ? '"' + node.scalar + '"' : node.scalar);
}

TEST(Expression, IsANameAndItsSteps) {
  const auto expression = parsed_expression("$profile.user!.avatar_2.url");
  EXPECT_EQ(expression.fallback, ExpressionSyntax::Fallback::none);
  EXPECT_FALSE(expression.literal);
  ASSERT_EQ(expression.refs.size(), 1U);
  const RefSyntax& ref = expression.refs.front();
  EXPECT_EQ(ref.name, "profile");
  ASSERT_EQ(ref.steps.size(), 4U);
  EXPECT_EQ(ref.steps[0].kind, RefSyntax::Step::Kind::field);
  EXPECT_EQ(ref.steps[0].name, "user");
  EXPECT_EQ(ref.steps[1].kind, RefSyntax::Step::Kind::insist);
  EXPECT_EQ(ref.steps[3].name, "url");
}

TEST(Expression, PlacesEachOfItsParts) {
  const auto expression = parsed_expression("$a.bc! ?? $t(  $k.id ) ?? \"x\"");
  EXPECT_EQ(columns(expression.place), "4+29");
  const RefSyntax& first = expression.refs[0];
  EXPECT_EQ(columns(first.place), "4+2");
  EXPECT_EQ(columns(first.whole), "4+6");
  EXPECT_EQ(columns(first.steps[0].place), "7+2");
  EXPECT_EQ(columns(first.steps[1].place), "9+1");
  const RefSyntax& second = expression.refs[1];
  EXPECT_EQ(columns(second.place), "14+2");
  EXPECT_EQ(columns(second.whole), "14+12");
  EXPECT_EQ(columns(second.steps[0].place), "16+10");
  EXPECT_EQ(columns(second.steps[0].key->place), "19+2");
  EXPECT_EQ(columns(second.steps[0].key->whole), "19+5");
  EXPECT_EQ(columns(expression.literal->place), "30+3");
}

TEST(Expression, PlacesItsPartsBehindAnOpeningQuote) {
  Diagnostics problems;
  for (const auto* written : {"'$a.b'", "\"$a.b\""}) {
    const auto expression = parse_expression(expression_node("$a.b", written), problems);
    ASSERT_TRUE(expression);
    EXPECT_EQ(columns(expression->refs[0].steps[0].place), "8+1") << written;
  }
}

TEST(Expression, PlacesAllAtTheScalarWhereItIsWrittenWithEscapes) {
  Diagnostics problems;
  const auto expression =
      parse_expression(expression_node("$a || \"b\"", R"("$a || \"b\"")"), problems);
  ASSERT_TRUE(expression);
  EXPECT_EQ(columns(expression->refs[0].place), "4+13");
  EXPECT_EQ(columns(expression->literal->place), "4+13");
}

TEST(Expression, NeedsNoFile) {
  Diagnostics problems;
  const config::Node node{.kind = config::Node::Kind::text, .scalar = "$a.b ?? 1"};
  EXPECT_TRUE(parse_expression(node, problems));
  EXPECT_FALSE(parse_expression({.kind = config::Node::Kind::text, .scalar = "$a."}, problems));
}

TEST(Expression, FallsBackFromNull) {
  const auto expression = parsed_expression("$a.b ?? $c ?? $d.e");
  EXPECT_EQ(expression.fallback, ExpressionSyntax::Fallback::if_null);
  EXPECT_EQ(expression.refs.size(), 3U);
  EXPECT_FALSE(expression.literal);
}

TEST(Expression, FallsBackFromNullAndEmpty) {
  const auto expression = parsed_expression("$u.avatar.url || \"/static/avatar.svg\"");
  EXPECT_EQ(expression.fallback, ExpressionSyntax::Fallback::if_empty);
  EXPECT_EQ(expression.refs.size(), 1U);
  EXPECT_EQ(expression.literal->scalar, "/static/avatar.svg");
}

TEST(Expression, NeedsNoBlanks) {
  EXPECT_EQ(parsed_expression("$a??$b").refs.size(), 2U);
  EXPECT_EQ(parsed_expression("$a!||null").literal->kind, config::Node::Kind::null);
  EXPECT_EQ(columns(parsed_expression("$a  ").place), "4+2");
}

TEST(Expression, HasTheLiteralsOfJson) {
  EXPECT_EQ(fallback_literal("null"), "null null");
  EXPECT_EQ(fallback_literal("true"), "true or false true");
  EXPECT_EQ(fallback_literal("false"), "true or false false");
  for (const auto* number : {"0", "-0", "12", "-1.50", "1e9", "2E-3", "0.1e+7"}) {
    EXPECT_EQ(fallback_literal(number), std::string{"a number "} + number);
  }
  EXPECT_EQ(fallback_literal(R"("")"), "a text \"\"");
  EXPECT_EQ(fallback_literal(R"("a ?? b as $c")"), "a text \"a ?? b as $c\"");
  EXPECT_EQ(fallback_literal(R"("\"\\\/\b\f\n\r\t")"), "a text \"\"\\/\b\f\n\r\t\"");
  EXPECT_EQ(fallback_literal(R"("\u0041\u00e9\u20AC\ud83d\ude00")"),
            "a text \"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"");
}

TEST(Expression, TakesABareWordForAnEnumsValue) {
  EXPECT_EQ(fallback_literal("SHIPPED"), "a text SHIPPED");
  EXPECT_EQ(fallback_literal("nullable"), "a text nullable");
}

TEST(Expression, LooksUpByAReferenceOrALiteral) {
  const auto by_ref = parsed_expression("$products($l.product_id).name");
  ASSERT_EQ(by_ref.refs[0].steps.size(), 2U);
  EXPECT_EQ(by_ref.refs[0].steps[0].kind, RefSyntax::Step::Kind::lookup);
  EXPECT_EQ(to_text(*by_ref.refs[0].steps[0].key), "$l.product_id");
  const auto by_literal = parsed_expression("$labels(\"de\")");
  EXPECT_EQ(by_literal.refs[0].steps[0].literal->scalar, "de");
  EXPECT_FALSE(by_literal.refs[0].steps[0].key);
  EXPECT_EQ(parsed_expression("$t( 7 )").refs[0].steps[0].literal->kind,
            config::Node::Kind::number);
  EXPECT_EQ(parsed_expression("$t(RED)").refs[0].steps[0].literal->quoted, false);
}

TEST(Expression, WritesAReferenceAsAUserWould) {
  for (const auto* text : {"$profile.user!.id", "$products($l.product_id).name", "$t(\"de\")!",
                           "$price($product($i.product_id).price_usd)", "$t(7)", "$t(RED)"}) {
    EXPECT_EQ(to_text(parsed_expression(text).refs.front()), text);
  }
}

TEST(Expression, WritesListStepsAsAUserWould) {
  RefSyntax ref{.name = "cart"};
  ref.steps = {{.kind = RefSyntax::Step::Kind::field, .name = "items"},
               {.kind = RefSyntax::Step::Kind::all},
               {.kind = RefSyntax::Step::Kind::field, .name = "tags"},
               {.kind = RefSyntax::Step::Kind::first}};
  EXPECT_EQ(to_text(ref), "$cart.items[].tags[0]");
}

TEST(Expression, WantsANameBehindTheDollar) {
  constexpr auto kProblem =
      "BFF270 a name is missing behind '$' -- for a text that begins with '$' write '$$'";
  EXPECT_THAT(refused_expression("$"), ElementsAre(std::string{"1:4+1 "} + kProblem));
  EXPECT_THAT(refused_expression("$5 off"), ElementsAre(std::string{"1:4+1 "} + kProblem));
  EXPECT_THAT(refused_expression("$.a"), ElementsAre(std::string{"1:4+1 "} + kProblem));
  EXPECT_THAT(
      refused_expression("$a ?? $$b"),
      ElementsAre("1:10+1 BFF270 a name is missing behind '$' -- write a text in double quotes"));
}

TEST(Expression, WantsANameBehindTheDot) {
  constexpr auto kProblem =
      "BFF270 a field's name is missing behind '.' -- "
      "letters, digits and '_', not beginning with a digit";
  EXPECT_THAT(refused_expression("$a."), ElementsAre(std::string{"1:6+1 "} + kProblem));
  EXPECT_THAT(refused_expression("$a..b"), ElementsAre(std::string{"1:6+1 "} + kProblem));
  EXPECT_THAT(refused_expression("$a.0"), ElementsAre(std::string{"1:6+1 "} + kProblem));
}

TEST(Expression, ClosesItsTexts) {
  EXPECT_THAT(refused_expression("$a || \"b"),
              ElementsAre("1:10+2 BFF271 the text is not closed -- write '\"' behind it; where "
                          "YAML cut it at ' #' or ': ', quote the whole expression"));
  EXPECT_THAT(refused_expression("$a || \"b\\"),
              ElementsAre("1:12+1 BFF271 '\\' is no escape of JSON -- JSON has \\\" \\\\ \\/ \\b "
                          "\\f \\n \\r \\t and \\uXXXX"));
}

TEST(Expression, RefusesTextsThatJsonHasNot) {
  constexpr auto kEscapes =
      " is no escape of JSON -- JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX";
  EXPECT_THAT(refused_expression(R"($a || "\x41")"),
              ElementsAre(std::string{"1:11+1 BFF271 '\\x'"} + kEscapes));
  for (const auto* text :
       {R"("\u12")", R"("\ud83d")", R"("\ud83d\u0041")", R"("\ude00")", R"("\u00g0")"}) {
    EXPECT_THAT(refused_expression("$a || " + std::string{text}),
                ElementsAre(std::string{"1:11+1 BFF271 '\\u'"} + kEscapes));
  }
  EXPECT_THAT(refused_expression("$a || \"b\nc\""),
              ElementsAre("1:4+11 BFF271 the text holds a control character -- "
                          "write an escape, such as \\n"));
  EXPECT_THAT(refused_expression("$a || 'b'"),
              ElementsAre("1:10+3 BFF271 a text in an expression stands in double quotes -- "
                          "write \"…\""));
}

TEST(Expression, RefusesNumbersThatJsonHasNot) {
  for (const auto* number : {"012", "1.", "-", "1e", "0x1F", "1_000", "1.2.3", "-a"}) {
    EXPECT_THAT(refused_expression("$a ?? " + std::string{number}),
                ElementsAre("1:10+" + std::to_string(std::string{number}.size()) + " BFF271 '" +
                            number + "' is no number of JSON -- for a text write \"…\""));
  }
}

TEST(Expression, ClosesItsLookUps) {
  constexpr auto kOpen = "1:6+1 BFF272 '(' is not closed -- write ')'";
  for (const auto* text : {"$t(", "$t( ", "$t($k", "$t($k.id  ", "$t(\"a\""}) {
    EXPECT_THAT(refused_expression(text), ElementsAre(kOpen)) << text;
  }
}

TEST(Expression, LooksUpByOneKey) {
  EXPECT_THAT(refused_expression("$t()"),
              ElementsAre("1:6+2 BFF272 the look-up has no key -- "
                          "write $table(key): a reference or a literal"));
  EXPECT_THAT(refused_expression("$t($a ?? 1)"),
              ElementsAre("1:10+2 BFF272 '?\?' is not expected in a look-up -- "
                          "the key is one reference or one literal"));
  EXPECT_THAT(refused_expression("$t(1, 2)"),
              ElementsAre("1:8+1 BFF272 ',' is not expected in a look-up -- "
                          "the key is one reference or one literal"));
}

TEST(Expression, NestsLookUpsToADepthThatIsEnough) {
  std::string good = "$k", deep = "$k";
  for (int i = 0; i < 16; ++i) good = "$t(" + good + ")";
  for (int i = 0; i < 5'000; ++i) deep = "$t(" + deep + ")";
  EXPECT_EQ(to_text(parsed_expression(good).refs.front()), good);
  EXPECT_THAT(refused_expression(deep),
              ElementsAre("1:54+1 BFF278 look-ups are nested too deeply -- "
                          "at most 16 levels"));
}

TEST(Expression, DoesNotMixItsFallbacks) {
  EXPECT_THAT(refused_expression("$a ?? $b || 1"),
              ElementsAre("1:13+2 BFF273 '?\?' and '||' are mixed -- write one of them"));
  EXPECT_THAT(refused_expression("$a || $b ?? 1"),
              ElementsAre("1:13+2 BFF273 '?\?' and '||' are mixed -- write one of them"));
}

TEST(Expression, EndsWithItsLiteral) {
  EXPECT_THAT(refused_expression("$a ?? \"b\" ?? $c"),
              ElementsAre("1:10+3 BFF274 what stands behind the literal '\"b\"' is never read -- "
                          "a literal comes last"));
}

TEST(Expression, WantsAnOperandBehindEachFallback) {
  EXPECT_THAT(refused_expression("$a ??"),
              ElementsAre("1:7+2 BFF277 nothing follows '?\?' -- write a reference or a literal"));
  EXPECT_THAT(refused_expression("$a ||  "),
              ElementsAre("1:9+2 BFF277 nothing follows '||' -- write a reference or a literal"));
  EXPECT_THAT(refused_expression("$a ?? ?? $b"),
              ElementsAre("1:10+2 BFF277 '?\?' is neither a reference nor a literal -- write "
                          "$name, a number, true, false, null or a text in double quotes"));
}

TEST(Expression, RefusesWhatContinuesNothing) {
  EXPECT_THAT(refused_expression("$a $b"), ElementsAre("1:7+2 BFF275 '$b' is not expected here"));
  EXPECT_THAT(refused_expression("$a .b"), ElementsAre("1:7+2 BFF275 '.b' is not expected here"));
  EXPECT_THAT(refused_expression("$a-b"),
              ElementsAre("1:6+2 BFF275 '-b' is not expected here -- "
                          "there is no arithmetic: what computes is a service"));
  EXPECT_THAT(refused_expression("$a * 2"),
              ElementsAre("1:7+1 BFF275 '*' is not expected here -- "
                          "there is no arithmetic: what computes is a service"));
  EXPECT_THAT(refused_expression("$a == 1"),
              ElementsAre("1:7+2 BFF275 '==' is not expected here -- a condition is no value: it "
                          "stands in 'when', '$when' and 'that'"));
  EXPECT_THAT(refused_expression("$a!=1"),
              ElementsAre(testing::HasSubstr(
                  "1:6+3 BFF275 '!=1' is not expected here -- a condition is no value")));
  EXPECT_THAT(refused_expression("$a in [b]"),
              ElementsAre(testing::HasSubstr(
                  "1:7+2 BFF275 'in' is not expected here -- a condition is no value")));
  EXPECT_THAT(refused_expression("$a | 1"),
              ElementsAre("1:7+1 BFF275 '|' is not expected here -- write '?\?' or '||'"));
  EXPECT_THAT(refused_expression("$a ? 1"),
              ElementsAre("1:7+1 BFF275 '?' is not expected here -- write '?\?' or '||'"));
  EXPECT_THAT(refused_expression("$a ?? upper($b)"),
              ElementsAre("1:15+4 BFF275 '($b)' is not expected here"));
  EXPECT_THAT(refused_expression("$k\xC3\xA4se"),
              ElementsAre("1:6+4 BFF275 '\xC3\xA4se' is not expected here"));
}

TEST(Expression, TakesOneOrAllElementsOfAList) {
  const auto first = parsed_expression("$a.items[0].id");
  ASSERT_EQ(first.refs[0].steps.size(), 3U);
  EXPECT_EQ(first.refs[0].steps[1].kind, RefSyntax::Step::Kind::first);
  EXPECT_EQ(columns(first.refs[0].steps[1].place), "12+3");
  const auto all = parsed_expression("$a[].b[0] ?? 1");
  EXPECT_EQ(all.refs[0].steps[0].kind, RefSyntax::Step::Kind::all);
  EXPECT_EQ(columns(all.refs[0].steps[0].place), "6+2");
  EXPECT_EQ(to_text(all.refs[0]), "$a[].b[0]");
}

TEST(Expression, KnowsNoOtherIndex) {
  for (const auto* index : {"[1]", "[-1]", "[*]", "[ ]", "[$i]", "[00]"}) {
    EXPECT_THAT(
        refused_expression("$a" + std::string{index}),
        ElementsAre("1:6+" + std::to_string(std::string{index}.size()) + " BFF276 '" + index +
                    "' is no step of a path -- write [0] for the first, [] for all"));
  }
  EXPECT_THAT(refused_expression("$a[0"), ElementsAre("1:6+1 BFF276 '[' is not closed -- "
                                                      "write [0] for the first, [] for all"));
}

// Each text either is an expression that prints as it was read, or has exactly one reason why not.
TEST(Expression, SurvivesRandomTexts) {
  std::mt19937 random{7};
  const std::string alphabet = "$$$ab.._!?|??||()()[]0 \"\"\\u1'-+=#:{}\xC3\xA9\n";
  std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1}, size{0, 20};
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text = "$a";
    for (std::size_t n = size(random); n > 0; --n) text += alphabet[pick(random)];
    Diagnostics problems;
    const auto expression = parse_expression(expression_node(text, text), problems);
    ASSERT_EQ(expression.has_value(), problems.empty()) << text;
    if (!expression) continue;
    ++accepted;
    const RefSyntax& first = expression->refs.front();
    ASSERT_EQ(parsed_expression(to_text(first)).refs.front().steps.size(), first.steps.size())
        << text;
  }
  EXPECT_GT(accepted, 1'000);
}

}  // namespace
}  // namespace bff::plan
