// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_node.hpp"

#include "json/writer.hpp"

namespace bff::plan {
namespace {

using Kind = ShapeModel::Kind;

std::unique_ptr<Node> emit(PathEmitter& paths, const ShapeModel& shape, PathEmitter::Scope& scope);

std::unique_ptr<Node> emit_object(PathEmitter& paths, const ShapeModel& shape,
                                  PathEmitter::Scope& scope) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::object;
  for (const auto& from : shape.members) {
    Member& member = node->members.emplace_back();
    member.key = from.key;
    member.prefix = "," + json::quoted(from.key) + ":";
    member.only_if_set = from.only_if_set;
    member.value = emit(paths, *from.value, scope);
  }
  return node;
}

std::unique_ptr<Node> emit(PathEmitter& paths, const ShapeModel& shape, PathEmitter::Scope& scope) {
  std::unique_ptr<Node> node;
  switch (shape.kind) {
    case Kind::object:
      return emit_object(paths, shape, scope);
    case Kind::literal:
      node = std::make_unique<Node>();
      node->kind = Node::Kind::literal;
      node->text = shape.text;
      break;
    case Kind::value:
      node = std::make_unique<Node>();
      node->kind = Node::Kind::value;
      node->expression = paths.expression(shape.expr, scope);
      break;
    case Kind::each:
    case Kind::from:
      node = emit_head(paths, shape, scope);
      if (shape.body) node->body = emit(paths, *shape.body, scope);
      break;
  }
  return node;
}

void bind_element(PathEmitter& paths, const ShapeModel& shape, Node& node,
                  PathEmitter::Bound& bound) {
  const Type& list = shape.expr.type;
  const proto::Field& element = list.map ? *list.message->find(2U) : *list.field;
  if (list.map) {
    proto::Selection& entry = paths.make_selection(*list.message);
    entry.add(*list.message->find(1U));  // slot 0
    entry.add(element);                  // slot 1
    node.entry = &entry;
  }
  if (element.message != nullptr && shape.body) {
    bound.selection = &paths.selection_of_elements(shape, *element.message);
    node.selection = bound.selection;
  }
}

// One path leads to a record that is indexed already, as far as it is read; of several paths the
// records differ, so the value's bytes are read once more.
void bind_value(PathEmitter& paths, const ShapeModel& shape, Node& node, PathEmitter::Bound& bound,
                const PathEmitter::Scope& scope) {
  if (shape.expr.refs.size() == 1) {
    bound.selection = &paths.selection_of(shape.expr.refs[0], scope);
  } else {
    bound.selection = &paths.make_selection(*shape.expr.type.message);
    node.selection = bound.selection;
  }
}

}  // namespace

std::unique_ptr<Node> emit_head(PathEmitter& paths, const ShapeModel& shape,
                                PathEmitter::Scope& scope) {
  auto node = std::make_unique<Node>();
  node->kind = shape.kind == Kind::each ? Node::Kind::each : Node::Kind::from;
  node->expression = paths.expression(shape.expr, scope);
  node->limit = shape.limit;
  PathEmitter::Bound bound;
  if (shape.kind == Kind::each) {
    bind_element(paths, shape, *node, bound);
  } else {
    bind_value(paths, shape, *node, bound, scope);
  }
  bound.frame = node->frame = paths.make_frame();
  scope[shape.binding] = bound;
  return node;
}

std::unique_ptr<Node> emit_node(PathEmitter& paths, const ShapeModel& shape) {
  PathEmitter::Scope scope;
  return emit(paths, shape, scope);
}

}  // namespace bff::plan
