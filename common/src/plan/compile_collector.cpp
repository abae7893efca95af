// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_collector.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "plan/compile_node.hpp"
#include "plan/compile_visit.hpp"

namespace bff::plan {
namespace {

using PathScope = PathEmitter::Scope;

class Collector {
 public:
  Collector(PathEmitter& paths, std::size_t table) : paths_(paths), table_(table) {}

  void visit(const CallModel& call, Node& into) {
    PathScope scope;
    Node* at = &into;
    if (call.each_list) {
      add_keys(*call.each_list, scope, into);
      if (!looks_up(call.request) && !looks_up(call.when) && !looks_up(call.metadata)) return;
      const LoopReads reads = bind_element(paths_, call.each_list->type, *call.each, true);
      at = &add_loop(*call.each_list, reads, *call.each, scope, into);
    }
    own_.clear();
    // check_requests() has refused what a table by value looks up by what it is asked by itself.
    if (call.each != nullptr && !call.each_list) own_.insert(call.each);
    add_keys(call.when, scope, *at);
    visit(call.request, scope, *at);
    if (call.whole_request) add_keys(*call.whole_request, scope, *at);
    for (const auto& [name, value] : call.metadata) add_keys(value, scope, *at);
  }

  template <class Part>
  void add_keys(const Part& part, const PathScope& scope, Node& into) {
    visit_refs(part, [&](const Ref& ref) {
      if (ref.root != Ref::Root::lookup || ref.table != table_) return;
      auto keys = std::make_unique<Node>();
      keys->kind = Node::Kind::keys;
      keys->table = paths_.calls.at(table_).id;
      keys->expression.paths.push_back(paths_.path(*ref.key, scope));
      keys->expression.type = paths_.value_type(ref.key->type);
      add(into, std::move(keys));
    });
  }

  void visit(const ShapeModel& shape, PathScope& scope, Node& into) {
    if (!looks_up(shape)) return;
    const bool loop = shape.kind == ShapeModel::Kind::each;
    Node* at = &into;
    if (!loop && !shape.when.empty()) {  // of a loop's elements it looks up nothing
      add_keys(shape.when, scope, into);
      ShapeModel held = shape;
      held.when.clear();
      // Without a key behind it the gate would only make the table wait for its own rows.
      if (!looks_up(held)) return;
      auto gate = std::make_unique<Node>();
      gate->when = paths_.conditions(shape.when, scope);
      at = &add(into, std::move(gate));
    }
    add_keys(shape.expr, scope, *at);
    if (loop || shape.kind == ShapeModel::Kind::from) return visit_body(shape, scope, *at);
    if (shape.kind == ShapeModel::Kind::choice) return visit_choice(shape, scope, *at);
    for (const auto& member : shape.members) visit(*member.value, scope, *at);
    for (const ShapePtr& item : shape.items) visit(*item, scope, *at);
  }

 private:
  static Node& add(Node& into, std::unique_ptr<Node> node) {
    return *(into.members.emplace_back().value = std::move(node));
  }

  template <class Part>
  bool looks_up(const Part& part) const {
    bool found = false;
    visit_refs(part, [&](const Ref& ref) {
      found = found || (ref.root == Ref::Root::lookup && ref.table == table_);
    });
    return found;
  }
  bool looks_up(const std::vector<std::pair<std::string, Expr>>& values) const {
    for (const auto& [name, value] : values) {
      if (looks_up(value)) return true;
    }
    return false;
  }

  void visit_body(const ShapeModel& shape, PathScope& scope, Node& into) {
    if (shape.kind == ShapeModel::Kind::each) {
      // Tables that the filter looks up by something else than the element.
      add_keys(shape.when, scope, into);
    }
    if (!shape.body || !looks_up(*shape.body)) return;
    std::unique_ptr<Node> head = emit_head(paths_, shape, scope);
    head->body = std::make_unique<Node>();
    Node& body = *head->body;
    Node& added = add(into, std::move(head));
    const bool chooses = shape.body->kind == ShapeModel::Kind::choice && shape.body->when.empty();
    if (chooses && !looks_up(shape.body->expr)) {
      added.body = choice_of(*shape.body, scope);  // it decides which elements there are
      return;
    }
    if (chooses) {  // by the rows: before they are there, any element may be within the limit
      added.limit = Node{}.limit;
      added.limit_input.reset();
    }
    visit(*shape.body, scope, body);
  }

  // Without a key in a case, the choice would only make the table wait for its own rows.
  void visit_choice(const ShapeModel& shape, PathScope& scope, Node& into) {
    const auto has_key = [&](const ShapeModel::Case& one) {
      return one.body && looks_up(*one.body);
    };
    if (std::ranges::any_of(shape.cases, has_key) ||
        (shape.otherwise && has_key(*shape.otherwise))) {
      add(into, choice_of(shape, scope));
    }
  }

  std::unique_ptr<Node> choice_of(const ShapeModel& shape, PathScope& scope) {
    auto node = emit_choice(paths_, shape, scope);
    for (std::size_t i = 0; i < shape.cases.size(); ++i) {
      node->cases[i].body = body_of(shape.cases[i], scope);
    }
    if (node->otherwise) node->otherwise->body = body_of(*shape.otherwise, scope);
    return node;
  }

  std::unique_ptr<Node> body_of(const ShapeModel::Case& one, PathScope& scope) {
    if (!one.body) return nullptr;  // `$skip`
    auto body = std::make_unique<Node>();
    visit(*one.body, scope, *body);
    return body;
  }

  Node& add_loop(const Expr& list, const LoopReads& reads, const Binding& binding, PathScope& scope,
                 Node& into) {
    auto loop = std::make_unique<Node>();
    loop->kind = Node::Kind::each;
    loop->expression = paths_.source(list, scope);
    loop->entry = reads.entry;
    loop->selection = reads.bound.selection;
    loop->frame = paths_.make_frame();
    loop->body = std::make_unique<Node>();
    PathEmitter::Bound bound = reads.bound;
    bound.frame = loop->frame;
    scope[&binding.target()] = bound;
    Node& body = *loop->body;
    add(into, std::move(loop));
    return body;
  }

  void visit(const std::vector<RequestModel>& fields, PathScope& scope, Node& into) {
    for (const RequestModel& field : fields) {
      add_keys(field.when, scope, into);
      if (field.expr) add_keys(*field.expr, scope, into);
      Node* at = &into;
      if (field.from) {
        add_keys(*field.from, scope, into);
        if (reads_own(*field.from)) {
          own_.insert(field.binding);
        } else if (looks_up(field.nested)) {
          at = &add_from(field, scope, into);
        }
      }
      visit(field.nested, scope, *at);
      for (const RequestItemsModel& items : field.items) visit_items(items, scope, *at);
    }
  }

  Node& add_from(const RequestModel& field, PathScope& scope, Node& into) {
    auto head = std::make_unique<Node>();
    head->kind = Node::Kind::from;
    head->expression = paths_.source(*field.from, scope);
    const ValueReads reads = bind_value(paths_, *field.from, scope, head->expression);
    head->selection = reads.selection;
    head->frame = paths_.make_frame();
    head->body = std::make_unique<Node>();
    PathEmitter::Bound bound = reads.bound;
    bound.frame = head->frame;
    scope[&field.binding->target()] = bound;
    Node& body = *head->body;
    add(into, std::move(head));
    return body;
  }

  void visit_items(const RequestItemsModel& items, PathScope& scope, Node& into) {
    if (!items.list) {
      add_keys(items.when, scope, into);
      return visit(items.element, scope, into);
    }
    add_keys(*items.list, scope, into);
    add_keys(items.when, scope, into);  // of the loop's elements it looks up nothing
    if (!looks_up(items.element)) return;
    if (reads_own(*items.list)) {
      own_.insert(items.binding);
      return visit(items.element, scope, into);
    }
    const LoopReads reads = bind_element(paths_, items.list->type, *items.binding, true);
    Node& body = add_loop(*items.list, reads, *items.binding, scope, into);
    Node& loop = *into.members.back().value;
    loop.limit = items.limit;
    if (items.limit_input) loop.limit_input = static_cast<InputId>(*items.limit_input);
    if (!reads_own(items.when)) loop.when = paths_.conditions(items.when, scope);
    visit(items.element, scope, body);
  }

  template <class Part>
  bool reads_own(const Part& part) const {
    bool found = false;
    visit_refs(part, [&](const Ref& ref) { found = found || own_.count(ref.binding) != 0; });
    return found;
  }

  PathEmitter& paths_;
  std::size_t table_;
  // What a table by value is asked by, and its parts: bound when the keys here have been taken, so
  // loops over it are not walked.
  std::set<const Binding*> own_;
};

}  // namespace

std::unique_ptr<Node> emit_collector(PathEmitter& paths, const RouteModel& route,
                                     const ShapePtr& view, std::size_t table) {
  Collector collector(paths, table);
  auto root = std::make_unique<Node>();
  PathScope scope;
  if (view) collector.visit(*view, scope, *root);
  for (const RequirementModel& requirement : route.requirements) {
    collector.add_keys(requirement.that, scope, *root);
  }
  for (const auto& [name, value] : route.respond.headers) {
    collector.add_keys(value, scope, *root);
  }
  for (const auto& cookie : route.respond.cookies) collector.add_keys(cookie.value, scope, *root);
  for (const auto& [index, place] : paths.calls) collector.visit(route.calls[index], *root);
  return root;
}

}  // namespace bff::plan
