// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_emit_request.hpp"

#include <utility>

#include "plan/compile_node.hpp"

namespace bff::plan {
namespace {

class RequestEmitter {
 public:
  explicit RequestEmitter(PathEmitter& paths) : paths_(paths) {}

  void run(const CallModel& model, Call& call) {
    if (model.each != nullptr) bind_each(model, call);
    call.when = paths_.conditions(model.when, scope_);
    call.request = fields(model.request);
    if (model.whole_request) call.whole_request = paths_.expression(*model.whole_request, scope_);
    for (const auto& [name, value] : model.metadata) {
      call.metadata.push_back({.name = name, .value = paths_.expression(value, scope_)});
    }
  }

 private:
  void bind_each(const CallModel& model, Call& call) {
    PathEmitter::Bound bound{.frame = paths_.make_frame()};
    if (model.each_list) {
      call.each = Call::Each{};
      Call::Each& each = *call.each;
      each.list = paths_.source(*model.each_list, scope_);
      bound.selection =
          bind_element(paths_, model.each_list->type, *model.each, true).bound.selection;
      each.selection = bound.selection;
      each.frame = bound.frame;
      each.max = model.syntax->for_each->max.value;
    } else {
      const Type& key = model.table->key_type;
      if (key.message != nullptr) bound.selection = &paths_.make_selection(*key.message);
      call.table->frame = bound.frame;
      call.table->key_selection = bound.selection;
    }
    scope_[&model.each->target()] = bound;
  }

  std::vector<RequestField> fields(const std::vector<RequestModel>& models) {
    std::vector<RequestField> out;
    for (const RequestModel& model : models) {
      RequestField& field = out.emplace_back();
      field.field = model.field;
      field.wrap = model.wrap;
      field.literal = model.literal;
      field.is_nested = model.is_nested;
      field.when = paths_.conditions(model.when, scope_);
      if (model.from) bind_from(model, field);
      if (model.expr) field.expression = paths_.expression(*model.expr, scope_);
      field.nested = fields(model.nested);
      for (const RequestItemsModel& one : model.items) field.items.push_back(items(one));
    }
    return out;
  }

  void bind_from(const RequestModel& model, RequestField& field) {
    field.from = paths_.source(*model.from, scope_);
    const ValueReads reads = bind_value(paths_, *model.from, scope_, *field.from);
    field.selection = reads.selection;
    PathEmitter::Bound bound = reads.bound;
    bound.frame = field.frame = paths_.make_frame();
    scope_[&model.binding->target()] = bound;
  }

  RequestItems items(const RequestItemsModel& model) {
    RequestItems out;
    if (model.list) {
      out.list = paths_.source(*model.list, scope_);
      const LoopReads reads = bind_element(paths_, model.list->type, *model.binding, true);
      out.selection = reads.bound.selection;
      out.entry = reads.entry;
      out.limit = model.limit;
      if (model.limit_input) out.limit_input = static_cast<InputId>(*model.limit_input);
      PathEmitter::Bound bound = reads.bound;
      bound.frame = out.frame = paths_.make_frame();
      scope_[&model.binding->target()] = bound;
    }
    out.when = paths_.conditions(model.when, scope_);
    out.element = fields(model.element);
    return out;
  }

  PathEmitter& paths_;
  PathEmitter::Scope scope_;
};

}  // namespace

void emit_request(PathEmitter& paths, const CallModel& model, Call& call) {
  RequestEmitter(paths).run(model, call);
}

}  // namespace bff::plan
