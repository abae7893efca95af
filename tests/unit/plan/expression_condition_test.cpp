// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "plan/expression.hpp"
#include "unit/plan/route_text.hpp"

namespace bff::plan {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

// The text alone in its file.
config::Node condition_node(const std::string& text) {
  const auto source = std::make_shared<const Source>("c.yaml", text);
  return {
      .kind = config::Node::Kind::text, .scalar = text, .place = place_at(source, 0, text.size())};
}

ConditionSyntax condition_of(const std::string& text) {
  Diagnostics problems;
  auto conditions = parse_conditions(condition_node(text), "'when'", problems);
  if (!conditions || conditions->all.size() != 1) {
    throw std::runtime_error("no condition: " + text + "\n" + problems.text());
  }
  return conditions->all.front();
}

std::vector<std::string> refused_condition(const std::string& text) {
  Diagnostics problems;
  EXPECT_FALSE(parse_conditions(condition_node(text), "'when'", problems)) << text;
  return shown(problems);
}

TEST(Condition, HoldsOrFails) {
  const auto holds = condition_of("$auth.sub");
  EXPECT_EQ(holds.op, ConditionSyntax::Op::holds);
  EXPECT_EQ(to_text(holds.left), "$auth.sub");
  const auto fails = condition_of("not $s.members_only");
  EXPECT_EQ(fails.op, ConditionSyntax::Op::fails);
  EXPECT_EQ(fails.left.place.column, 5U);
  EXPECT_EQ(fails.place.length, 19U);
}

TEST(Condition, ComparesWithAReferenceOrALiteral) {
  const auto refs = condition_of("$money.currency_code != $cookie.currency");
  EXPECT_EQ(refs.op, ConditionSyntax::Op::unequal);
  EXPECT_EQ(to_text(refs.refs.at(0)), "$cookie.currency");
  const auto text = condition_of("$query.code == \"USD\"");
  EXPECT_EQ(text.op, ConditionSyntax::Op::equal);
  EXPECT_EQ(text.literals.at(0).scalar, "USD");
  EXPECT_TRUE(text.literals.at(0).quoted);
  EXPECT_FALSE(condition_of("$o.status == PAID").literals.at(0).quoted);
  EXPECT_EQ(condition_of("$o.n==-1.5").literals.at(0).kind, config::Node::Kind::number);
  EXPECT_EQ(condition_of("$o.on == true").literals.at(0).kind, config::Node::Kind::boolean);
  EXPECT_EQ(condition_of("$o.x! != null").literals.at(0).kind, config::Node::Kind::null);
  EXPECT_EQ(to_text(condition_of("$a!=$b").left), "$a");
}

TEST(Condition, NamesSeveralValues) {
  const auto among = condition_of("$o.status in [PAID, \"a, b]\",3 ]");
  EXPECT_EQ(among.op, ConditionSyntax::Op::among);
  ASSERT_EQ(among.literals.size(), 3U);
  EXPECT_EQ(among.literals[1].scalar, "a, b]");
  EXPECT_EQ(among.literals[2].place.column, 29U);
  EXPECT_EQ(condition_of("$a in[1]").literals.size(), 1U);
}

TEST(Condition, BeginsWithAReference) {
  constexpr auto kForms =
      " -- write $ref, 'not $ref', '$ref == value', '$ref != value' or '$ref in [a, b]'";
  EXPECT_THAT(refused_condition("paid"),
              ElementsAre("1:1+4 BFF279 'paid' is no reference, and a condition "
                          "begins with one" +
                          std::string{kForms}));
  EXPECT_THAT(
      refused_condition(""),
      ElementsAre("1:1+0 BFF279 the condition ends without a reference" + std::string{kForms}));
  EXPECT_THAT(
      refused_condition("not "),
      ElementsAre("1:1+4 BFF279 the condition ends without a reference" + std::string{kForms}));
  EXPECT_THAT(refused_condition("!$a.b"), ElementsAre(EndsWith(" -- write 'not $a.b'")));
  EXPECT_THAT(refused_condition("$"), ElementsAre(StartsWith("1:1+1 BFF270")));
}

TEST(Condition, WantsAnOperandBehindItsOperator) {
  EXPECT_THAT(refused_condition("$a == "), ElementsAre("1:4+2 BFF277 nothing follows '==' -- "
                                                       "write a reference or a literal"));
  EXPECT_THAT(refused_condition("$a in"), ElementsAre("1:4+2 BFF277 nothing follows 'in' -- "
                                                      "write the values: 'in [a, b]'"));
  EXPECT_THAT(refused_condition("$a == 'b'"), ElementsAre(StartsWith("1:7+3 BFF271")));
  EXPECT_THAT(refused_condition("$a in $list"),
              ElementsAre("1:7+5 BFF279 '$list' is no list of values -- "
                          "write the values: 'in [a, b]'"));
  EXPECT_THAT(refused_condition("$a in []"),
              ElementsAre("1:7+2 BFF213 the list behind 'in' is empty -- "
                          "name at least one value"));
  EXPECT_THAT(refused_condition("$a in [b"),
              ElementsAre("1:7+1 BFF279 '[' is not closed -- write ']'"));
  EXPECT_THAT(refused_condition("$a in [b c]"), ElementsAre(StartsWith("1:10+2 BFF279 'c]'")));
  EXPECT_THAT(refused_condition("$a in [b, $c]"),
              ElementsAre("1:11+3 BFF279 '$c]' is no literal -- "
                          "compare with a reference by '=='"));
  EXPECT_THAT(refused_condition("$a in [b,]"), ElementsAre(StartsWith("1:10+1 BFF277")));
}

TEST(Condition, SaysWhatIsWrittenInstead) {
  EXPECT_THAT(refused_condition("$a and $b"),
              ElementsAre("1:4+3 BFF279 'and' is not expected in a condition "
                          "-- write a list of conditions: all must hold"));
  EXPECT_THAT(refused_condition("$a && $b"), ElementsAre(EndsWith("all must hold")));
  EXPECT_THAT(refused_condition("$a == 1 or $b"),
              ElementsAre(EndsWith("for one of several values write 'in [a, b]'")));
  EXPECT_THAT(refused_condition("$a >= 1"), ElementsAre(EndsWith("what computes is a service")));
  EXPECT_THAT(refused_condition("$a = 1"), ElementsAre(EndsWith("write '=='")));
  EXPECT_THAT(refused_condition("not $a == 1"), ElementsAre("1:8+2 BFF279 'not' beside '==' -- "
                                                            "write '!=' without 'not'"));
  EXPECT_THAT(
      refused_condition("not $a in [b]"),
      ElementsAre("1:8+2 BFF279 'not' beside 'in' -- write a list of conditions with '!='"));
  EXPECT_THAT(refused_condition("$a ?? $b"), ElementsAre(StartsWith("1:4+2 BFF279")));
}

TEST(Conditions, AreOneOrAList) {
  const auto route = route_of(
      "calls: { a: { rpc: p.S/M, when: [$x, not $y] }, b: { rpc: p.S/M, when: $x == 1 } }");
  EXPECT_EQ(route.calls[0].when->all.size(), 2U);
  EXPECT_EQ(route.calls[0].when->all[1].op, ConditionSyntax::Op::fails);
  EXPECT_EQ(route.calls[1].when->all.size(), 1U);
}

TEST(Conditions, AreNoConstants) {
  EXPECT_THAT(route_problems("calls: { a: { rpc: p.S/M, when: true } }"),
              ElementsAre("5:37+4 BFF204 'when' is a condition, not true or false -- what always "
                          "holds needs no condition, and what never does is left out"));
  EXPECT_THAT(route_problems("calls: { a: { rpc: p.S/M, when: [] } }"),
              ElementsAre(EndsWith("BFF213 'when' is empty -- write at least one condition")));
  EXPECT_THAT(route_problems("calls: { a: { rpc: p.S/M, when: [$x, 1, $y.] } }"),
              ElementsAre(StartsWith("5:42+1 BFF204 a condition of 'when' is a condition, not a "
                                     "number"),
                          StartsWith("5:47+1 BFF270")));
}

}  // namespace
}  // namespace bff::plan
