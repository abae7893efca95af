// SPDX-License-Identifier: Apache-2.0
// Rules of shapes: docs/routes.md, "Shapes".
#include "unit/plan/random/reference/answer_writer.hpp"

#include <utility>

#include "support/reference_shape.hpp"
#include "unit/plan/random/reference/failures.hpp"
#include "unit/plan/random/reference/literals.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using namespace plan;
using test::JsonTree;
using Kind = ShapeSyntax::Kind;

// In a list `$when` leaves an element out, elsewhere it makes null.
std::optional<JsonTree> AnswerWriter::write(const ShapeSyntax& shape, const View& view,
                                            bool in_list) {
  if (shape.when && shape.kind != Kind::each && !expressions_.holds(*shape.when)) {
    return in_list ? std::nullopt : std::optional(JsonTree{});
  }
  switch (shape.kind) {
    case Kind::object:
      return write_object(shape, view);
    case Kind::literal:
      return JsonTree::value(json_of(shape.literal));
    case Kind::expression:
      return write(*shape.expression, view);
    case Kind::text:
      return values_.json(expressions_.evaluate(*shape.text));
    case Kind::list:
      return write_list(shape, view);
    case Kind::each:
      return write_each(shape, view);
    case Kind::from:
      return write_from(shape, view);
    case Kind::count:
      return write_count(shape);
    case Kind::choice: {
      const auto arm = selection_.chosen(shape);
      if (!arm) return std::nullopt;
      return *arm == nullptr ? JsonTree{} : write(**arm, view);
    }
  }
  return JsonTree{};
}

// Of a call's message, whole or in part, the view keeps what it has; what is left and cannot be
// written as JSON is the service's fault.
JsonTree AnswerWriter::checked(JsonTree tree, const View& view, const std::string& origin) {
  view.trim(tree);
  if (test::holds_error(tree)) throw Fatal{{.code = Errc::upstream_invalid, .call = origin}};
  return tree;
}

JsonTree AnswerWriter::write(const ExpressionSyntax& expression, const View& view) {
  const Value value = expressions_.evaluate(expression);
  return checked(values_.json(value), view, value.origin);
}

JsonTree AnswerWriter::write_object(const ShapeSyntax& shape, const View& view) {
  JsonTree object = JsonTree::of(JsonTree::Kind::object);
  object.members = members(shape, view);
  return object;
}

JsonTree AnswerWriter::write_from(const ShapeSyntax& shape, const View& view) {
  const Value value = expressions_.evaluate(*shape.expression);
  if (value.null()) return {};
  JsonTree made;
  expressions_.with_name(shape.name.value, value, [&] { made = *body(shape, value, view); });
  return made;
}

JsonTree AnswerWriter::write_count(const ShapeSyntax& shape) {
  const Value list = expressions_.evaluate(*shape.expression);
  if (list.null()) return {};
  const std::size_t count =
      values_.is_map(list) ? values_.entries(list).size() : values_.elements(list).size();
  return JsonTree::value(std::to_string(count));
}

// A `$for` over a list is an item of its own for each element.
JsonTree AnswerWriter::write_list(const ShapeSyntax& shape, const View& view) {
  JsonTree list = JsonTree::of(JsonTree::Kind::list);
  for (const auto& item : shape.items) {
    std::optional<JsonTree> made = write(*item, view, true);
    if (!made) continue;
    const bool spread = item->kind == Kind::each && !types_.is_map(item->expression->refs[0]);
    if (!spread) {
      list.items.push_back(std::move(*made));
    } else {
      for (JsonTree& one : made->items) list.items.push_back(std::move(one));
    }
  }
  return list;
}

JsonTree AnswerWriter::write_each(const ShapeSyntax& shape, const View& view) {
  const Value list = expressions_.evaluate(*shape.expression);
  if (list.null()) return {};
  if (values_.is_map(list)) return write_map(shape, list, view);
  JsonTree all = JsonTree::of(JsonTree::Kind::list);
  selection_.each(shape, list, view, [&](const Value& element) {
    std::optional<JsonTree> made = body(shape, element, view.inside());
    if (!made) return false;
    all.items.push_back(std::move(*made));
    return true;
  });
  return all;
}

// Over a map: an object with the same keys, of which a limit takes the first.
JsonTree AnswerWriter::write_map(const ShapeSyntax& shape, const Value& map, const View& view) {
  JsonTree all = JsonTree::of(JsonTree::Kind::map);
  for (const auto& [key, value] : values_.entries(map)) {
    if (all.members.size() >= selection_.limit_of(shape)) break;
    expressions_.with_name(shape.name.value, value, [&, &key = key, &value = value] {
      if (shape.when && !expressions_.holds(*shape.when)) return;
      all.add(key, *body(shape, value, view));
    });
  }
  return all;
}

std::optional<JsonTree> AnswerWriter::body(const ShapeSyntax& shape, const Value& value,
                                           const View& view) {
  if (shape.body) return write(*shape.body, view);
  if (shape.pick || shape.omit) return checked(kept(shape, value), view, value.origin);
  return checked(values_.json(value), view, value.origin);
}

// Of a oneof only the field that is set is a key.
JsonTree AnswerWriter::kept(const ShapeSyntax& shape, const Value& value) const {
  JsonTree object = JsonTree::of(JsonTree::Kind::object);
  const pb::Message& message = *value.message;
  for (const auto* field : kept_fields(shape, *message.GetDescriptor())) {
    const bool unset_member = field->real_containing_oneof() != nullptr &&
                              !message.GetReflection()->HasField(message, field);
    if (unset_member) continue;
    object.add(values_.writer().key_of(*field), values_.writer().field(message, *field, 1));
  }
  return object;
}

}  // namespace bff::random_plans
