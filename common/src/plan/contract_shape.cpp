// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_shape.hpp"

#include <algorithm>

namespace bff::plan {
namespace {

using TypeKind = contract::Type::Kind;

contract::Type either(std::vector<contract::Type> items) {
  std::vector<contract::Type> distinct;
  bool nullable = false;
  for (contract::Type& item : items) {
    // Null is told of once, by the union.
    nullable = nullable || item.nullable;
    item.nullable = false;
    if (std::ranges::find(distinct, item) == distinct.end()) distinct.push_back(std::move(item));
  }
  contract::Type out = distinct.size() == 1
                           ? std::move(distinct[0])
                           : contract::Type{.kind = TypeKind::either, .items = std::move(distinct)};
  out.nullable = out.nullable || nullable;
  return out;
}

class ShapeTypes {
 public:
  ShapeTypes(const proto::JsonFormat& format, ContractTypes& types)
      : format_(format), types_(types) {}

  contract::Type of(const Node& node) {
    contract::Type out = present_named(node);
    // Of a loop `when` is the filter of its elements.
    if (!node.when.empty() && node.kind != Node::Kind::each) out.nullable = true;
    return out;
  }

 private:
  contract::Type present_named(const Node& node) {
    contract::Type out = present(node);
    return node.name.empty() ? out : types_.named_shape(node.name, std::move(out));
  }

  contract::Type present(const Node& node) {
    switch (node.kind) {
      case Node::Kind::object:
        return object(node);
      case Node::Kind::literal:
        return {.kind = TypeKind::literal, .name = node.text};
      case Node::Kind::value:
        return types_.value(node.expression.type, format_);
      case Node::Kind::each:
        return each(node);
      case Node::Kind::from:
        return from(node);
      case Node::Kind::list:
        return list(node);
      case Node::Kind::choice:
        return nullable_if(node.expression.type.nullable, either(cases(node)));
      case Node::Kind::count:
        return nullable_if(node.expression.type.nullable,
                           {.kind = TypeKind::number, .name = "int32"});
      case Node::Kind::keys:
        break;
    }
    return {};
  }

  static contract::Type nullable_if(bool nullable, contract::Type type) {
    type.nullable = type.nullable || nullable;
    return type;
  }

  contract::Type object(const Node& node) {
    contract::Type out{.kind = TypeKind::object};
    for (const Member& from : node.members) {
      contract::Type type = of(*from.value);
      if (from.spread) {
        add_spread(out, std::move(type));
        continue;
      }
      // Null is how it would say that it is not the member that is set.
      if (from.only_if_set) type.nullable = false;
      out.members.push_back({.key = from.key,
                             .type = std::move(type),
                             .optional = from.only_if_set,
                             .copied = from.copied});
    }
    return out;
  }

  static void add_spread(contract::Type& out, contract::Type part) {
    for (contract::Member& member : part.members) {
      member.type.nullable = member.type.nullable || part.nullable;
      out.members.push_back(std::move(member));
    }
  }

  // Of a loop over what: its elements as `body` writes them, or copied whole.
  contract::Type element(const Node& node) {
    if (node.body) return of(*node.body);
    if (node.expression.type.field != nullptr) {
      return types_.element(*node.expression.type.field, format_);
    }
    return types_.value({.message = node.expression.type.message}, format_);
  }

  contract::Type each(const Node& node) {
    const ValueType& over = node.expression.type;
    const bool map = over.field != nullptr && over.field->map;
    contract::Type out{.kind = map ? TypeKind::map : TypeKind::list, .nullable = over.nullable};
    out.items.push_back(element(node));
    return out;
  }

  // `$skip` has no type: the element is left out.
  std::vector<contract::Type> cases(const Node& node) {
    std::vector<contract::Type> items;
    for (const Case& one : node.cases) {
      if (one.body) items.push_back(of(*one.body));
    }
    if (node.otherwise && node.otherwise->body) items.push_back(of(*node.otherwise->body));
    return items;
  }

  contract::Type from(const Node& node) {
    contract::Type out = node.body ? of(*node.body) : whole(node.expression.type);
    return nullable_if(node.expression.type.nullable, std::move(out));
  }

  contract::Type whole(ValueType type) {
    type.nullable = false;
    return types_.value(type, format_);
  }

  // Loops add their elements; what does not hold is left out.
  contract::Type list(const Node& node) {
    std::vector<contract::Type> items;
    for (const auto& item : node.items) {
      items.push_back(item->kind == Node::Kind::each ? element(*item) : present_named(*item));
    }
    contract::Type out{.kind = TypeKind::list};
    out.items.push_back(either(std::move(items)));
    return out;
  }

  const proto::JsonFormat& format_;
  ContractTypes& types_;
};

}  // namespace

contract::Type shape_type(const Node& node, const proto::JsonFormat& format, ContractTypes& types) {
  return ShapeTypes(format, types).of(node);
}

}  // namespace bff::plan
