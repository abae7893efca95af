// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_node.hpp"

#include "json/writer.hpp"

namespace bff::plan {
namespace {

using ShapeKind = ShapeModel::Kind;

class NodeEmitter {
 public:
  explicit NodeEmitter(PathEmitter& paths) : paths_(paths) {}

  std::unique_ptr<Node> emit(const ShapeModel& shape) {
    std::unique_ptr<Node> node = emit_kind(shape);
    node->name = shape.name;
    if (shape.kind != ShapeKind::each && !shape.when.empty()) {
      node->when = paths_.conditions(shape.when, scope_);
    }
    return node;
  }

 private:
  static std::unique_ptr<Node> make(Node::Kind kind) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    return node;
  }

  std::unique_ptr<Node> emit_kind(const ShapeModel& shape) {
    switch (shape.kind) {
      case ShapeKind::object:
        return emit_object(shape);
      case ShapeKind::literal: {
        auto node = make(Node::Kind::literal);
        node->text = shape.text;
        return node;
      }
      case ShapeKind::value: {
        auto node = make(Node::Kind::value);
        node->expression = paths_.expression(shape.expr, scope_);
        return node;
      }
      case ShapeKind::count: {
        auto node = make(Node::Kind::count);
        node->expression = paths_.expression(shape.expr, scope_);
        if (shape.expr.type.map) {  // keys that come twice count once
          node->entry = bind_element(paths_, shape.expr.type, {}, false).entry;
        }
        return node;
      }
      case ShapeKind::list: {
        auto node = make(Node::Kind::list);
        for (const ShapePtr& item : shape.items) node->items.push_back(emit(*item));
        return node;
      }
      case ShapeKind::choice:
        return emit_cases(shape);
      case ShapeKind::each:
      case ShapeKind::from:
        break;
    }
    auto node = emit_head(paths_, shape, scope_);
    if (shape.body) node->body = emit(*shape.body);
    return node;
  }

  std::unique_ptr<Node> emit_object(const ShapeModel& shape) {
    auto node = make(Node::Kind::object);
    for (const auto& from : shape.members) {
      Member& member = node->members.emplace_back();
      member.spread = from.spread;
      if (!from.spread) {
        member.key = from.key;
        member.prefix = "," + json::quoted(from.key) + ":";
      }
      member.only_if_set = from.only_if_set;
      member.copied = from.copied;
      member.value = emit(*from.value);
    }
    return node;
  }

  std::unique_ptr<Node> emit_cases(const ShapeModel& shape) {
    auto node = emit_choice(paths_, shape, scope_);
    for (std::size_t i = 0; i < shape.cases.size(); ++i) {
      if (shape.cases[i].body) node->cases[i].body = emit(*shape.cases[i].body);
    }
    if (node->otherwise && shape.otherwise->body) {
      node->otherwise->body = emit(*shape.otherwise->body);
    }
    return node;
  }

  PathEmitter& paths_;
  PathEmitter::Scope scope_;
};

}  // namespace

LoopReads bind_element(PathEmitter& paths, const Type& list, const Binding& binding,
                       bool has_body) {
  LoopReads reads;
  const proto::Field* element = list.map ? list.message->find(2U) : list.field;
  if (list.map) {
    proto::Selection& entry = paths.make_selection(*list.message);
    entry.add(*list.message->find(1U));  // slot 0
    entry.add(*element);                 // slot 1
    reads.entry = &entry;
  }
  if (element != nullptr && element->message != nullptr && has_body) {
    reads.bound.selection = &paths.selection_of_elements(binding, *element->message);
  }
  return reads;
}

// One path leads to a record that is indexed already, as far as it is read; of several paths the
// records differ, so the value's bytes are read once more.
ValueReads bind_value(PathEmitter& paths, const Expr& expr, const PathEmitter::Scope& scope,
                      Expression& made) {
  ValueReads reads;
  if (expr.refs.size() == 1 && !expr.literal) {
    reads.bound.selection = &paths.selection_of(expr.refs[0], scope, made.paths[0]);
  } else {
    reads.bound.selection = &paths.make_selection(*expr.type.message);
    reads.selection = reads.bound.selection;
  }
  return reads;
}

std::unique_ptr<Node> emit_head(PathEmitter& paths, const ShapeModel& shape,
                                PathEmitter::Scope& scope) {
  auto node = std::make_unique<Node>();
  node->kind = shape.kind == ShapeKind::each ? Node::Kind::each : Node::Kind::from;
  node->expression =
      shape.body ? paths.source(shape.expr, scope) : paths.expression(shape.expr, scope);
  node->limit = shape.limit;
  if (shape.limit_input) node->limit_input = static_cast<InputId>(*shape.limit_input);
  PathEmitter::Bound bound;
  if (shape.kind == ShapeKind::each) {
    const bool read = shape.body != nullptr || !shape.when.empty();
    const LoopReads reads = bind_element(paths, shape.expr.type, *shape.binding, read);
    node->entry = reads.entry;
    bound = reads.bound;
    node->selection = bound.selection;
  } else {
    const ValueReads reads = bind_value(paths, shape.expr, scope, node->expression);
    node->selection = reads.selection;
    bound = reads.bound;
  }
  bound.frame = node->frame = paths.make_frame();
  scope[&shape.binding->target()] = bound;
  if (shape.kind == ShapeKind::each) node->when = paths.conditions(shape.when, scope);
  return node;
}

std::unique_ptr<Node> emit_choice(PathEmitter& paths, const ShapeModel& shape,
                                  const PathEmitter::Scope& scope) {
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::choice;
  node->expression = paths.source(shape.expr, scope);
  proto::Selection* message = nullptr;  // that has the oneof
  if (shape.expr.type.kind == Type::Kind::message) {
    const ValueReads reads = bind_value(paths, shape.expr, scope, node->expression);
    node->selection = reads.selection;
    message = reads.bound.selection;
  }
  for (const auto& from : shape.cases) {
    Case& made = node->cases.emplace_back();
    made.numbers = from.numbers;
    if (from.field != nullptr) made.slot = message->add(*from.field);
  }
  if (shape.otherwise) node->otherwise.emplace();
  return node;
}

std::unique_ptr<Node> emit_node(PathEmitter& paths, const ShapeModel& shape) {
  return NodeEmitter(paths).emit(shape);
}

}  // namespace bff::plan
