// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_values.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_expression.hpp"

namespace bff::plan {
namespace {

constexpr std::string_view kSetCookie = "set-cookie";

Expr literal_text(std::string text) {
  Expr expr;
  expr.type = scalar_type(proto::FieldType::text);
  expr.text.push_back({.literal = std::move(text)});
  return expr;
}

}  // namespace

Expr check_value(RouteContext& context, const ShapeSyntax& syntax) {
  switch (syntax.kind) {
    case ShapeSyntax::Kind::literal:
      return literal_text(syntax.literal.scalar);
    case ShapeSyntax::Kind::text:
      return check_text(context, *syntax.text);
    case ShapeSyntax::Kind::expression: {
      // The same as a text with nothing around the value.
      TextSyntax text{.place = syntax.place};
      text.parts.push_back({.value = *syntax.expression});
      return check_text(context, text);
    }
    default:
      return {};  // the parser lets no other pass
  }
}

std::vector<std::pair<std::string, Expr>> check_values(
    RouteContext& context, const std::vector<NamedValueSyntax>& values) {
  std::vector<std::pair<std::string, Expr>> out;
  for (const NamedValueSyntax& value : values) {
    out.emplace_back(value.name.value, check_value(context, *value.value));
  }
  return out;
}

void check_requirements(RouteContext& context) {
  for (const RequireSyntax& syntax : context.route.syntax->require) {
    RequirementModel model{.status = static_cast<int>(syntax.status.value), .title = syntax.title};
    context.reads = &model.reads;
    model.that = check_conditions(context, syntax.that);
    context.reads = nullptr;
    context.route.requirements.push_back(std::move(model));
  }
}

void check_respond(RouteContext& context) {
  RespondModel& model = context.route.respond;
  const auto& syntax = context.route.syntax->respond;
  if (!syntax) return;
  context.reads = &model.reads;
  if (syntax->status) model.status = static_cast<int>(syntax->status->value);
  model.headers = check_values(context, syntax->headers);
  for (const CookieSyntax& cookie : syntax->cookies) {
    model.cookies.push_back({&cookie, check_value(context, *cookie.value)});
  }
  for (const LocatedText& name : syntax->pass) model.pass_cookies |= name.value == kSetCookie;
  context.reads = nullptr;
}

}  // namespace bff::plan
