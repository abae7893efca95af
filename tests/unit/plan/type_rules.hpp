// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

// The rules by which the route language types expressions and shapes, one row each: a form that is
// accepted with the type that it gives the answer, and what is refused.
namespace bff::plan {

struct Refusal {
  std::string mistake;  // a file of tests/mistakes: "types/list-crossed"
  std::string says;     // "BFF322 what is wrong -- the remedy"
};
struct TypeRule {
  std::string words;     // what the rule says
  std::string accepted;  // a route file over the shop of compile_fixture.hpp
  std::string type;      // of the answer of its route `thing`, TypeScript on one line
  std::vector<Refusal> refused;
};

std::vector<TypeRule> rules_of_paths();   // `.`, `!`, `[]`, look-ups
std::vector<TypeRule> rules_of_values();  // fallbacks, texts, conditions, calls and requests
std::vector<TypeRule> rules_of_shapes();  // directives

// "a list is never crossed" as gtest takes it: a_list_is_never_crossed.
std::string test_name(std::string words);

}  // namespace bff::plan
