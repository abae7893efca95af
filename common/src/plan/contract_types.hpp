// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "contract/contract.hpp"
#include "contract/names.hpp"
#include "plan/plan.hpp"
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
  // A scalar that is no field: of inputs, counts, texts.
  static contract::Type scalar(proto::FieldType type, const proto::JsonFormat& format);

  std::vector<contract::Named> take() { return std::move(named_); }

 private:
  contract::Type field(const proto::Field& field, const proto::JsonFormat& format);
  contract::Type message(const proto::MessageTable& table, const proto::JsonFormat& format);
  contract::Type enumeration(const proto::EnumTable& table, const proto::JsonFormat& format);
  contract::Type members(const proto::MessageTable& table, const proto::JsonFormat& format);
  // The reference to a name that `define` gives its type, once.
  template <class Define>
  contract::Type refer(const std::string& source, const std::string& name,
                       const std::string& comment, const proto::JsonFormat& format, Define define);

  const proto::Schema& schema_;
  contract::Scope scope_{"", {}};
  std::vector<contract::Named> named_;
  std::map<std::string, std::string> by_source_;  // full name and format -> name
};

}  // namespace bff::plan
