// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_emit.hpp"

#include <algorithm>
#include <utility>

#include "plan/compile_collector.hpp"
#include "plan/compile_emit_request.hpp"
#include "plan/compile_mask.hpp"
#include "plan/compile_node.hpp"
#include "plan/compile_path.hpp"
#include "plan/compile_reads.hpp"
#include "plan/compile_request_body.hpp"
#include "plan/compile_respond.hpp"
#include "plan/compile_settle.hpp"
#include "plan/compile_stream.hpp"

namespace bff::plan {
namespace {

class PlanEmitter {
 public:
  PlanEmitter(const RouteModel& route, const ShapePtr& view, RoutePlan& plan)
      : route_(route), view_(view), plan_(plan), paths_(plan) {}

  void run() {
    place_body();
    const CallSet used = calls_of_view(route_, view_);
    for (const std::size_t index : used) place_call(index);
    name_pruned(used);
    if (view_) plan_.shape = emit_node(paths_, *view_);
    emit_respond(paths_, route_.respond, plan_.respond);
    emit_stream(paths_, route_, plan_);
    paths_.take_reads();
    for (const RequirementModel& model : route_.requirements) emit_requirement(model);
    for (const std::size_t index : used) emit_call(index);
    for (const std::size_t index : used) emit_mask(index);
    put_stream_last();
    write_view_paths();
    for (const auto& selection : plan_.selections) selection->freeze();
  }

 private:
  void place_body() {
    if (route_.body == nullptr) return;
    Body& body = plan_.body.emplace();
    body.table = route_.body->type.message;
    body.frame = paths_.make_frame();
    proto::Selection& selection = paths_.make_selection(*body.table);
    body.selection = &selection;
    body.closure = closure_of(route_.body_reads, *body.table);
    paths_.everywhere[route_.body] = {body.frame, &selection};
  }

  // Calls of a file are made only where they are read: that one is not is no news.
  void name_pruned(const CallSet& used) {
    for (std::size_t i = 0; i < route_.calls.size(); ++i) {
      if (used.count(i) == 0 && !route_.calls[i].of_file) {
        plan_.pruned.push_back(route_.calls[i].syntax->name.value);
      }
    }
  }

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
    call.local = model.local;
    call.frame = place.response.frame;
    call.selection = place.response.selection;
    call.on_error = model.on_error;
    call.on_error_by_code = model.on_error_by_code;
    call.retry = model.retry;
    call.writes = model.writes;
    if (model.syntax->timeout) call.timeout = model.syntax->timeout->value;
    if (model.table) place_table(*model.table, call.table.emplace(), place);
    paths_.calls.emplace(index, place);
  }

  void place_table(const TableModel& model, Table& table, PathEmitter::CallPlace& place) {
    table.keys = model.keys;
    table.join = model.join;
    table.into = model.into;
    table.key = model.key;
    table.max = model.max;
    table.total = model.total;
    if (model.join == Table::Join::whole) {
      place.row = place.response.selection;
      table.row = place.row;
      table.key_type = paths_.value_type(model.key_type);
      return;
    }
    table.rows_slot = place.response.selection->add(*model.rows);
    if (model.value_type.message != nullptr) {
      place.row = &paths_.make_selection(*model.value_type.message);
      table.row = place.row;
    }
    if (model.join == Table::Join::entry) {
      proto::Selection& entry = paths_.make_selection(*model.rows->message);
      entry.add(*model.rows->message->find(1U));  // slot 0
      entry.add(*model.rows->message->find(2U));  // slot 1
      table.entry = &entry;
    } else {
      table.key_slot = place.row->add(*model.key);
    }
  }

  void emit_requirement(const RequirementModel& model) {
    Requirement& made = plan_.requirements.emplace_back();
    made.that = paths_.conditions(model.that, {});
    made.status = model.status;
    made.title = model.title;
    for (const CallId need : paths_.take_reads()) made.needs.push_back(need);
  }

  void emit_call(std::size_t index) {
    const CallModel& model = route_.calls[index];
    Call& call = plan_.calls[paths_.calls.at(index).id];
    emit_request(paths_, model, call);
    if (call.table && call.table->keys != Table::Keys::response) {
      call.table->collector = emit_collector(paths_, route_, view_, index);
    }
    std::set<CallId> needs = paths_.take_reads();
    for (const std::size_t before : model.after) {
      if (const auto at = paths_.calls.find(before); at != paths_.calls.end()) {
        needs.insert(at->second.id);
      }
    }
    if (model.writes) judge_before(index, call, needs);
    call.needs.assign(needs.begin(), needs.end());
    for (const std::size_t missing : model.missing) {
      if (const auto at = paths_.calls.find(missing); at != paths_.calls.end()) {
        call.reads.push_back(at->second.id);
      }
    }
  }

  // The stream is opened when all else is settled.
  void put_stream_last() {
    if (!plan_.stream) return;
    Call& stream = plan_.calls[*plan_.stream->call];
    stream.needs.clear();
    for (std::size_t id = 0; id < plan_.calls.size(); ++id) {
      if (id != *plan_.stream->call) stream.needs.push_back(static_cast<CallId>(id));
    }
    stream.judged.clear();
    for (std::size_t i = 0; i < plan_.requirements.size(); ++i) {
      stream.judged.push_back(static_cast<std::uint16_t>(i));
    }
  }

  // A requirement stands before every write that it does not read.
  void judge_before(std::size_t write, Call& call, std::set<CallId>& needs) {
    for (std::size_t i = 0; i < plan_.requirements.size(); ++i) {
      if (route_.requirements[i].after.count(write) != 0) continue;
      call.judged.push_back(static_cast<std::uint16_t>(i));
      needs.insert(plan_.requirements[i].needs.begin(), plan_.requirements[i].needs.end());
    }
  }

  void emit_mask(std::size_t index) {
    const CallModel& model = route_.calls[index];
    if (model.read_mask == nullptr) return;
    const PathEmitter::CallPlace& place = paths_.calls.at(index);
    const bool rows = model.table && model.table->join != Table::Join::whole &&
                      model.table->keys == Table::Keys::batch && place.row != nullptr;
    add_read_mask(paths_, *model.read_mask, rows ? *place.row : *place.response.selection,
                  plan_.calls[place.id].request);
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

// What the shape writes is an object with known keys, or null. In a map any key may stand already.
bool writes_object(const ShapeModel& shape) {
  switch (shape.kind) {
    case ShapeModel::Kind::object:
      return true;
    case ShapeModel::Kind::from:
      return shape.body == nullptr || writes_object(*shape.body);
    case ShapeModel::Kind::value:
      return shape.expr.type.single(Type::Kind::message) &&
             shape.expr.type.message->well_known == proto::WellKnown::none;
    case ShapeModel::Kind::choice:
      return std::ranges::all_of(
                 shape.cases,
                 [](const auto& one) { return one.body == nullptr || writes_object(*one.body); }) &&
             (!shape.otherwise || !shape.otherwise->body || writes_object(*shape.otherwise->body));
    default:
      return false;
  }
}

}  // namespace

std::shared_ptr<const RoutePlan> emit_plan(const RouteModel& route, const ShapePtr& view,
                                           std::vector<Input> inputs,
                                           const proto::AnyResolver& any) {
  auto plan = std::make_shared<RoutePlan>();
  plan->id = route.syntax->id.value;
  plan->summary = route.syntax->summary;
  plan->method = route.syntax->method.value;
  plan->path = route.path;
  plan->policy = *route.policy;
  plan->deadline = route.deadline;
  plan->error_details = route.error_details;
  plan->inputs = std::move(inputs);
  plan->object_root = view != nullptr && writes_object(*view);
  plan->format = route.file->format;
  plan->format.any = &any;
  plan->file = route.file->source->path() + ":" + std::to_string(route.syntax->place.line);
  plan->synthetic_fields.assign(route.fields.begin(), route.fields.end());
  emit_retirement(*route.syntax, *plan);
  PlanEmitter(route, view, *plan).run();
  settle(*plan);
  return plan;
}

}  // namespace bff::plan
