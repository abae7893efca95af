// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_collector.hpp"

#include <utility>

#include "plan/compile_node.hpp"

namespace bff::plan {
namespace {

class Collector {
 public:
  Collector(PathEmitter& paths, std::size_t table) : paths_(paths), table_(table) {}

  void visit(const Expr& expr, const PathEmitter::Scope& scope, Node& into) {
    for (const Ref& ref : expr.refs) visit(ref, scope, into);
  }

  void visit(const std::vector<RequestModel>& fields, Node& into) {
    for (const RequestModel& field : fields) {
      if (field.expr) visit(*field.expr, {}, into);
      visit(field.nested, into);
    }
  }

  void visit(const ShapeModel& shape, PathEmitter::Scope& scope, Node& into) {
    visit(shape.expr, scope, into);
    for (const auto& member : shape.members) visit(*member.value, scope, into);
    if (!shape.body || !looks_up(*shape.body)) return;
    std::unique_ptr<Node> loop = emit_head(paths_, shape, scope);
    loop->body = std::make_unique<Node>();
    visit(*shape.body, scope, *loop->body);
    add(into, std::move(loop));
  }

 private:
  static void add(Node& into, std::unique_ptr<Node> node) {
    into.members.emplace_back().value = std::move(node);
  }

  void visit(const Ref& ref, const PathEmitter::Scope& scope, Node& into) {
    if (ref.root != Ref::Root::lookup) return;
    if (ref.table == table_) {
      auto keys = std::make_unique<Node>();
      keys->kind = Node::Kind::keys;
      keys->table = paths_.calls.at(table_).id;
      keys->expression.paths.push_back(paths_.path(*ref.key, scope));
      keys->expression.type = paths_.value_type(ref.key->type);
      add(into, std::move(keys));
    }
    visit(*ref.key, scope, into);  // $products($prices($id).product_id)
  }

  bool looks_up(const Ref& ref) const {
    return ref.root == Ref::Root::lookup && (ref.table == table_ || looks_up(*ref.key));
  }

  bool looks_up(const ShapeModel& shape) const {
    for (const Ref& ref : shape.expr.refs) {
      if (looks_up(ref)) return true;
    }
    for (const auto& member : shape.members) {
      if (looks_up(*member.value)) return true;
    }
    return shape.body && looks_up(*shape.body);
  }

  PathEmitter& paths_;
  std::size_t table_;
};

}  // namespace

std::unique_ptr<Node> emit_collector(PathEmitter& paths, const RouteModel& route,
                                     const ShapePtr& view, std::size_t table) {
  Collector collector(paths, table);
  auto root = std::make_unique<Node>();
  PathEmitter::Scope scope;
  if (view) collector.visit(*view, scope, *root);
  for (const auto& [index, place] : paths.calls) {
    collector.visit(route.calls[index].request, *root);
  }
  return root;
}

}  // namespace bff::plan
