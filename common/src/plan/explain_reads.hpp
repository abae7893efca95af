// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>

#include "plan/plan.hpp"

namespace bff::plan {

// What parts of a plan read: inputs, the body, and calls, whose rows and keys count as well.
class PlanReads {
 public:
  explicit PlanReads(const RoutePlan& plan) : plan_(plan) {}

  std::set<InputId> inputs;
  std::set<CallId> calls;
  bool body = false;

  // All that goes into the call, what decides over it and the keys of a table included.
  void add(const Call& call);
  void add(const Conditions& conditions);
  void add(const Expression& expression);

 private:
  void add(const Path& path);
  void add(const std::vector<RequestField>& fields);
  void add(const RequestItems& items);
  void add(const Node& node);
  void add_input(const std::optional<InputId>& input);
  void add_frame(FrameId frame);

  const RoutePlan& plan_;
};

}  // namespace bff::plan
