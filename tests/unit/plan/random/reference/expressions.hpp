// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <utility>

#include "unit/plan/random/reference/reading.hpp"

namespace bff::random_plans {

class CallRuns;

// What expressions, texts and conditions are worth. A call that one of them reads is made then.
class Expressions {
 public:
  Expressions(const Reading& reading, CallRuns& calls)
      : reading_(reading), values_(reading.values), calls_(calls) {}

  Value evaluate(const plan::ExpressionSyntax& expression);
  Value evaluate(const plan::RefSyntax& ref);
  Value evaluate(const plan::TextSyntax& text);
  bool holds(const plan::ConditionsSyntax& conditions);
  // What stands in the parentheses of a look-up.
  Value key_of(const plan::RefSyntax::Step& step);

  // Acts with `$name` bound to a value, beside the names bound now; no name: as it is.
  template <class Do>
  void with_name(const std::string& name, const Value& value, Do&& act) {
    const auto around = names_;
    if (!name.empty()) names_[name] = value;
    act();
    names_ = around;
  }
  // A call reads nothing that is bound where it is read.
  std::map<std::string, Value> bind_only(std::map<std::string, Value> names) {
    return std::exchange(names_, std::move(names));
  }

 private:
  // `taken`: how many of the path's steps the root is.
  Value root_of(const plan::RefSyntax& ref, std::size_t& taken);
  Value follow(Value value, const plan::RefSyntax& ref, std::size_t from);
  Value all_of(const Value& list, const plan::RefSyntax& ref, std::size_t from);
  Value entry_of(const Value& map, const Value& key) const;
  bool holds(const plan::ConditionSyntax& condition);
  bool counts(const Value& value) const;
  bool equal(const Value& a, const Value& b) const;
  bool equal(const Value& value, const config::Node& node) const;

  const Reading& reading_;
  const Values& values_;
  CallRuns& calls_;
  std::map<std::string, Value> names_;
};

}  // namespace bff::random_plans
