// SPDX-License-Identifier: Apache-2.0
#include "support/reference_shape.hpp"

#include "support/json_tree.hpp"

namespace bff::test::reference {
namespace {

std::string single_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

std::string written(const Ref& ref) {
  std::string text = "$" + ref.name;
  for (const Ref::Step& step : ref.steps) text += step.field.empty() ? "!" : "." + step.field;
  return text;
}

std::string written(const Expression& expression) {
  const char* const fallback =
      expression.fallback == Expression::Fallback::if_null ? " ?? " : " || ";
  std::string text;
  for (const Ref& ref : expression.refs) text += (text.empty() ? "" : fallback) + written(ref);
  if (expression.literal) text += fallback + expression.literal->written;
  return text;
}

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + json_text(text);
  return "[" + out + "]";
}

std::string written(const Shape& shape) {
  using Kind = Shape::Kind;
  if (shape.kind == Kind::literal) return shape.literal.written;
  if (shape.kind == Kind::value) return single_quoted(written(shape.expression));
  if (shape.kind == Kind::object) {
    std::string out;
    for (const auto& [key, value] : shape.members) {
      out += (out.empty() ? "" : ", ") + json_text(key) + ": " + written(*value);
    }
    return "{" + out + "}";
  }
  const std::string source = written(shape.expression);
  std::string out = "{";
  if (shape.kind == Kind::each) {
    out += "$for: " + single_quoted(shape.name + " in " + source);
  } else {
    out += "$from: " + single_quoted(shape.name.empty() ? source : source + " as " + shape.name);
  }
  if (shape.body) out += ", $shape: " + written(*shape.body);
  if (!shape.pick.empty()) out += ", $pick: " + listed(shape.pick);
  return out + "}";
}

}  // namespace

std::string to_yaml(const Route& route, const std::string& rpc) {
  using Enums = Route::Enums;
  std::string limits;
  for (const auto& [path, limit] : route.limits) {
    limits += (limits.empty() ? "" : ", ") + json_text(path) + ": " + std::to_string(limit);
  }
  std::string view;
  if (!route.only.empty()) view += "only: " + listed(route.only);
  if (!limits.empty()) view += (view.empty() ? "" : ", ") + ("limit: {" + limits + "}");
  return std::string("version: bff/v1\ndefaults: {int64: ") +
         (route.int64_numbers ? "number" : "string") + ", enums: " +
         (route.enums == Enums::short_names  ? "short"
          : route.enums == Enums::full_names ? "full"
                                             : "number") +
         ", names: " + (route.proto_names ? "proto" : "camelCase") +
         "}\nroutes:\n  - id: r\n    http: GET /r\n    auth: public\n    calls:\n      c: { rpc: " +
         rpc + " }\n    shape: " + written(*route.shape) + "\n    clients: { web: {" + view +
         "} }\n";
}

}  // namespace bff::test::reference
