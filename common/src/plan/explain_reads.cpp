// SPDX-License-Identifier: Apache-2.0
#include "plan/explain_reads.hpp"

namespace bff::plan {

void PlanReads::add(const Call& call) {
  add(call.request);
  if (call.whole_request) add(*call.whole_request);
  if (call.each) add(call.each->list);
  if (call.table && call.table->collector) add(*call.table->collector);
  add(call.when);
  for (const MetadataField& field : call.metadata) add(field.value);
}

void PlanReads::add(const Conditions& conditions) {
  for (const Condition& condition : conditions) {
    add(condition.left);
    for (const Expression& right : condition.right) add(right);
  }
}

void PlanReads::add(const Expression& expression) {
  for (const Path& path : expression.paths) add(path);
  for (const TextPart& part : expression.text) {
    if (part.value) add(*part.value);
  }
}

void PlanReads::add(const Path& path) {
  switch (path.root) {
    case Path::Root::frame:
      add_frame(path.index);
      break;
    case Path::Root::input:
      inputs.insert(path.index);
      break;
    case Path::Root::lookup:
      calls.insert(path.index);
      break;
    case Path::Root::literal:
      break;
  }
  if (path.key) add(*path.key);
  for (const Step& step : path.steps) {
    if (step.key) add(*step.key);
  }
}

void PlanReads::add(const std::vector<RequestField>& fields) {
  for (const RequestField& field : fields) {
    if (field.expression) add(*field.expression);
    if (field.from) add(*field.from);
    add(field.when);
    add(field.nested);
    for (const RequestItems& items : field.items) add(items);
  }
}

void PlanReads::add(const RequestItems& items) {
  if (items.list) add(*items.list);
  add_input(items.limit_input);
  add(items.when);
  add(items.element);
}

void PlanReads::add(const Node& node) {
  add(node.expression);
  add(node.when);
  add_input(node.limit_input);
  for (const Member& member : node.members) add(*member.value);
  for (const auto& item : node.items) add(*item);
  for (const Case& one : node.cases) {
    if (one.body) add(*one.body);
  }
  if (node.otherwise && node.otherwise->body) add(*node.otherwise->body);
  if (node.body) add(*node.body);
}

void PlanReads::add_input(const std::optional<InputId>& input) {
  if (input) inputs.insert(*input);
}

// What else is in scope, an element or a `from`, was read where it was bound.
void PlanReads::add_frame(FrameId frame) {
  if (plan_.body && plan_.body->frame == frame) body = true;
  for (std::size_t i = 0; i < plan_.calls.size(); ++i) {
    if (plan_.calls[i].frame == frame) calls.insert(static_cast<CallId>(i));
  }
}

}  // namespace bff::plan
