// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_copy.hpp"

#include <map>
#include <set>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_ref.hpp"
#include "plan/compile_shape.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

const proto::Field* find(RouteContext& context, const proto::MessageTable& message,
                         const LocatedText& name) {
  const proto::Field* field = message.find(std::string_view(name.value));
  if (field == nullptr) {
    context.out.add(codes::kNoSuchField, name.place,
                    message.full_name + " has no field '" + name.value + "'",
                    field_remedy(message, name.value, context.schema()));
  }
  return field;
}

bool wants_message(RouteContext& context, const PickSyntax& syntax, const Binding& binding,
                   std::string_view directive) {
  if (binding.type.single(Type::Kind::message)) return true;
  if (binding.type.known()) {
    context.out.add(codes::kBadPick, syntax.place,
                    std::string(directive) + " wants a message, this is " + describe(binding.type));
  }
  return false;
}

}  // namespace

ShapeModel::Member member_of(const Binding& binding, const proto::Field& field,
                             const std::string& key) {
  Ref ref = field_of(binding, field);
  read_whole(ref);
  ShapeModel value{.kind = ShapeKind::value};
  value.expr.type = ref.type;
  value.expr.refs.push_back(std::move(ref));
  return {.key = key,
          .only_if_set = field.oneof >= 0,
          .value = make_shape(std::move(value)),
          .field = &field};
}

ShapePtr fields_of(const RouteContext& context, const Binding& binding) {
  if (!binding.type.single(Type::Kind::message) ||
      binding.type.message->well_known != proto::WellKnown::none) {
    return nullptr;
  }
  ShapeModel object{.kind = ShapeKind::object};
  for (const proto::Field& field : binding.type.message->fields) {
    object.members.push_back(member_of(binding, field, context.key_of(field)));
    object.members.back().copied = true;
  }
  return make_shape(std::move(object));
}

ShapePtr check_pick(RouteContext& context, const PickSyntax& syntax, const Binding& binding) {
  if (!wants_message(context, syntax, binding, "$pick")) return unknown_shape();
  ShapeModel model{.kind = ShapeKind::object};
  const proto::MessageTable& message = *binding.type.message;
  std::map<std::string_view, std::string_view> fields_by_key;
  for (const LocatedText& name : syntax.fields) {
    const proto::Field* field = find(context, message, name);
    if (field == nullptr) continue;
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
  return make_shape(std::move(model));
}

ShapePtr check_omit(RouteContext& context, const PickSyntax& syntax, const Binding& binding) {
  if (!wants_message(context, syntax, binding, "$omit")) return unknown_shape();
  const proto::MessageTable& message = *binding.type.message;
  std::set<const proto::Field*> left_out;
  for (const LocatedText& name : syntax.fields) {
    const proto::Field* field = find(context, message, name);
    if (field == nullptr || left_out.insert(field).second) continue;
    context.out.add(codes::kBadPick, name.place, "'" + name.value + "' is left out twice");
  }
  ShapeModel model{.kind = ShapeKind::object};
  for (const proto::Field& field : message.fields) {
    if (left_out.count(&field) != 0) continue;
    model.members.push_back(member_of(binding, field, context.key_of(field)));
    model.members.back().copied = true;
  }
  return make_shape(std::move(model));
}

ShapePtr looped(RouteContext& context, const ShapeModel& value) {
  const Type& type = value.expr.type;
  const bool many = type.list || type.map;
  Type element = many ? element_of(type) : type;
  element.absent = false;
  element.missing.clear();
  Binding& binding = context.make_binding({}, std::move(element));
  binding.origins = value.expr.origins();
  if (many) {
    const proto::Field* field = type.map ? type.message->find(2U) : type.field;
    if (field != nullptr) binding.unwrap = wrapped_field(*field);
  }
  ShapeModel loop{.kind = many ? ShapeKind::each : ShapeKind::from};
  loop.expr = value.expr;
  loop.binding = &binding;
  loop.when = value.when;
  return make_shape(std::move(loop));
}

ShapePtr opened(RouteContext& context, const ShapeModel& value) {
  const ShapePtr loop = looped(context, value);
  const ShapePtr body = fields_of(context, *loop->binding);
  if (body == nullptr) return nullptr;
  ShapeModel copy = *loop;
  copy.body = body;
  return make_shape(std::move(copy));
}

}  // namespace bff::plan
