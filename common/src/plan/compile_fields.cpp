// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_fields.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "plan/compile_body.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_shape.hpp"
#include "plan/compile_visit.hpp"

namespace bff::plan {
namespace {

using SyntaxKind = ShapeSyntax::Kind;
using MadeRequest = std::optional<RequestModel>;

// One place of a request: a field, or one element of a repeated field or a map.
struct Target {
  const proto::MessageTable& message;
  const proto::Field& field;
  Type type;  // of what belongs there
  bool element = false;
};

class FieldCheck {
 public:
  FieldCheck(RouteContext& context, CallModel& call) : context_(context), call_(call) {}

  std::vector<RequestModel> fields(const std::vector<ShapeMember>& members,
                                   const proto::MessageTable& message, bool top) {
    std::vector<RequestModel> out;
    std::map<std::int32_t, const proto::Field*> oneofs;
    for (const ShapeMember& member : members) {
      if (member.merge) {
        no_such_form(*member.value, "$merge", "write the fields");
        continue;
      }
      const proto::Field* field = find(member, message);
      if (field == nullptr) {
        visit(*member.value);
        continue;
      }
      if (top && is_taken(*field)) {
        problem(codes::kSetTwice, member.key.place,
                "'" + field->name + "' " +
                    (field == call_.read_mask ? "is filled by read_mask"
                                              : "takes the keys of the batch"),
                "leave it out of `with`");
        continue;
      }
      if (field->oneof >= 0) {
        const auto [other, first] = oneofs.emplace(field->oneof, field);
        if (!first) {
          problem(codes::kSetTwice, member.key.place,
                  "'" + field->name + "' and '" + other->second->name + "' are of one oneof",
                  "write one of them");
        }
      }
      if (MadeRequest made = value(*member.value, {message, *field, type_of(*field)})) {
        out.push_back(std::move(*made));
      }
    }
    // In the order of field numbers, as every other encoder of protobuf writes them.
    std::sort(out.begin(), out.end(), [](const RequestModel& a, const RequestModel& b) {
      return a.field->number < b.field->number;
    });
    return out;
  }

 private:
  void problem(std::string_view code, const Place& place, std::string message,
               std::string remedy = "") {
    context_.out.add(code, place, std::move(message), std::move(remedy));
  }

  bool is_taken(const proto::Field& field) const {
    return (call_.table && &field == call_.table->into) || &field == call_.read_mask;
  }

  // Notes what an expression reads though there is no field for it.
  void visit(const ShapeSyntax& syntax) {
    if (syntax.kind == SyntaxKind::each || syntax.kind == SyntaxKind::from) return;  // binds names
    if (syntax.expression) check_expression(context_, *syntax.expression, nullptr);
    for (const ShapeMember& member : syntax.members) visit(*member.value);
    for (const ShapeSyntaxPtr& item : syntax.items) visit(*item);
  }

  MadeRequest no_such_form(const ShapeSyntax& syntax, const std::string& form, std::string remedy) {
    problem(codes::kFieldType, syntax.place, form + " makes JSON, and no field of a request",
            std::move(remedy));
    visit(syntax);
    return std::nullopt;
  }

  const proto::Field* find(const ShapeMember& member, const proto::MessageTable& message) {
    const proto::Field* field = message.find(std::string_view(member.key.value));
    if (field == nullptr) {
      problem(codes::kNoSuchField, member.key.place,
              message.full_name + " has no field '" + member.key.value + "'",
              field_remedy(message, member.key.value, context_.schema()));
    }
    return field;
  }

  MadeRequest value(const ShapeSyntax& syntax, const Target& to) {
    MadeRequest made = without_when(syntax, to);
    if (!syntax.when || syntax.kind == SyntaxKind::each) return made;
    if (!to.element && !to.type.absent && !to.type.list && !to.type.map) {
      problem(codes::kNullField, syntax.when->place,
              describe(to.message, to.field) + " cannot be left unset, and $when may do so",
              "write the value for both cases");
    }
    ConditionsModel when = check_conditions(context_, *syntax.when);
    if (made) made->when = std::move(when);
    return made;
  }

  MadeRequest without_when(const ShapeSyntax& syntax, const Target& to) {
    switch (syntax.kind) {
      case SyntaxKind::object:
        return to.type.map ? entries(syntax, to) : object(syntax, to);
      case SyntaxKind::literal:
        return literal(syntax, to);
      case SyntaxKind::expression:
        return checked(check_expression(context_, *syntax.expression, &to.type), syntax.place,
                       to_text(*syntax.expression), to);
      case SyntaxKind::text:
        return checked(check_text(context_, *syntax.text), syntax.place, "the text", to);
      case SyntaxKind::list:
        return list(syntax, to);
      case SyntaxKind::each:
        return each(syntax, to);
      case SyntaxKind::from:
        return from(syntax, to);
      case SyntaxKind::count:
        return no_such_form(syntax, "$count", "what counts is a service");
      case SyntaxKind::choice:
        return no_such_form(syntax, "$switch", "write ?? or $when");
    }
    return std::nullopt;
  }

  RequestModel start(const Target& to) const {
    RequestModel model;
    model.field = &to.field;
    return model;
  }

  MadeRequest object(const ShapeSyntax& syntax, const Target& to) {
    if (!to.type.single(Type::Kind::message)) {
      problem(codes::kFieldType, syntax.place,
              describe(to.message, to.field) + " is " + describe(to.type) + ", not a message");
      visit(syntax);
      return std::nullopt;
    }
    RequestModel model = start(to);
    model.is_nested = true;
    model.nested = fields(syntax.members, *to.type.message, false);
    return model;
  }

  MadeRequest literal(const ShapeSyntax& syntax, const Target& to) {
    if (syntax.literal.kind == config::Node::Kind::null && !to.type.absent) {
      problem(codes::kNullField, syntax.place,
              describe(to.message, to.field) + " cannot be left unset, and this is null",
              "leave it out, or write a value");
      return std::nullopt;
    }
    RequestModel model = start(to);
    config::Node node = syntax.literal;
    if (to.element) {  // the encoder knows fields, so the element becomes a list of one
      config::Node one{.kind = config::Node::Kind::list, .place = node.place};
      one.items.push_back(std::move(node));
      node = std::move(one);
    }
    if (!encode_field(node, to.message, to.field, context_.schema(), context_.out, model.literal) ||
        model.literal.empty()) {
      return std::nullopt;  // nothing to send: null, or the zero that an absent field is
    }
    return model;
  }

  // What an expression gives, held against the field.
  MadeRequest checked(Expr expr, const Place& place, const std::string& text, const Target& to) {
    const Type type = expr.type;
    if (!type.known()) return std::nullopt;
    if (!converts(type, to.type)) {
      problem(codes::kFieldType, place,
              describe(to.message, to.field) + (to.element ? " takes " : " is ") +
                  describe(to.type) + ", " + text + " is " + describe(type));
      return std::nullopt;
    }
    // What is missing takes the whole call with it; only what a service leaves out can arrive here
    // as null.
    if (type.absent && !to.type.absent) {
      problem(codes::kNullField, place,
              text + " may be null and " +
                  (to.element ? "the elements of " + describe(to.message, to.field) + " cannot be"
                              : describe(to.message, to.field) + " cannot be left unset"),
              "write !, ?? or ||");
    }
    note_missing(context_, call_, type, place);
    RequestModel model = start(to);
    model.wrap = (to.element || !to.field.repeated) && wrapped_field(to.field) != nullptr;
    model.expr = std::move(expr);
    return model;
  }

  bool takes_elements(const ShapeSyntax& syntax, const Target& to) {
    if ((to.type.list || to.type.map) && !to.element) return true;
    problem(codes::kFieldType, syntax.place,
            describe(to.message, to.field) + " is " + describe(to.type) + ", not a list");
    visit(syntax);
    return false;
  }

  static Target element_of(const Target& to) {
    Type type = plan::element_of(to.type);
    type.absent = false;
    return {to.message, to.field, std::move(type), true};
  }

  MadeRequest list(const ShapeSyntax& syntax, const Target& to) {
    if (!takes_elements(syntax, to)) return std::nullopt;
    if (to.type.map) {
      problem(codes::kFieldType, syntax.place,
              describe(to.message, to.field) + " is " + describe(to.type) + ", not a list",
              "write a map: { key: value }");
      return std::nullopt;
    }
    RequestModel model = start(to);
    for (const ShapeSyntaxPtr& item : syntax.items) {
      if (item->kind == SyntaxKind::each) {
        if (auto loop = items(*item, to)) model.items.push_back(std::move(*loop));
      } else if (MadeRequest made = without_when(*item, element_of(to))) {
        RequestItemsModel& one = model.items.emplace_back();
        if (item->when) one.when = check_conditions(context_, *item->when);
        one.element.push_back(std::move(*made));
      }
    }
    return model;
  }

  MadeRequest each(const ShapeSyntax& syntax, const Target& to) {
    if (!takes_elements(syntax, to)) return std::nullopt;
    RequestModel model = start(to);
    auto loop = items(syntax, to);
    if (!loop) return std::nullopt;
    model.items.push_back(std::move(*loop));
    return model;
  }

  // A loop; over a map for a map, whose keys stay, else over a list for a list.
  std::optional<RequestItemsModel> items(const ShapeSyntax& syntax, const Target& to) {
    RequestItemsModel model;
    model.list = check_source(context_, *syntax.expression);
    const Type type = model.list->type;
    if (type.known() && type.nullable()) {
      if (type.absent) {
        problem(codes::kNullField, syntax.expression->place,
                to_text(*syntax.expression) + " may be null, and a list cannot be",
                "write ! or ??");
      }
      note_missing(context_, call_, type, syntax.expression->place);
    }
    const LoopBinding loop = bind_loop(context_, syntax, *model.list);
    model.binding = loop.binding;
    if (syntax.limit) check_limit(context_, *syntax.limit, model.limit, model.limit_input);
    if (loop.binding->type.known() && type.map != to.type.map) {
      problem(codes::kFieldType, syntax.place,
              describe(to.message, to.field) + " is " + describe(to.type) + ", the loop is over " +
                  describe(type));
      return std::nullopt;
    }
    if (type.map) {
      problem(codes::kFieldType, syntax.place, "a map is copied whole, or written out",
              "write " + to_text(*syntax.expression));
      return std::nullopt;
    }
    InBody in(context_, syntax, *loop.binding);
    if (syntax.when) model.when = check_conditions(context_, *syntax.when);
    const Target element = element_of(to);
    MadeRequest made;
    if (const ShapeSyntax* body = in.body()) {
      made = without_when(*body, element);
    } else if (!in.damaged()) {
      Expr expr;
      expr.refs.push_back(ref_to(*loop.binding));
      read_whole(expr.refs[0]);
      expr.type = loop.binding->type;
      made = checked(std::move(expr), syntax.place, to_text(*syntax.expression), element);
    }
    if (!made) return std::nullopt;
    model.element.push_back(std::move(*made));
    if (syntax.when) {
      CallSet by_body;
      visit_refs(model.element, [&](const Ref& ref) {
        if (ref.root == Ref::Root::lookup) by_body.insert(ref.table);
      });
      check_filter(context_, syntax.when->place, model.when, *loop.binding, by_body);
    }
    return model;
  }

  // { key: value } of a map field.
  MadeRequest entries(const ShapeSyntax& syntax, const Target& to) {
    RequestModel model = start(to);
    const proto::MessageTable& entry = *to.type.message;
    const proto::Field &key = *entry.find(1U), &value_field = *entry.find(2U);
    for (const ShapeMember& member : syntax.members) {
      if (member.merge) {
        no_such_form(*member.value, "$merge", "write the keys");
        continue;
      }
      RequestModel made = start(to);
      made.is_nested = true;
      config::Node node{.scalar = member.key.value, .place = member.key.place};
      // JSON keys are texts whatever the map's key type is.
      node.kind = key.type == proto::FieldType::text      ? config::Node::Kind::text
                  : key.type == proto::FieldType::boolean ? config::Node::Kind::boolean
                                                          : config::Node::Kind::number;
      RequestModel& key_model = made.nested.emplace_back();
      key_model.field = &key;
      if (!encode_field(node, entry, key, context_.schema(), context_.out, key_model.literal)) {
        continue;
      }
      Type type = type_of(value_field);
      type.absent = false;
      if (MadeRequest one = value(*member.value, {entry, value_field, std::move(type)})) {
        made.nested.push_back(std::move(*one));
      }
      model.items.emplace_back().element.push_back(std::move(made));
    }
    return model;
  }

  MadeRequest from(const ShapeSyntax& syntax, const Target& to) {
    Expr source = check_source(context_, *syntax.expression);
    const Type type = source.type;
    const LoopBinding bound = bind_from(context_, syntax, source);
    InBody in(context_, syntax, *bound.binding);
    const ShapeSyntax* body = in.body();
    if (body == nullptr) {
      if (in.damaged()) return std::nullopt;
      for (const Ref& ref : source.refs) read_whole(ref);
      return checked(std::move(source), syntax.place, to_text(*syntax.expression), to);
    }
    MadeRequest made = without_when(*body, to);
    if (!made || !type.known()) return std::nullopt;
    if (!made->is_nested) {
      problem(codes::kFieldType, syntax.place, "$from in `with` fills a message",
              "write a $shape of its fields");
      return std::nullopt;
    }
    note_missing(context_, call_, type, syntax.expression->place);
    if (type.absent && !to.type.absent) {
      problem(codes::kNullField, syntax.expression->place,
              to_text(*syntax.expression) + " may be null and " + describe(to.message, to.field) +
                  " cannot be left unset",
              "write ! or ??");
    }
    made->from = std::move(source);
    made->binding = bound.binding;
    return made;
  }

  RouteContext& context_;
  CallModel& call_;
};

}  // namespace

void note_missing(RouteContext& context, CallModel& call, const Type& type, const Place& place) {
  if (!type.missing.empty() && !call.may_be_missing()) {
    const auto& name = context.route.calls[*type.missing.begin()].syntax->name.value;
    context.out.add(codes::kReadsMissing, place,
                    "'" + call.syntax->name.value + "' reads '" + name + "', which may be missing",
                    "write ?? or on_error: as_null");
  }
  call.missing.insert(type.missing.begin(), type.missing.end());
}

std::vector<RequestModel> check_fields(RouteContext& context, CallModel& call,
                                       const ShapeSyntax& with) {
  return FieldCheck(context, call).fields(with.members, *call.request_type, true);
}

}  // namespace bff::plan
