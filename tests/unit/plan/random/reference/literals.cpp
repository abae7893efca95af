// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/literals.hpp"

namespace bff::random_plans {

Scalar literal(const test::ReferencePool& pool, const config::Node& node, const Scalar* beside) {
  Scalar made;
  made.text = node.scalar;
  if (node.kind == config::Node::Kind::boolean) made.kind = Scalar::Kind::boolean;
  if (node.kind == config::Node::Kind::number) {
    made.kind = node.scalar == "0.5" ? Scalar::Kind::real : Scalar::Kind::integer;
    if (made.kind == Scalar::Kind::real) made.real = 0.5;
  }
  if (node.is_text() && !node.quoted) {
    const auto& hues = *pool.find("w.Row")->file()->FindEnumTypeByName("Hue");
    const auto* value = hues.FindValueByName(node.scalar);
    if (value == nullptr) value = hues.FindValueByName("HUE_" + node.scalar);
    made = {Scalar::Kind::enumeration, std::to_string(value->number()), 0, &hues};
  }
  const bool bytes =
      beside != nullptr ? beside->kind == Scalar::Kind::bytes : node.scalar == "YQ==";
  if (node.quoted && bytes) made = {Scalar::Kind::bytes, node.scalar == "YQ==" ? "a" : "?"};
  return made;
}

std::string json_of(const config::Node& node) {
  std::string out;
  switch (node.kind) {
    case config::Node::Kind::text:
      return test::json_text(node.scalar);
    case config::Node::Kind::list:
      for (const auto& item : node.items) out += (out.empty() ? "" : ",") + json_of(item);
      return "[" + out + "]";
    case config::Node::Kind::map:
      for (const auto& [key, place, value] : node.members) {
        out += (out.empty() ? "" : ",") + test::json_text(key) + ":" + json_of(value);
      }
      return "{" + out + "}";
    default:
      return node.scalar.empty() ? "null" : node.scalar;
  }
}

}  // namespace bff::random_plans
