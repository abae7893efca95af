// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_shape.hpp"

#include <utility>

#include "plan/compile_body.hpp"
#include "plan/compile_choice.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_copy.hpp"
#include "plan/compile_declared.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_merge.hpp"
#include "plan/compile_reads.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

// `in_list`: the shape makes elements of a list, by itself or as the body of `$for`.
ShapePtr check(RouteContext& context, const ShapeSyntax& syntax, bool in_list = false);

ShapePtr check_object(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeKind::object};
  KeysOnce keys(context);
  for (const ShapeMember& member : syntax.members) {
    ShapePtr value = check(context, *member.value);
    if (!member.merge) {
      keys.add(member.key.value, member.key.place);
      model.members.push_back({.key = member.key.value, .value = std::move(value)});
    } else if (ShapePtr part = check_merged(context, member.value->place, std::move(value), keys)) {
      model.members.push_back({.spread = true, .value = std::move(part)});
    }
  }
  return make_shape(std::move(model));
}

// The body of `$for` or `$from` with its name in scope; null: copied whole.
ShapePtr check_body(RouteContext& context, const ShapeSyntax& syntax, const Binding& binding,
                    ShapeModel& model) {
  if (syntax.pick) return check_pick(context, *syntax.pick, binding);
  if (syntax.omit) return check_omit(context, *syntax.omit, binding);
  InBody in(context, syntax, binding);
  const CallSet filter = origins_of(model.when);  // read before anything in the body is fetched
  context.enclosing.insert(filter.begin(), filter.end());
  if (in.body() == nullptr) return in.damaged() ? unknown_shape() : nullptr;
  const bool in_list = syntax.kind == ShapeSyntax::Kind::each && !model.expr.type.map;
  ShapePtr body = check(context, *in.body(), in_list);
  if (in.named() == nullptr || body->unknown) return body;
  ShapeModel named = *body;
  named.name = in.named()->name.value;
  return make_shape(std::move(named));
}

ShapePtr check_each(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeKind::each};
  model.expr = check_source(context, *syntax.expression);
  const LoopBinding loop = bind_loop(context, syntax, model.expr);
  model.binding = loop.binding;
  if (syntax.limit) check_limit(context, *syntax.limit, model.limit, model.limit_input);
  if (syntax.when) {
    context.enter(*loop.binding);
    model.when = check_conditions(context, *syntax.when);
    context.leave();
  }
  model.body = check_body(context, syntax, *loop.binding, model);
  if (model.body == nullptr) {
    for (const Ref& ref : model.expr.refs) read_whole(ref);
  }
  if (syntax.when) {
    check_filter(context, syntax.when->place, model.when, *model.binding,
                 model.body ? calls_in(*model.body) : CallSet{});
  }
  return loop.good ? make_shape(std::move(model)) : unknown_shape();
}

ShapePtr check_from(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeKind::from};
  model.expr = check_source(context, *syntax.expression);
  const LoopBinding bound = bind_from(context, syntax, model.expr);
  model.binding = bound.binding;
  model.body = check_body(context, syntax, *bound.binding, model);
  if (model.body == nullptr) {
    model.kind = ShapeKind::value;
    for (const Ref& ref : model.expr.refs) read_whole(ref);
  }
  return bound.good ? make_shape(std::move(model)) : unknown_shape();
}

ShapePtr check_value(Expr expr) {
  if (!expr.type.known()) return unknown_shape();
  ShapeModel model{.kind = ShapeKind::value};
  model.expr = std::move(expr);
  return make_shape(std::move(model));
}

ShapePtr list_shape(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeKind::list};
  for (const ShapeSyntaxPtr& item : syntax.items) {
    model.items.push_back(check(context, *item, true));
  }
  return make_shape(std::move(model));
}

ShapePtr check_count(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeKind::count};
  model.expr = check_source(context, *syntax.expression);
  const Type& type = model.expr.type;
  if (!type.known()) return unknown_shape();
  if (!type.list && !type.map) {
    context.out.add(
        codes::kForWantsList, syntax.expression->place,
        "$count wants a list, " + to_text(*syntax.expression) + " is " + describe(type));
    return unknown_shape();
  }
  return make_shape(std::move(model));
}

ShapePtr check_kind(RouteContext& context, const ShapeSyntax& syntax, bool in_list) {
  switch (syntax.kind) {
    case ShapeSyntax::Kind::object:
      return check_object(context, syntax);
    case ShapeSyntax::Kind::literal:
      return make_shape({.kind = ShapeKind::literal, .text = to_json(syntax.literal)});
    case ShapeSyntax::Kind::expression:
      return check_value(check_expression(context, *syntax.expression, nullptr));
    case ShapeSyntax::Kind::text:
      return check_value(check_text(context, *syntax.text));
    case ShapeSyntax::Kind::list:
      return list_shape(context, syntax);
    case ShapeSyntax::Kind::each:
      return check_each(context, syntax);
    case ShapeSyntax::Kind::from:
      return check_from(context, syntax);
    case ShapeSyntax::Kind::count:
      return check_count(context, syntax);
    case ShapeSyntax::Kind::choice:
      return check_choice(context, syntax, in_list);
  }
  return unknown_shape();
}

ShapePtr check_any(RouteContext& context, const ShapeSyntax& syntax, bool in_list) {
  if (!syntax.when || syntax.kind == ShapeSyntax::Kind::each) {
    return check_kind(context, syntax, in_list);
  }
  ConditionsModel when = check_conditions(context, *syntax.when);
  // What is looked up inside is fetched when the condition holds.
  const CallSet around = context.enclosing, origins = origins_of(when);
  context.enclosing.insert(origins.begin(), origins.end());
  ShapePtr shape = check_kind(context, syntax, in_list);
  context.enclosing = around;
  if (when.empty() || shape->unknown) return shape;
  ShapeModel copy = *shape;
  copy.when = std::move(when);
  return make_shape(std::move(copy));
}

ShapePtr check(RouteContext& context, const ShapeSyntax& syntax, bool in_list) {
  ShapePtr shape = check_any(context, syntax, in_list);
  if (syntax.declared != nullptr) check_declared(context, syntax, *shape);
  return shape;
}

}  // namespace

void check_filter(RouteContext& context, const Place& place, const ConditionsModel& when,
                  const Binding& element, const CallSet& by_body) {
  const CallSet by_element = looked_up_by(when, element);
  for (const std::size_t call : origins_of(when)) {
    const CallModel& table = context.route.calls[call];
    if (!table.is_table || (by_element.count(call) == 0 && by_body.count(call) == 0)) continue;
    context.out.add(
        codes::kFilterReadsOwnRows, place,
        "the filter needs '" + table.syntax->name.value + "', which is fetched for this list",
        "filter by what the list itself holds, or in the service");
  }
}

ShapePtr unknown_shape() { return make_shape({.kind = ShapeKind::literal, .unknown = true}); }

ShapePtr check_shape_here(RouteContext& context, const ShapeSyntax& syntax) {
  return check(context, syntax);
}

void check_shape(RouteContext& context) {
  if (context.route.syntax->shape == nullptr) return;
  context.reads = &context.route.shape_reads;
  context.route.shape = check(context, *context.route.syntax->shape);
  context.reads = nullptr;
}

}  // namespace bff::plan
