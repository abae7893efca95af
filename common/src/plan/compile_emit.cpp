// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_emit.hpp"

#include <utility>

#include "plan/compile_collector.hpp"
#include "plan/compile_node.hpp"
#include "plan/compile_path.hpp"
#include "plan/compile_reads.hpp"

namespace bff::plan {
namespace {

class PlanEmitter {
 public:
  PlanEmitter(const RouteModel& route, const ShapePtr& view, RoutePlan& plan)
      : route_(route), view_(view), plan_(plan), paths_(plan) {}

  void run() {
    const CallSet used = calls_of_view(route_, view_);
    for (const std::size_t index : used) place_call(index);
    if (view_) plan_.shape = emit_node(paths_, *view_);
    paths_.take_reads();
    for (const std::size_t index : used) emit_call(index);
    write_view_paths();
    for (const auto& selection : plan_.selections) selection->freeze();
  }

 private:
  // Frames and selections of all calls, before anything reads them.
  void place_call(std::size_t index) {
    const CallModel& model = route_.calls[index];
    PathEmitter::CallPlace place;
    place.id = static_cast<CallId>(plan_.calls.size());
    place.response = {paths_.make_frame(), &paths_.make_selection(*model.response_type)};
    Call& call = plan_.calls.emplace_back();
    call.name = model.syntax->name.value;
    call.method = model.method;
    call.upstream = model.upstream;
    call.frame = place.response.frame;
    call.selection = place.response.selection;
    call.on_error = model.on_error;
    call.retry = model.retry;
    call.writes = model.writes;
    if (model.syntax->timeout) call.timeout = model.syntax->timeout->value;
    if (model.table) {
      place.row = &paths_.make_selection(*model.table->rows->message);
      Table& table = call.table.emplace();
      table.into = model.table->into;
      table.key = model.table->key;
      table.max = model.table->max;
      table.total = model.table->total;
      table.rows_slot = place.response.selection->add(*model.table->rows);
      table.key_slot = place.row->add(*model.table->key);
      table.row = place.row;
    }
    paths_.calls.emplace(index, place);
  }

  void emit_call(std::size_t index) {
    const CallModel& model = route_.calls[index];
    Call& call = plan_.calls[paths_.calls.at(index).id];
    call.request = emit_request(model.request);
    if (call.table) call.table->collector = emit_collector(paths_, route_, view_, index);
    for (const CallId need : paths_.take_reads()) call.needs.push_back(need);
    for (const std::size_t missing : model.missing) {
      call.reads.push_back(paths_.calls.at(missing).id);
    }
  }

  std::vector<RequestField> emit_request(const std::vector<RequestModel>& models) {
    std::vector<RequestField> fields;
    for (const RequestModel& model : models) {
      RequestField& field = fields.emplace_back();
      field.field = model.field;
      field.wrap = model.wrap;
      field.literal = model.literal;
      field.is_nested = model.is_nested;
      if (model.expr) field.expression = paths_.expression(*model.expr, {});
      if (model.is_nested) field.nested = emit_request(model.nested);
    }
    return fields;
  }

  void write_view_paths() {
    if (!view_) return;
    auto by_call = view_paths(route_, *view_);
    for (const auto& [index, place] : paths_.calls) {
      plan_.calls[place.id].view_paths = std::move(by_call[index]);
    }
  }

  const RouteModel& route_;
  const ShapePtr& view_;
  RoutePlan& plan_;
  PathEmitter paths_;
};

// Cells of texts are views; the plan no longer moves, so they can be set.
void settle(Expression& expression) {
  const proto::Field* field = expression.type.field;
  if (!expression.has_literal || expression.literal_null || field == nullptr) return;
  if (field->type == proto::FieldType::text || field->type == proto::FieldType::bytes) {
    expression.literal = proto::Cell::view(expression.literal_text);
  }
}

void settle(Node& node) {
  settle(node.expression);
  for (Member& member : node.members) settle(*member.value);
  if (node.body) settle(*node.body);
}

void settle(std::vector<RequestField>& fields) {
  for (RequestField& field : fields) {
    if (field.expression) settle(*field.expression);
    settle(field.nested);
  }
}

void settle(RoutePlan& plan) {
  for (Input& input : plan.inputs) {
    if (input.default_value && input.type == proto::FieldType::text) {
      input.default_value = proto::Cell::view(input.default_text);
    }
  }
  if (plan.shape) settle(*plan.shape);
  for (Call& call : plan.calls) settle(call.request);
  for (Call& call : plan.calls) {
    if (call.table && call.table->collector) settle(*call.table->collector);
  }
}

}  // namespace

std::shared_ptr<const RoutePlan> emit_plan(const RouteModel& route, const ShapePtr& view,
                                           std::vector<Input> inputs,
                                           const proto::AnyResolver& any) {
  auto plan = std::make_shared<RoutePlan>();
  plan->id = route.syntax->id.value;
  plan->method = route.syntax->method.value;
  plan->path = route.path;
  plan->policy = *route.policy;
  plan->deadline = route.deadline;
  plan->inputs = std::move(inputs);
  plan->object_root = view != nullptr && view->kind == ShapeModel::Kind::object;
  plan->format = route.file->format;
  plan->format.any = &any;
  plan->file = route.file->source->path() + ":" + std::to_string(route.syntax->place.line);
  PlanEmitter(route, view, *plan).run();
  settle(*plan);
  return plan;
}

}  // namespace bff::plan
