// SPDX-License-Identifier: Apache-2.0
#include "plan/compile_lookup.hpp"

#include "plan/compile_codes.hpp"
#include "plan/compile_literal.hpp"
#include "plan/compile_ref.hpp"

namespace bff::plan {
namespace {

std::optional<Ref> literal_key(RouteContext& context, const config::Node& node, const KeyUse& use) {
  Ref key;
  if (node.kind == config::Node::Kind::null) {
    context.out.add(codes::kKeyType, node.place, "null is no key", "it would find nothing");
    return key;
  }
  if (node.is_text() && !node.quoted && !use.type.single(Type::Kind::enumeration)) {
    context.out.add(codes::kLiteralMisfit, node.place,
                    "'" + node.scalar + "' is a bare word, the key is " + describe(use.type),
                    "write \"" + node.scalar + "\"");
    return key;
  }
  auto literal = read_literal(node, use.type, use.of, context.out);
  if (!literal) return key;
  key.root = Ref::Root::literal;
  key.type = use.type;
  key.type.absent = false;
  key.type.missing.clear();
  key.literal = std::move(*literal);
  return key;
}

}  // namespace

std::optional<Ref> check_key(RouteContext& context, const RefSyntax::Step& step,
                             const KeyUse& use) {
  if (!step.key) {
    return step.literal ? literal_key(context, *step.literal, use) : std::nullopt;
  }
  Ref key = check_ref(context, *step.key);
  read_whole(key);
  if (!key.type.known()) return key;
  if (key.type.text_input) parse_as(context, *step.key, use.type, key);
  if (!same(key.type, use.type)) {
    context.out.add(
        codes::kKeyType, step.key->whole,
        "the key is " + describe(key.type) + ", " + use.of + " is " + describe(use.type));
    key.type = Type{};
  }
  return key;
}

std::string key_name(const std::string& call, const TableModel& table) {
  if (table.keys == Table::Keys::by_value) return "what '" + call + "' is asked by";
  if (table.join == Table::Join::entry) return "the key of " + table.rows->name;
  return table.rows->name + "." + table.key->name;
}

}  // namespace bff::plan
