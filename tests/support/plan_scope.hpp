// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <deque>
#include <memory>
#include <memory_resource>
#include <string>
#include <utility>
#include <vector>

#include "plan/evaluate.hpp"
#include "plan/table.hpp"

namespace bff::test {

// The scope of a plan whose calls have answered, without an Execution around it.
class PlanScope {
 public:
  explicit PlanScope(std::shared_ptr<const plan::RoutePlan> made,
                     std::vector<plan::Argument> given = {})
      : plan_(std::move(made)),
        arguments_(std::move(given)),
        scope_{.plan = *plan_,
               .arguments = arguments_,
               .arena = arena_,
               .frames = std::pmr::vector<plan::Value>(plan_->frames, &arena_),
               .tables = std::pmr::vector<const plan::TableRows*>(plan_->calls.size(), nullptr,
                                                                  &arena_)} {}

  // Binds a call's frame to its answer. Precondition: the bytes hold.
  void answer(plan::CallId id, std::string bytes) {
    const plan::Call& call = plan_->calls[id];
    const std::string& kept = bytes_.emplace_back(std::move(bytes));
    plan::Value& value = scope_.frames[call.frame];
    value.kind = plan::Value::Kind::single;
    value.origin = id;
    value.cell = proto::Cell::view(kept);
    value.record = proto::index(kept, *call.selection, arena_).value();
  }
  void miss(plan::CallId id) {
    scope_.frames[plan_->calls[id].frame].kind = plan::Value::Kind::missing;
    scope_.frames[plan_->calls[id].frame].origin = id;
  }

  plan::Scope& operator*() { return scope_; }
  plan::Scope* operator->() { return &scope_; }
  std::pmr::memory_resource& arena() { return arena_; }

 private:
  std::pmr::monotonic_buffer_resource arena_;
  std::shared_ptr<const plan::RoutePlan> plan_;
  std::vector<plan::Argument> arguments_;
  std::deque<std::string> bytes_;
  plan::Scope scope_;
};

}  // namespace bff::test
