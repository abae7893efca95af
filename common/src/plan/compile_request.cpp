// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_request.hpp"

#include <set>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_fields.hpp"
#include "plan/compile_values.hpp"
#include "plan/compile_visit.hpp"

namespace bff::plan {
namespace {

// `with: $body`: the whole message.
void check_whole(RouteContext& context, CallModel& call, const ShapeSyntax& with) {
  Expr expr = check_expression(context, *with.expression, nullptr);
  const Type& type = expr.type;
  if (!type.known()) return;
  const std::string text = to_text(*with.expression);
  if (!same(type, message_type(*call.request_type))) {
    context.out.add(codes::kFieldType, with.place,
                    "'" + call.syntax->name.value + "' is asked with " +
                        call.request_type->full_name + ", " + text + " is " + describe(type));
    return;
  }
  if (type.absent) {
    context.out.add(codes::kNullField, with.place,
                    text + " may be null, and there must be a request", "write !");
  }
  note_missing(context, call, type, with.place);
  call.whole_request = std::move(expr);
}

// The name of `for_each`, and for writes the list that it runs over.
const Binding& bind_each(RouteContext& context, CallModel& call) {
  const ForEachSyntax& syntax = *call.syntax->for_each;
  Type type;
  CallSet origins;
  const proto::Field* unwrap = nullptr;
  BodyReads* body = nullptr;
  if (!syntax.list) {
    if (call.table) type = call.table->key_type;
  } else {
    Expr list = check_source(context, *syntax.list);
    origins = list.origins();
    if (list.refs.size() == 1) body = list.refs[0].body;
    if (list.type.list) {
      type = element_of(list.type);
      if (list.type.field != nullptr) unwrap = wrapped_field(*list.type.field);
    } else if (list.type.known()) {
      context.out.add(
          codes::kBadEach, syntax.list->place,
          "for_each wants a list, " + to_text(*syntax.list) + " is " + describe(list.type));
    }
    if (list.type.absent) {
      context.out.add(codes::kNullField, syntax.list->place, to_text(*syntax.list) + " may be null",
                      "write ! or ??");
    }
    call.missing.insert(list.type.missing.begin(), list.type.missing.end());
    call.each_list = std::move(list);
  }
  Binding& binding = context.make_binding(syntax.name, std::move(type));
  binding.origins = std::move(origins);
  binding.unwrap = unwrap;
  binding.body = body;
  return binding;
}

void check_after(RouteContext& context, CallModel& call) {
  for (const LocatedText& name : call.syntax->after) {
    const Binding* binding = context.find(name.value);
    if (binding != nullptr && binding->call) {
      call.needs.insert(*binding->call);
      call.after.insert(*binding->call);
      continue;
    }
    if (!context.route.sound) continue;
    std::vector<std::string_view> names;
    for (const CallModel& other : context.route.calls) names.push_back(other.syntax->name.value);
    context.out.add(codes::kUnknownName, name.place, "there is no call '" + name.value + "'",
                    did_you_mean(name.value, names));
  }
}

using Bindings = std::set<const Binding*>;

bool reads(const Expr& expr, const Bindings& names) {
  bool found = false;
  visit_refs(expr, [&](const Ref& ref) { found = found || names.count(ref.binding) != 0; });
  return found;
}

// Adds the names that `$for` and `$from` of a request bind to parts of what `names` stand for.
void add_parts(const std::vector<RequestModel>& fields, Bindings& names) {
  for (const RequestModel& field : fields) {
    if (field.from && reads(*field.from, names)) names.insert(field.binding);
    add_parts(field.nested, names);
    for (const RequestItemsModel& items : field.items) {
      if (items.list && reads(*items.list, names)) names.insert(items.binding);
      add_parts(items.element, names);
    }
  }
}

// The keys of a table are all collected before it asks for the first of them, so none of them can
// be a key of another table.
void refuse_chain(RouteContext& context, const CallModel& call) {
  Bindings own{call.each};
  add_parts(call.request, own);
  visit_refs(call, [&](const Ref& ref) {
    if (ref.root != Ref::Root::lookup) return;
    visit_refs(*ref.key, [&](const Ref& key) {
      if (own.count(key.binding) == 0) return;
      const std::string& table = context.route.calls[ref.table].syntax->name.value;
      context.out.add(codes::kBadTable, call.syntax->for_each->place,
                      "'" + call.syntax->name.value + "' looks up '" + table + "' by its own '$" +
                          key.binding->name + "'",
                      "look it up where '" + call.syntax->name.value + "' is looked up");
    });
  });
}

void check_request(RouteContext& context, CallModel& call) {
  const CallSyntax& syntax = *call.syntax;
  CallSet reads;
  context.reads = &reads;
  const std::vector<const Binding*> locals = context.take_locals();
  check_after(context, call);
  if (syntax.for_each) {
    call.each = &bind_each(context, call);
    context.enter(*call.each);
  }
  if (syntax.when) call.when = check_conditions(context, *syntax.when);
  if (syntax.with && call.request_type != nullptr) {
    if (syntax.with->kind == ShapeSyntax::Kind::expression) {
      check_whole(context, call, *syntax.with);
    } else {
      call.request = check_fields(context, call, *syntax.with);
    }
  }
  call.metadata = check_values(context, syntax.metadata);
  for (const auto& [name, value] : call.metadata) {
    call.missing.insert(value.type.missing.begin(), value.type.missing.end());
  }
  if (call.each != nullptr && !syntax.for_each->list) refuse_chain(context, call);
  context.put_locals(locals);
  call.needs.insert(reads.begin(), reads.end());
  context.reads = nullptr;
}

}  // namespace

void check_requests(RouteContext& context) {
  // A call of a file comes in at the end, when a request reads it.
  for (std::size_t i = 0; i < context.route.calls.size(); ++i) {
    CallModel& call = context.route.calls[i];
    if (std::exchange(call.checked, true)) continue;
    check_request(context, call);
  }
}

}  // namespace bff::plan
