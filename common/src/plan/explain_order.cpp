// SPDX-License-Identifier: Apache-2.0
#include "plan/explain_order.hpp"

#include <algorithm>

namespace bff::plan {
namespace {

Duration longest(const RoutePlan& plan, const Call& call) {
  if (call.local != nullptr) return Duration{0};
  if (call.timeout.count() == 0) return plan.deadline;
  return std::min(plan.deadline, call.timeout * (call.each ? call.each->max : 1));
}

// What each call needs comes before it; compile() has refused cycles.
std::vector<CallId> in_order(const RoutePlan& plan) {
  std::vector<CallId> out;
  std::vector<bool> seen(plan.calls.size());
  const auto visit = [&](const auto& self, CallId id) -> void {
    if (seen[id]) return;
    seen[id] = true;
    for (const CallId need : plan.calls[id].needs) self(self, need);
    out.push_back(id);
  };
  for (std::size_t id = 0; id < plan.calls.size(); ++id) visit(visit, static_cast<CallId>(id));
  return out;
}

}  // namespace

std::vector<std::vector<CallId>> stages_of(const RoutePlan& plan) {
  std::vector<std::size_t> stage(plan.calls.size());
  std::size_t count = 0;
  for (const CallId id : in_order(plan)) {
    for (const CallId need : plan.calls[id].needs) {
      stage[id] = std::max(stage[id], stage[need] + 1);
    }
    count = std::max(count, stage[id] + 1);
  }
  std::vector<std::vector<CallId>> out(count);
  for (std::size_t id = 0; id < stage.size(); ++id) {
    out[stage[id]].push_back(static_cast<CallId>(id));
  }
  return out;
}

CriticalPath critical_path_of(const RoutePlan& plan) {
  std::vector<CriticalPath> ending(plan.calls.size());  // the longest that ends with the call
  CriticalPath out;
  for (const CallId id : in_order(plan)) {
    CriticalPath& path = ending[id];
    for (const CallId need : plan.calls[id].needs) {
      if (path.calls.empty() || ending[need].time > path.time) path = ending[need];
    }
    path.calls.push_back(id);
    path.time += longest(plan, plan.calls[id]);
    if (out.calls.empty() || path.time > out.time) out = path;
  }
  return out;
}

}  // namespace bff::plan
