// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_body.hpp"

#include <algorithm>
#include <utility>

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_inputs.hpp"

namespace bff::plan {
namespace {

// Where in the body the elements stand; the fields that are read of each are read of all.
BodyReads* body_of(const Expr& source) {
  return source.refs.size() == 1 ? source.refs[0].body : nullptr;
}

// Of several sources it is not known which is taken, so all of each is read.
void read_several(const Expr& source) {
  if (source.refs.size() < 2) return;
  for (const Ref& ref : source.refs) read_whole(ref);
}

}  // namespace

LoopBinding bind_loop(RouteContext& context, const ShapeSyntax& syntax, const Expr& source) {
  const Type& type = source.type;
  const bool good = type.list || type.map;
  Type element;
  if (good) {
    element = element_of(type);
  } else if (type.known()) {
    context.out.add(codes::kForWantsList, syntax.expression->place,
                    "$for wants a list, " + to_text(*syntax.expression) + " is " + describe(type));
  }
  Binding& binding = context.make_binding(syntax.name, std::move(element));
  binding.origins = source.origins();
  binding.body = body_of(source);
  read_several(source);
  const proto::Field* field = !good ? nullptr : type.map ? type.message->find(2U) : type.field;
  if (field != nullptr) binding.unwrap = wrapped_field(*field);
  return {&binding, good};
}

LoopBinding bind_from(RouteContext& context, const ShapeSyntax& syntax, const Expr& source) {
  Type type = source.type;
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
  binding.origins = source.origins();
  binding.body = body_of(source);
  read_several(source);
  return {&binding, good};
}

void check_limit(RouteContext& context, const LimitSyntax& syntax, std::uint32_t& number,
                 std::optional<std::size_t>& input) {
  if (syntax.number) number = *syntax.number;
  if (!syntax.ref) return;
  Ref ref = check_ref(context, *syntax.ref);
  if (!ref.type.known()) return;
  using proto::FieldType;
  const bool integer =
      ref.type.single(Type::Kind::scalar) && !ref.type.absent &&
      (ref.type.scalar == FieldType::int32 || ref.type.scalar == FieldType::int64 ||
       ref.type.scalar == FieldType::uint32 || ref.type.scalar == FieldType::uint64);
  if (ref.root == Ref::Root::input && integer && ref.steps.empty()) {
    input = ref.input;
    return;
  }
  context.out.add(codes::kLimitInput, syntax.place,
                  "$limit wants a number or a declared integer, " + to_text(*syntax.ref) + " is " +
                      describe(ref.type) + (ref.type.absent ? " that may be null" : ""),
                  "as in $limit: 4, or $limit: $query.count with a default");
}

InBody::InBody(RouteContext& context, const ShapeSyntax& syntax, const Binding& binding)
    : context_(context), around_(context.enclosing) {
  context.enclosing.insert(binding.origins.begin(), binding.origins.end());
  if (syntax.shape_name) {
    hidden_ = context.take_locals();
    enter_named(*syntax.shape_name, binding);
  } else {
    context.enter(binding);
    body_ = syntax.body.get();
  }
}

InBody::~InBody() {
  if (named_ != nullptr) context_.inside.pop_back();
  context_.leave();
  if (!hidden_.empty()) context_.put_locals(std::move(hidden_));
  context_.enclosing = std::move(around_);
}

void InBody::enter_named(const LocatedText& name, const Binding& binding) {
  RouteContext& context = context_;
  const auto fail = [&](std::string message, std::string remedy) {
    context.out.add(codes::kNoSuchShape, name.place, std::move(message), std::move(remedy));
    damaged_ = true;
    context.enter(binding);
  };
  const auto found = context.library.shapes.find(name.value);
  if (found == context.library.shapes.end()) {
    std::vector<std::string_view> names;
    for (const auto& [known, shape] : context.library.shapes) names.push_back(known);
    const std::string near = did_you_mean(name.value, names);
    return fail("there is no shape '" + name.value + "'",
                near.empty() ? "declare it in this file: shapes: { " + name.value +
                                   ": { of: package.Message as m, shape: … } }"
                             : near);
  }
  const NamedShapeSyntax& shape = *found->second;
  if (std::find(context.inside.begin(), context.inside.end(), &shape) != context.inside.end()) {
    return fail("'" + name.value + "' holds itself", "a shape cannot be endless");
  }
  const Type& type = binding.type;
  if (type.known() &&
      !(type.single(Type::Kind::message) && type.message->full_name == shape.of.value)) {
    return fail(name.value + " is of " + shape.of.value + ", given " + describe(type),
                "give it a " + shape.of.value);
  }
  Binding& alias = context.make_binding(shape.as, type);
  alias.same = &binding.target();
  alias.origins = binding.origins;
  alias.body = binding.body;
  context.enter(alias);
  context.inside.push_back(&shape);
  named_ = &shape;
  body_ = shape.shape.get();
}

}  // namespace bff::plan
