// SPDX-License-Identifier: Apache-2.0
#include "plan/contract_types.hpp"

namespace bff::plan {
namespace {

using TypeKind = contract::Type::Kind;
using proto::FieldTree;
using proto::FieldType;
using proto::JsonFormat;

// A tree that holds everything is found within itself, whatever field is asked for.
bool is_whole(const FieldTree& tree) { return tree.find(0) == &tree; }

}  // namespace

contract::Type ContractTypes::request(const proto::MessageTable& table, const FieldTree& tree,
                                      const JsonFormat& format) {
  if (table.well_known != proto::WellKnown::none) return message(table, format);
  if (!is_whole(tree)) return request_members(table, tree, format);
  contract::Named name = named(table);
  name.name += "Input";
  name.input = true;
  return refer(std::move(name), format, [&] { return request_members(table, tree, format); });
}

contract::Type ContractTypes::request_element(const proto::Field& field, const FieldTree& tree,
                                              const JsonFormat& format) {
  if (field.map) return request_element(*field.message->find(2U), tree, format);
  return is_message(field) ? request(*field.message, tree, format) : element(field, format);
}

contract::Type ContractTypes::request(const proto::Field& field, const JsonFormat& format) {
  return request_value(field, FieldTree::everything(), format);
}

contract::Type ContractTypes::request_value(const proto::Field& field, const FieldTree& tree,
                                            const JsonFormat& format) {
  contract::Type one = request_element(field, tree, format);
  if (!field.map && !field.repeated) return one;
  contract::Type many{.kind = field.map ? TypeKind::map : TypeKind::list};
  many.items.push_back(std::move(one));
  return many;
}

contract::Type ContractTypes::request_members(const proto::MessageTable& table,
                                              const FieldTree& tree, const JsonFormat& format) {
  contract::Type out{.kind = TypeKind::object};
  for (std::size_t i = 0; i < table.fields.size(); ++i) {
    const FieldTree* within = tree.find(i);
    if (within == nullptr) continue;
    const proto::Field& field = table.fields[i];
    contract::Member& member = out.members.emplace_back(this->member(table, field, format));
    member.optional = true;
    member.type = request_value(field, *within, format);
    const bool singular = !field.map && !field.repeated;
    // As if it were left out.
    if (singular && (field.presence || is_message(field))) member.type.nullable = true;
  }
  return out;
}

}  // namespace bff::plan
