// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_path.hpp"

#include <utility>

namespace bff::plan {

proto::Selection& PathEmitter::make_selection(const proto::MessageTable& table) {
  return *plan_.selections.emplace_back(std::make_unique<proto::Selection>(table));
}

proto::Selection& PathEmitter::selection_of_elements(const ShapeModel& loop,
                                                     const proto::MessageTable& table) {
  proto::Selection*& selection = of_elements_[&loop];
  if (selection == nullptr) selection = &make_selection(table);
  return *selection;
}

PathEmitter::Start PathEmitter::start(const Ref& ref, const Scope& scope) {
  Start out;
  switch (ref.root) {
    case Ref::Root::none:
      break;
    case Ref::Root::input:
      out.path.root = Path::Root::input;
      out.path.index = static_cast<std::uint16_t>(ref.input);
      break;
    case Ref::Root::lookup: {
      const CallPlace& table = calls.at(ref.table);
      reads_.insert(table.id);
      out.path.root = Path::Root::lookup;
      out.path.index = table.id;
      out.path.key = std::make_unique<Path>(path(*ref.key, scope));
      out.selection = table.row;
      break;
    }
    case Ref::Root::binding: {
      Bound bound;
      if (ref.binding->call) {
        const CallPlace& call = calls.at(*ref.binding->call);
        reads_.insert(call.id);
        bound = call.response;
      } else {
        bound = scope.at(ref.binding);
      }
      out.path.root = Path::Root::frame;
      out.path.index = bound.frame;
      out.selection = bound.selection;
      break;
    }
  }
  return out;
}

PathEmitter::Start PathEmitter::walk(const Ref& ref, const Scope& scope, bool into_last) {
  Start out = start(ref, scope);
  std::size_t fields_left = 0;
  for (const Ref::Step& step : ref.steps) fields_left += step.field != nullptr ? 1 : 0;
  for (const Ref::Step& from : ref.steps) {
    Step& step = out.path.steps.emplace_back();
    if (from.field == nullptr) {
      step.kind = Step::Kind::insist;
      step.label = from.label;
      continue;
    }
    step.kind = Step::Kind::field;
    step.field = from.field;
    step.slot = out.selection->add(*from.field);
    if (--fields_left > 0 || into_last) out.selection = &out.selection->into(step.slot);
  }
  return out;
}

Path PathEmitter::path(const Ref& ref, const Scope& scope) {
  return std::move(walk(ref, scope, false).path);
}

proto::Selection& PathEmitter::selection_of(const Ref& ref, const Scope& scope) {
  return *walk(ref, scope, true).selection;
}

ValueType PathEmitter::value_type(const Type& type) {
  ValueType out;
  out.field = type.field;
  out.list = type.list || type.map;
  out.nullable = type.nullable();
  if (out.field == nullptr && type.kind == Type::Kind::message) {
    out.message = type.message;
  } else if (out.field == nullptr) {
    for (const auto& known : plan_.synthetic_fields) {
      if (known->type == type.scalar) out.field = known.get();
    }
    if (out.field == nullptr) {
      auto& made = plan_.synthetic_fields.emplace_back(std::make_unique<proto::Field>());
      made->type = type.scalar;
      made->presence = true;
      out.field = made.get();
    }
  }
  return out;
}

Expression PathEmitter::expression(const Expr& expr, const Scope& scope) {
  Expression out;
  switch (expr.fallback) {
    case ExpressionSyntax::Fallback::none:
      out.fallback = Expression::Fallback::none;
      break;
    case ExpressionSyntax::Fallback::if_null:
      out.fallback = Expression::Fallback::if_null;
      break;
    case ExpressionSyntax::Fallback::if_empty:
      out.fallback = Expression::Fallback::if_empty;
      break;
  }
  for (const Ref& ref : expr.refs) out.paths.push_back(path(ref, scope));
  if (expr.literal) {
    out.has_literal = true;
    out.literal_null = expr.literal->null;
    out.literal = expr.literal->cell;
    out.literal_text = expr.literal->text;
  }
  out.type = value_type(expr.type);
  return out;
}

}  // namespace bff::plan
