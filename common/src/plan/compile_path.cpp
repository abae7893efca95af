// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_path.hpp"

#include <utility>

namespace bff::plan {

proto::Selection& PathEmitter::make_selection(const proto::MessageTable& table) {
  return *plan_.selections.emplace_back(std::make_unique<proto::Selection>(table));
}

proto::Selection& PathEmitter::selection_of_elements(const Binding& binding,
                                                     const proto::MessageTable& table) {
  proto::Selection*& selection = of_elements_[&binding];
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
    case Ref::Root::literal:
      out.path.root = Path::Root::literal;
      out.path.literal = ref.literal->cell;
      out.path.literal_text = ref.literal->text;
      out.path.literal_type = ref.type.kind == Type::Kind::enumeration
                                  ? proto::FieldType::enumeration
                                  : ref.type.scalar;
      break;
    case Ref::Root::lookup: {
      const CallPlace& table = calls.at(ref.table);
      reads_.insert(table.id);
      out.path.root = Path::Root::lookup;
      out.path.index = table.id;
      out.path.key = std::make_unique<Path>(key_path(*ref.key, scope));
      out.selection = table.row;
      break;
    }
    case Ref::Root::binding: {
      Bound bound;
      if (ref.binding->call) {
        const CallPlace& call = calls.at(*ref.binding->call);
        reads_.insert(call.id);
        bound = call.response;
      } else if (const auto local = scope.find(ref.binding); local != scope.end()) {
        bound = local->second;
      } else {
        bound = everywhere.at(ref.binding);
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
  for (const Ref::Step& step : ref.steps) fields_left += step.kind == Step::Kind::field ? 1 : 0;
  for (const Ref::Step& from : ref.steps) {
    if (from.kind == Step::Kind::field) --fields_left;
    const bool more = fields_left > 0 || into_last;
    switch (from.kind) {
      case Step::Kind::field:
        take_field(from, out, more);
        break;
      case Step::Kind::insist: {
        Step& step = out.path.steps.emplace_back();
        step.kind = Step::Kind::insist;
        step.label = from.label;
        break;
      }
      case Step::Kind::first:
      case Step::Kind::all:
      case Step::Kind::entry:
        take_element(from, scope, out, more);
        break;
    }
  }
  return out;
}

void PathEmitter::take_field(const Ref::Step& from, Start& out, bool more) {
  Step& step = out.path.steps.emplace_back();
  step.kind = Step::Kind::field;
  step.field = from.field;
  step.slot = out.selection->add(*from.field);
  const bool message = from.field->message != nullptr && !from.field->repeated;
  if (!message) return;
  if (more) {
    out.selection = &out.selection->into(step.slot);
  } else if (!binds_) {
    whole_.insert({out.selection, step.slot});
  }
}

void PathEmitter::take_element(const Ref::Step& from, const Scope& scope, Start& out, bool more) {
  Step step;
  step.kind = from.kind;
  step.field = from.field;
  const proto::Field* element = from.field;
  if (from.kind == Step::Kind::entry) {
    proto::Selection& entry = make_selection(*from.field->message);
    element = from.field->message->find(2U);
    entry.add(*from.field->message->find(1U));  // slot 0
    entry.add(*element);                        // slot 1
    step.entry = &entry;
    step.key = std::make_shared<const Path>(key_path(*from.key, scope));
  }
  if (more && element != nullptr && element->message != nullptr) {
    out.selection = &make_selection(*element->message);
    step.element = out.selection;
  }
  out.path.steps.push_back(std::move(step));
}

// A key that is a message is compared and sent whole, whatever the look-up is for.
Path PathEmitter::key_path(const Ref& ref, const Scope& scope) {
  const bool around = std::exchange(binds_, false);
  Path made = path(ref, scope);
  binds_ = around;
  return made;
}

Path PathEmitter::path(const Ref& ref, const Scope& scope) {
  return std::move(walk(ref, scope, false).path);
}

proto::Selection& PathEmitter::selection_of(const Ref& ref, const Scope& scope, Path& path) {
  Start walked = walk(ref, scope, true);
  path = std::move(walked.path);
  return *walked.selection;
}

// A repeated field of what `type` is a list of, where no proto has one: inputs, and what `[]` has
// collected.
const proto::Field* PathEmitter::list_field(const Type& type) {
  const proto::Field*& known = lists_[{type.field, type.scalar}];
  if (known != nullptr) return known;
  auto made = type.field != nullptr ? std::make_shared<proto::Field>(*type.field)
                                    : std::make_shared<proto::Field>();
  if (type.field == nullptr) made->type = type.scalar;
  made->repeated = true;
  made->presence = false;
  made->oneof = -1;
  return known = plan_.synthetic_fields.emplace_back(std::move(made)).get();
}

ValueType PathEmitter::value_type(const Type& type) {
  ValueType out;
  out.field = type.field;
  out.list = type.list || type.map;
  out.nullable = type.nullable();
  if (type.list && (type.field == nullptr || !type.field->repeated)) {
    out.field = list_field(type);
  } else if (out.field == nullptr && type.kind == Type::Kind::message) {
    out.message = type.message;
  } else if (out.field == nullptr) {
    for (const auto& known : plan_.synthetic_fields) {
      if (known->type == type.scalar && !known->repeated) out.field = known.get();
    }
    if (out.field == nullptr) {
      auto made = std::make_shared<proto::Field>();
      made->type = type.scalar;
      made->presence = true;
      out.field = plan_.synthetic_fields.emplace_back(std::move(made)).get();
    }
  }
  return out;
}

Expression PathEmitter::source(const Expr& expr, const Scope& scope) {
  binds_ = true;
  Expression out = expression(expr, scope);
  binds_ = false;
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
  for (const TextPartModel& part : expr.text) {
    TextPart& made = out.text.emplace_back();
    made.encoding = part.encoding;
    made.literal = part.literal;
    if (part.value) made.value = std::make_unique<Expression>(expression(*part.value, scope));
  }
  out.type = value_type(expr.type);
  return out;
}

Conditions PathEmitter::conditions(const ConditionsModel& models, const Scope& scope) {
  Conditions out;
  for (const ConditionModel& model : models) {
    Condition& condition = out.emplace_back();
    condition.op = model.op;
    condition.left = expression(model.left, scope);
    for (const Expr& right : model.right) condition.right.push_back(expression(right, scope));
  }
  return out;
}

}  // namespace bff::plan
