// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_shape.hpp"

#include <map>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_view.hpp"

namespace bff::plan {
namespace {

ShapePtr make(ShapeModel model) { return std::make_shared<const ShapeModel>(std::move(model)); }

// A shape of which nothing is known: its problem was reported.
ShapePtr make_unknown() { return make({.kind = ShapeModel::Kind::literal, .unknown = true}); }

ShapePtr check(RouteContext& context, const ShapeSyntax& syntax);

ShapePtr check_object(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeModel::Kind::object};
  for (const ShapeMember& member : syntax.members) {
    model.members.push_back({.key = member.key.value, .value = check(context, *member.value)});
  }
  return make(std::move(model));
}

ShapePtr check_pick(RouteContext& context, const PickSyntax& syntax, const Binding& binding) {
  ShapeModel model{.kind = ShapeModel::Kind::object};
  if (!binding.type.known()) return make_unknown();
  const proto::MessageTable& message = *binding.type.message;
  std::map<std::string_view, std::string_view> fields_by_key;
  for (const LocatedText& name : syntax.fields) {
    const proto::Field* field = message.find(std::string_view(name.value));
    if (field == nullptr) {
      context.out.add(codes::kNoSuchField, name.place,
                      message.full_name + " has no field '" + name.value + "'",
                      field_remedy(message, name.value, context.schema()));
      continue;
    }
    const std::string& key = context.key_of(*field);
    if (const auto [other, first] = fields_by_key.emplace(key, field->name); !first) {
      context.out.add(codes::kBadPick, name.place,
                      other->second == field->name
                          ? "'" + name.value + "' is picked twice"
                          : "'" + name.value + "' and '" + std::string(other->second) +
                                "' are both '" + key + "' in JSON",
                      "each key is set once");
      continue;
    }
    model.members.push_back(member_of(binding, *field, key));
  }
  return make(std::move(model));
}

// The body of `$for` or `$from` with its name in scope; null: copied whole.
ShapePtr check_body(RouteContext& context, const ShapeSyntax& syntax, const Binding& binding) {
  if (syntax.pick) {
    if (!binding.type.known() || binding.type.kind == Type::Kind::message) {
      return check_pick(context, *syntax.pick, binding);
    }
    context.out.add(codes::kBadPick, syntax.pick->place,
                    "$pick wants a message, this is " + describe(binding.type));
    return make_unknown();
  }
  if (!syntax.body) return nullptr;
  context.enter(binding);
  const CallSet around = context.enclosing;
  context.enclosing.insert(binding.origins.begin(), binding.origins.end());
  ShapePtr body = check(context, *syntax.body);
  context.enclosing = around;
  context.leave();
  return body;
}

ShapePtr check_each(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeModel::Kind::each};
  model.expr = check_expression(context, *syntax.expression, nullptr);
  const Type& type = model.expr.type;
  Type element;
  if (type.list || type.map) {
    element = element_of(type);
  } else if (type.known()) {
    context.out.add(codes::kForWantsList, syntax.expression->place,
                    "$for wants a list, " + to_text(*syntax.expression) + " is " + describe(type));
  }
  Binding& binding = context.make_binding(syntax.name, std::move(element));
  binding.origins = model.expr.origins();
  if (type.list || type.map) {
    binding.unwrap = wrapped_field(type.map ? *type.message->find(2U) : *type.field);
  }
  model.binding = &binding;
  model.body = check_body(context, syntax, binding);
  return type.known() && (type.list || type.map) ? make(std::move(model)) : make_unknown();
}

ShapePtr check_from(RouteContext& context, const ShapeSyntax& syntax) {
  ShapeModel model{.kind = ShapeModel::Kind::from};
  model.expr = check_expression(context, *syntax.expression, nullptr);
  Type type = model.expr.type;
  if (type.known() && !type.single(Type::Kind::message)) {
    context.out.add(
        codes::kFromWantsMessage, syntax.expression->place,
        "$from wants a message, " + to_text(*syntax.expression) + " is " + describe(type),
        type.list || type.map ? "loop over it with $for" : "write it as a value");
    type = Type{};
  }
  const bool good = type.known();
  type.absent = false;  // inside it is there
  type.missing.clear();
  Binding& binding = context.make_binding(syntax.name, std::move(type));
  binding.origins = model.expr.origins();
  model.binding = &binding;
  model.body = check_body(context, syntax, binding);
  if (model.body == nullptr) model.kind = ShapeModel::Kind::value;
  return good ? make(std::move(model)) : make_unknown();
}

ShapePtr check(RouteContext& context, const ShapeSyntax& syntax) {
  switch (syntax.kind) {
    case ShapeSyntax::Kind::object:
      return check_object(context, syntax);
    case ShapeSyntax::Kind::literal:
      return make({.kind = ShapeModel::Kind::literal, .text = to_json(syntax.literal)});
    case ShapeSyntax::Kind::expression: {
      ShapeModel model{.kind = ShapeModel::Kind::value};
      model.expr = check_expression(context, *syntax.expression, nullptr);
      return model.expr.type.known() ? make(std::move(model)) : make_unknown();
    }
    case ShapeSyntax::Kind::each:
      return check_each(context, syntax);
    case ShapeSyntax::Kind::from:
      return check_from(context, syntax);
    default:
      break;  // the parser lets no other pass
  }
  return make_unknown();
}

}  // namespace

void check_shape(RouteContext& context) {
  if (context.route.syntax->shape == nullptr) return;
  context.reads = &context.route.shape_reads;
  context.route.shape = check(context, *context.route.syntax->shape);
  context.reads = nullptr;
}

}  // namespace bff::plan
