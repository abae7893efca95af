// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

#include "support/json_tree.hpp"
#include "support/reference_pool.hpp"
#include "support/reference_shape.hpp"

namespace bff::test::reference {

// Values of a message as JSON, by reflection and after the documentation: docs/routes.md, "Shapes",
// and proto3's JSON mapping for the well-known types. Slow, and of nothing but standard means.
class ValueWriter {
 public:
  ValueWriter(const ReferencePool& pool, const Route& route) : pool_(pool), route_(route) {}

  // All of a field: null where it is absent and has presence.
  JsonTree field(const google::protobuf::Message& from,
                 const google::protobuf::FieldDescriptor& field, int depth) const;
  // One value of it; `index` is -1 where the field is not repeated.
  JsonTree value(const google::protobuf::Message& from,
                 const google::protobuf::FieldDescriptor& field, int index, int depth) const;
  // A message copied whole.
  JsonTree message(const google::protobuf::Message& message, int depth) const;

  std::string key_of(const google::protobuf::FieldDescriptor& field) const {
    return route_.proto_names ? field.name() : field.json_name();
  }
  // The entries of a map whose keys do not come again, in their order; with a value for each.
  std::vector<std::pair<std::string, const google::protobuf::Message*>> entries(
      const google::protobuf::Message& from, const google::protobuf::FieldDescriptor& field) const;

 private:
  JsonTree well_known(const google::protobuf::Message& message, int depth, bool& is_one) const;
  JsonTree any(const google::protobuf::Message& message, int depth) const;

  const ReferencePool& pool_;
  const Route& route_;
};

// An enum's number by the route's `enums`.
std::string enum_json(const Route& route, const google::protobuf::EnumDescriptor& type, int number);

// Field 1 of a wrapper, or null where the message is none.
const google::protobuf::FieldDescriptor* wrapped(const google::protobuf::Descriptor& message);

}  // namespace bff::test::reference
