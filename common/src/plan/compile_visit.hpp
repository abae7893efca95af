// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "plan/compile_model.hpp"

namespace bff::plan {

// visit_refs(x, f) calls f(ref) for each ref that stands in x, those in keys included, in the order
// of the shape.

template <class F>
void visit_refs(const Ref& ref, F&& f) {
  f(ref);
  if (ref.key) visit_refs(*ref.key, f);
  for (const Ref::Step& step : ref.steps) {
    if (step.key) visit_refs(*step.key, f);
  }
}

template <class F>
void visit_refs(const Expr& expr, F&& f) {
  for (const Ref& ref : expr.refs) visit_refs(ref, f);
  for (const TextPartModel& part : expr.text) {
    if (part.value) visit_refs(*part.value, f);
  }
}

template <class F>
void visit_refs(const ConditionsModel& conditions, F&& f) {
  for (const ConditionModel& condition : conditions) {
    visit_refs(condition.left, f);
    for (const Expr& right : condition.right) visit_refs(right, f);
  }
}

template <class F>
void visit_refs(const ShapeModel& shape, F&& f) {
  visit_refs(shape.expr, f);
  visit_refs(shape.when, f);
  for (const auto& member : shape.members) visit_refs(*member.value, f);
  for (const ShapePtr& item : shape.items) visit_refs(*item, f);
  for (const auto& one : shape.cases) {
    if (one.body) visit_refs(*one.body, f);
  }
  if (shape.otherwise && shape.otherwise->body) visit_refs(*shape.otherwise->body, f);
  if (shape.body) visit_refs(*shape.body, f);
}

template <class F>
void visit_refs(const std::vector<RequestModel>& fields, F&& f) {
  for (const RequestModel& field : fields) {
    if (field.expr) visit_refs(*field.expr, f);
    if (field.from) visit_refs(*field.from, f);
    visit_refs(field.when, f);
    visit_refs(field.nested, f);
    for (const RequestItemsModel& items : field.items) {
      if (items.list) visit_refs(*items.list, f);
      visit_refs(items.when, f);
      visit_refs(items.element, f);
    }
  }
}

template <class F>
void visit_refs(const CallModel& call, F&& f) {
  if (call.each_list) visit_refs(*call.each_list, f);
  visit_refs(call.when, f);
  visit_refs(call.request, f);
  if (call.whole_request) visit_refs(*call.whole_request, f);
  for (const auto& [name, value] : call.metadata) visit_refs(value, f);
}

}  // namespace bff::plan
