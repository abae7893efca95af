// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_declared.hpp"

#include <google/protobuf/descriptor.h>

#include "plan/compile_codes.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

// What a shape writes, as far as it can be said without its members.
struct Made {
  enum class What { anything, null, object, text, number, boolean, value } what = What::anything;
  bool list = false, map = false;
  Type type = {};  // value: of one element
};

Made made_of_value(const Type& type) {
  Made made{.what = Made::What::value, .list = type.list, .map = type.map, .type = type};
  if (type.list || type.map) made.type = element_of(type);
  return made;
}

Made made_of_literal(const std::string& json) {
  switch (json.empty() ? 'n' : json.front()) {
    case 'n':
      return {.what = Made::What::null};
    case '"':
      return {.what = Made::What::text};
    case 't':
    case 'f':
      return {.what = Made::What::boolean};
    case '[':
      return {.list = true};
    case '{':
      return {.what = Made::What::object};
    default:
      return {.what = Made::What::number};
  }
}

Made made_of(const ShapeModel& shape) {
  if (shape.unknown) return {};
  switch (shape.kind) {
    case ShapeKind::object:
      return {.what = Made::What::object};
    case ShapeKind::literal:
      return made_of_literal(shape.text);
    case ShapeKind::value:
      return made_of_value(shape.expr.type);
    case ShapeKind::from:
      return shape.body ? made_of(*shape.body) : Made{.what = Made::What::object};
    case ShapeKind::count:
      return {.what = Made::What::number};
    case ShapeKind::list:
      return {.list = true};
    case ShapeKind::choice:
      return {};
    case ShapeKind::each:
      break;
  }
  Made made = shape.body ? made_of(*shape.body) : made_of_value(element_of(shape.expr.type));
  if (made.list || made.map) made = {};
  made.map = shape.expr.type.map;
  made.list = !made.map;
  return made;
}

// A text in JSON, though it is none on the wire.
bool is_text_in_json(const Type& type) {
  if (type.kind == Type::Kind::enumeration) return true;
  if (type.kind != Type::Kind::message) return false;
  const auto known = type.message->well_known;
  return known == proto::WellKnown::timestamp || known == proto::WellKnown::duration ||
         known == proto::WellKnown::field_mask;
}

bool agree(const Made& made, const Type& declared) {
  if (made.what == Made::What::null) return true;
  // A case of several, whatever it makes.
  if (made.what == Made::What::anything && !made.list && !made.map) return true;
  if (made.list != declared.list || made.map != declared.map) return false;
  const Type one = declared.list || declared.map ? element_of(declared) : declared;
  const bool is_scalar = one.kind == Type::Kind::scalar;
  const bool is_text = is_scalar && one.scalar == proto::FieldType::text;
  const bool is_boolean = is_scalar && one.scalar == proto::FieldType::boolean;
  switch (made.what) {
    case Made::What::object:
      return one.kind == Type::Kind::message;
    case Made::What::text:
      return is_text || one.kind == Type::Kind::enumeration;
    case Made::What::boolean:
      return is_boolean;
    case Made::What::number:
      return is_scalar && !is_text && !is_boolean && one.scalar != proto::FieldType::bytes;
    case Made::What::value:
      return !made.type.known() || same(made.type, one) || (is_text && is_text_in_json(made.type));
    default:
      return true;
  }
}

std::string describe_made(const Made& made) {
  constexpr const char* kWhats[] = {"a value", "null", "an object", "a text", "a number", "a bool"};
  const bool value = made.what == Made::What::value;
  std::string one = value ? describe(made.type) : kWhats[static_cast<std::size_t>(made.what)];
  if (value && made.list) return "repeated " + one;
  if (made.map) return "a map with " + one + " in it";
  return made.list ? "a list of " + one : one;
}

std::string remedy_for(const Made& made, const Type& declared) {
  if (made.what != Made::What::value || made.map) return "declare what it gets";
  std::string remedy = "declare it " + describe_made(made);
  if (made.type.kind == Type::Kind::message && made.list == declared.list &&
      declared.kind == Type::Kind::message && !declared.map) {
    remedy += made.list ? ", or write 'x in', and in its message what each field is from"
                        : ", or write 'as x', and in its message what each field is from";
  }
  return remedy;
}

}  // namespace

void check_declared(RouteContext& context, const ShapeSyntax& syntax, const ShapeModel& shape) {
  if (shape.unknown) return;
  const auto& field = *syntax.declared;
  const proto::MessageTable& message = context.schema().table(*field.containing_type());
  const Type declared = type_of(*message.find(static_cast<std::uint32_t>(field.number())));
  const Made made = made_of(shape);
  if (agree(made, declared)) return;
  context.out.add(codes::kDeclaredOtherwise, syntax.place,
                  "'" + field.name() + "' is declared as " + describe(declared) + ", but this is " +
                      describe_made(made),
                  remedy_for(made, declared));
}

}  // namespace bff::plan
