// SPDX-License-Identifier: Apache-2.0
// Every rule of types is seen twice from outside: what is accepted, by the type that a client is
// told, and what is refused, by what `check` says.
#include "unit/plan/type_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/contract_of.hpp"
#include "unit/plan/answer_type.hpp"
#include "unit/plan/compile_fixture.hpp"
#include "unit/plan/mistakes.hpp"

namespace bff::plan {

std::string test_name(std::string words) {
  std::erase(words, ',');
  for (const auto& [sign, name] : {std::pair{"??", "question_marks"}, {"||", "bars"}}) {
    for (auto at = words.find(sign); at != words.npos; at = words.find(sign)) {
      words.replace(at, 2, name);
    }
  }
  std::replace(words.begin(), words.end(), ' ', '_');
  return words;
}

// What ctest and gtest print beside a rule's name.
void PrintTo(const TypeRule& rule, std::ostream* out) { *out << rule.type; }

namespace {

class TypeRules : public testing::TestWithParam<TypeRule> {};

TEST_P(TypeRules, GiveTheAnswerItsType) {
  const auto result = compiled(GetParam().accepted);
  ASSERT_TRUE(result.problems.empty()) << result.problems.text();
  EXPECT_EQ(answer_type_on_one_line(contract_of("web", result.plans, shop_schema())),
            GetParam().type);
}

class BrokenTypeRules : public testing::TestWithParam<TypeRule> {};

TEST_P(BrokenTypeRules, AreExplained) {
  for (const auto& [mistake, says] : GetParam().refused) {
    std::vector<std::string> said;
    const Diagnostics problems = problems_of_mistake(mistake);
    for (const Diagnostic& problem : problems.items()) {
      said.push_back(problem.code + " " + problem.message +
                     (problem.remedy.empty() ? "" : " -- " + problem.remedy));
    }
    EXPECT_THAT(said, testing::Contains(says)) << mistake;
  }
}

std::vector<TypeRule> all_rules() {
  auto all = rules_of_paths();
  for (auto& part : {rules_of_values(), rules_of_shapes()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}
std::vector<TypeRule> rules_that_refuse() {
  auto rules = all_rules();
  std::erase_if(rules, [](const TypeRule& rule) { return rule.refused.empty(); });
  return rules;
}
std::string name_of_rule(const testing::TestParamInfo<TypeRule>& rule) {
  return test_name(rule.param.words);
}

INSTANTIATE_TEST_SUITE_P(All, TypeRules, testing::ValuesIn(all_rules()), name_of_rule);
INSTANTIATE_TEST_SUITE_P(All, BrokenTypeRules, testing::ValuesIn(rules_that_refuse()),
                         name_of_rule);

}  // namespace
}  // namespace bff::plan
