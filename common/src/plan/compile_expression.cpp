// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_expression.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_ref.hpp"

namespace bff::plan {
namespace {

using Fallback = ExpressionSyntax::Fallback;

// The type that all operands must have: that of the first which has one by itself. Texts that the
// client sent parse to it; where there are only such, to what the expression is for.
Type common_type(const std::vector<Ref>& refs, const Type* wanted) {
  for (const Ref& ref : refs) {
    if (ref.type.known() && !ref.type.text_input) return ref.type;
  }
  return wanted != nullptr && wanted->known() ? *wanted : scalar_type(proto::FieldType::text);
}

// A list is no scalar either.
bool may_be_empty(const Type& type) {
  return type.single(Type::Kind::scalar) || type.single(Type::Kind::enumeration);
}

bool check_fallback(RouteContext& context, const ExpressionSyntax& syntax, const Expr& expr) {
  bool good = true;
  const std::size_t operands = syntax.refs.size() + (syntax.literal ? 1 : 0);
  for (std::size_t i = 0; i < expr.refs.size(); ++i) {
    const Type& type = expr.refs[i].type;
    const Place& place = syntax.refs[i].whole;
    if (syntax.fallback == Fallback::if_empty && !may_be_empty(type)) {
      context.out.add(codes::kFallback, place,
                      "|| wants a scalar, " + to_text(syntax.refs[i]) + " is " + describe(type),
                      "for null write ??");
      good = false;
    } else if (syntax.fallback == Fallback::if_null && i + 1 < operands && !type.nullable()) {
      context.out.add(codes::kFallback, place, "the left of ?? is never null",
                      may_be_empty(type) ? "for the empty value write ||" : "drop the ??");
      good = false;
    }
    if (i > 0 && !same(type, expr.refs[0].type)) {
      context.out.add(
          codes::kOperandsDiffer, place,
          "the operands differ: " + describe(expr.refs[0].type) + " and " + describe(type));
      good = false;
    }
  }
  return good;
}

// A bare word is an enum's value; texts are quoted.
std::optional<Literal> read_operand(RouteContext& context, const ExpressionSyntax& syntax,
                                    const Type& type) {
  const config::Node& node = *syntax.literal;
  if (node.is_text() && !node.quoted && !type.single(Type::Kind::enumeration)) {
    context.out.add(codes::kLiteralMisfit, node.place,
                    "'" + node.scalar + "' is a bare word, " + to_text(syntax.refs[0]) + " is " +
                        describe(type),
                    type.single(Type::Kind::scalar) && type.scalar == proto::FieldType::text
                        ? "write \"" + node.scalar + "\""
                        : "bare words are values of enums");
    return std::nullopt;
  }
  return read_literal(node, type, to_text(syntax.refs[0]), context.out);
}

Expr resolve(RouteContext& context, const ExpressionSyntax& syntax, const Type* wanted) {
  Expr expr;
  expr.fallback = syntax.fallback;
  for (const RefSyntax& ref : syntax.refs) expr.refs.push_back(check_ref(context, ref));

  const Type common = common_type(expr.refs, wanted);
  bool good = true;
  for (std::size_t i = 0; i < expr.refs.size(); ++i) {
    Ref& ref = expr.refs[i];
    if (ref.type.known() && ref.type.text_input) parse_as(context, syntax.refs[i], common, ref);
    good = good && ref.type.known();
  }
  if (!good || (expr.fallback != Fallback::none && !check_fallback(context, syntax, expr))) {
    return expr;
  }

  expr.type = expr.refs.back().type;
  if (syntax.literal) {
    auto literal = read_operand(context, syntax, expr.refs[0].type);
    expr.type.missing.clear();
    expr.type.absent = literal && literal->null;
    if (!literal) expr.type = Type{};
    expr.literal = std::move(literal);
  }
  return expr;
}

}  // namespace

Expr check_expression(RouteContext& context, const ExpressionSyntax& syntax, const Type* wanted) {
  Expr expr = resolve(context, syntax, wanted);
  for (const Ref& ref : expr.refs) read_whole(ref);
  return expr;
}

Expr check_source(RouteContext& context, const ExpressionSyntax& syntax) {
  return resolve(context, syntax, nullptr);
}

std::string to_text(const ExpressionSyntax& syntax) {
  std::string text;
  for (const RefSyntax& ref : syntax.refs) {
    if (!text.empty()) text += syntax.fallback == Fallback::if_null ? " ?? " : " || ";
    text += to_text(ref);
  }
  if (syntax.literal) {
    text += syntax.fallback == Fallback::if_null ? " ?? " : " || ";
    text += to_json(*syntax.literal);
  }
  return text;
}

}  // namespace bff::plan
