// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"
#include "plan/compile_ref.hpp"

namespace bff::plan {
namespace {

using Op = ConditionSyntax::Op;

Condition::Op op_of(Op op) {
  switch (op) {
    case Op::holds:
      return Condition::Op::holds;
    case Op::fails:
      return Condition::Op::fails;
    case Op::equal:
      return Condition::Op::equal;
    case Op::unequal:
      return Condition::Op::unequal;
    case Op::among:
      return Condition::Op::among;
  }
  return Condition::Op::holds;
}

Expr finish_operand(RouteContext& context, const RefSyntax& syntax, Ref ref, const Type* wanted) {
  Expr expr;
  if (ref.type.known() && ref.type.text_input) {
    // An enum is compared with its words and with enums; a text stays a text.
    const Type text = scalar_type(proto::FieldType::text);
    const bool parsed = wanted != nullptr && wanted->kind != Type::Kind::enumeration;
    parse_as(context, syntax, parsed ? *wanted : text, ref);
  }
  // Of a message in the body only its presence is read.
  if (ref.type.kind != Type::Kind::message) read_whole(ref);
  expr.type = ref.type;
  expr.refs.push_back(std::move(ref));
  return expr;
}

Expr check_operand(RouteContext& context, const RefSyntax& syntax, const Type* wanted) {
  return finish_operand(context, syntax, check_ref(context, syntax), wanted);
}

class ConditionCheck {
 public:
  ConditionCheck(RouteContext& context, const ConditionSyntax& syntax)
      : context_(context), syntax_(syntax) {}

  std::optional<ConditionModel> run() {
    ConditionModel model{.op = op_of(syntax_.op)};
    if (syntax_.op == Op::holds || syntax_.op == Op::fails) {
      model.left = check_operand(context_, syntax_.left, nullptr);
      return model.left.type.known() ? std::optional(std::move(model)) : std::nullopt;
    }
    // A text that the client sent parses to the type of the other side.
    Ref left = check_ref(context_, syntax_.left);
    const bool typed = left.type.known() && !left.type.text_input;
    std::vector<Expr> refs;
    for (const RefSyntax& ref : syntax_.refs) {
      refs.push_back(check_operand(context_, ref, typed ? &left.type : nullptr));
    }
    const Type* wanted = !refs.empty() && refs[0].type.known() ? &refs[0].type : nullptr;
    model.left = finish_operand(context_, syntax_.left, std::move(left), wanted);
    bool good = model.left.type.known() && comparable(model.left.type);
    for (std::size_t i = 0; i < refs.size(); ++i) {
      good = good && refs[i].type.known() && same_types(model.left.type, refs[i].type, i);
      model.right.push_back(std::move(refs[i]));
    }
    for (const config::Node& node : syntax_.literals) {
      auto literal = good ? read(node, model.left.type) : std::nullopt;
      good = good && literal;
      if (literal) model.right.push_back(std::move(*literal));
    }
    return good ? std::optional(std::move(model)) : std::nullopt;
  }

 private:
  bool comparable(const Type& type) {
    if (type.single(Type::Kind::scalar) || type.single(Type::Kind::enumeration)) return true;
    context_.out.add(codes::kOperandsDiffer, syntax_.left.whole,
                     to_text(syntax_.left) + " is " + describe(type) + ", which cannot be compared",
                     to_text(syntax_.left) + " alone asks whether " +
                         (type.list || type.map ? "there are any" : "it is there"));
    return false;
  }

  bool same_types(const Type& left, const Type& right, std::size_t i) {
    if (same(left, right)) return true;
    context_.out.add(codes::kOperandsDiffer, syntax_.refs[i].whole,
                     "the operands differ: " + describe(left) + " and " + describe(right));
    return false;
  }

  std::optional<Expr> read(const config::Node& node, const Type& type) {
    if (node.is_text() && !node.quoted && !type.single(Type::Kind::enumeration)) {
      context_.out.add(codes::kLiteralMisfit, node.place,
                       "'" + node.scalar + "' is a bare word, " + to_text(syntax_.left) + " is " +
                           describe(type),
                       type.scalar == proto::FieldType::text ? "write \"" + node.scalar + "\""
                                                             : "bare words are values of enums");
      return std::nullopt;
    }
    auto literal = read_literal(node, type, to_text(syntax_.left), context_.out);
    if (!literal) return std::nullopt;
    Expr expr;
    expr.type = type;
    expr.type.missing.clear();
    expr.type.absent = literal->null;
    expr.literal = std::move(literal);
    return expr;
  }

  RouteContext& context_;
  const ConditionSyntax& syntax_;
};

}  // namespace

ConditionsModel check_conditions(RouteContext& context, const ConditionsSyntax& syntax) {
  ConditionsModel models;
  for (const ConditionSyntax& condition : syntax.all) {
    if (auto model = ConditionCheck(context, condition).run()) models.push_back(std::move(*model));
  }
  return models;
}

CallSet origins_of(const ConditionsModel& conditions) {
  CallSet all;
  const auto add = [&](const Expr& expr) {
    const CallSet some = expr.origins();
    all.insert(some.begin(), some.end());
  };
  for (const ConditionModel& condition : conditions) {
    add(condition.left);
    for (const Expr& right : condition.right) add(right);
  }
  return all;
}

}  // namespace bff::plan
