// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_settle.hpp"

namespace bff::plan {
namespace {

void settle(Path& path) {
  if (path.root == Path::Root::literal && (path.literal_type == proto::FieldType::text ||
                                           path.literal_type == proto::FieldType::bytes)) {
    path.literal = proto::Cell::view(path.literal_text);
  }
  if (path.key) settle(*path.key);
}

void settle(Expression& expression) {
  for (Path& path : expression.paths) settle(path);
  for (TextPart& part : expression.text) {
    if (part.value) settle(*part.value);
  }
  const proto::Field* field = expression.type.field;
  if (!expression.has_literal || expression.literal_null || field == nullptr) return;
  if (field->type == proto::FieldType::text || field->type == proto::FieldType::bytes) {
    expression.literal = proto::Cell::view(expression.literal_text);
  }
}

void settle(Conditions& conditions) {
  for (Condition& condition : conditions) {
    settle(condition.left);
    for (Expression& right : condition.right) settle(right);
  }
}

void settle(Node& node) {
  settle(node.expression);
  settle(node.when);
  for (Member& member : node.members) settle(*member.value);
  for (const auto& item : node.items) settle(*item);
  for (Case& one : node.cases) {
    if (one.body) settle(*one.body);
  }
  if (node.otherwise && node.otherwise->body) settle(*node.otherwise->body);
  if (node.body) settle(*node.body);
}

void settle(std::vector<RequestField>& fields) {
  for (RequestField& field : fields) {
    if (field.expression) settle(*field.expression);
    if (field.from) settle(*field.from);
    settle(field.when);
    settle(field.nested);
    for (RequestItems& items : field.items) {
      if (items.list) settle(*items.list);
      settle(items.when);
      settle(items.element);
    }
  }
}

void settle(std::vector<MetadataField>& fields) {
  for (MetadataField& field : fields) settle(field.value);
}

void settle(Call& call) {
  settle(call.request);
  settle(call.when);
  settle(call.metadata);
  if (call.whole_request) settle(*call.whole_request);
  if (call.each) settle(call.each->list);
  if (call.table && call.table->collector) settle(*call.table->collector);
}

}  // namespace

void settle(RoutePlan& plan) {
  for (Input& input : plan.inputs) {
    if (input.default_value && input.type == proto::FieldType::text) {
      input.default_value = proto::Cell::view(input.default_text);
    }
  }
  if (plan.shape) settle(*plan.shape);
  for (Requirement& requirement : plan.requirements) settle(requirement.that);
  settle(plan.respond.headers);
  for (Cookie& cookie : plan.respond.cookies) settle(cookie.value);
  for (Call& call : plan.calls) settle(call);
}

}  // namespace bff::plan
