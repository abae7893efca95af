// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "contract/contract.hpp"
#include "contract/names.hpp"
#include "plan/plan.hpp"
#include "proto/field_tree.hpp"
#include "proto/schema.hpp"

namespace bff::plan {

// The types of proto values in JSON, as a contract has them. Messages and enums become named types
// when they are met for the first time; one that is written in two formats becomes two.
class ContractTypes {
 public:
  explicit ContractTypes(const proto::Schema& schema) : schema_(schema) {}

  // What writing an expression of this type gives.
  contract::Type value(const ValueType& type, const proto::JsonFormat& format);
  // One value of the field, of a list its elements, of a map its values; never null.
  contract::Type element(const proto::Field& field, const proto::JsonFormat& format);
  contract::Type enumeration(const proto::EnumTable& table, const proto::JsonFormat& format);
  // What a request may send of a message: the fields of `tree`. All may be left out, as proto3 JSON
  // has it; a message that is taken whole is a named type of its own.
  contract::Type request(const proto::MessageTable& table, const proto::FieldTree& tree,
                         const proto::JsonFormat& format);
  // The value of a field, with all that is in it.
  contract::Type request(const proto::Field& field, const proto::JsonFormat& format);
  // A named shape is told once as well; where views narrow it in two ways, there are two of it.
  contract::Type named_shape(const std::string& name, contract::Type type);
  // A scalar that is no field: of inputs, counts, texts.
  static contract::Type scalar(proto::FieldType type, const proto::JsonFormat& format);

  std::vector<contract::Named> take() { return std::move(named_); }

 private:
  contract::Type field(const proto::Field& field, const proto::JsonFormat& format);
  contract::Type message(const proto::MessageTable& table, const proto::JsonFormat& format);
  contract::Type members(const proto::MessageTable& table, const proto::JsonFormat& format);
  contract::Type request_element(const proto::Field& field, const proto::FieldTree& tree,
                                 const proto::JsonFormat& format);
  contract::Type request_value(const proto::Field& field, const proto::FieldTree& tree,
                               const proto::JsonFormat& format);
  contract::Type request_members(const proto::MessageTable& table, const proto::FieldTree& tree,
                                 const proto::JsonFormat& format);
  // The member of a field, but for its type.
  contract::Member member(const proto::MessageTable& table, const proto::Field& field,
                          const proto::JsonFormat& format) const;
  // The reference to a type that `define` makes when it is met for the first time; `named` has all
  // of it but that, and the name that it would like.
  contract::Type refer(contract::Named named, const proto::JsonFormat& format,
                       const std::function<contract::Type()>& define);
  contract::Named named(const proto::MessageTable& table) const;
  contract::Named named(const proto::EnumTable& table) const;

  const contract::Type& type_called(const std::string& name) const;  // of named_

  const proto::Schema& schema_;
  contract::Scope scope_{"", {}};
  std::vector<contract::Named> named_;
  std::map<std::string, std::string> by_source_;             // full name and format -> name
  std::vector<std::pair<std::string, std::string>> shapes_;  // as the file calls it -> name
};

}  // namespace bff::plan
