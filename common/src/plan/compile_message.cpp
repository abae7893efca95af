// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/json_util.h>

#include <bit>
#include <memory>

#include "plan/arguments.hpp"
#include "plan/compile_codes.hpp"
#include "plan/compile_literal.hpp"

namespace bff::plan {
namespace {

using YamlNode = config::Node;
using google::protobuf::Message;
using Descriptor = google::protobuf::FieldDescriptor;

// Fills a message from a YAML value as proto3 JSON would. protobuf's own JSON parser does the
// types with a JSON form of their own; it knows no places, so the rest is walked here.
class MessageLiteral {
 public:
  MessageLiteral(const proto::Schema& schema, Diagnostics& out) : schema_(schema), out_(out) {}

  bool fill(Message& message, const YamlNode& node) {
    const proto::MessageTable& table = schema_.table(*message.GetDescriptor());
    if (table.well_known != proto::WellKnown::none && table.well_known != proto::WellKnown::empty) {
      return fill_well_known(message, table, node);
    }
    if (!node.is_map()) {
      out_.add(codes::kLiteralMisfit, node.place,
               std::string(config::kind_name(node.kind)) + " is no " + table.full_name,
               "write a map of its fields");
      return false;
    }
    bool good = true;
    for (const YamlNode::Member& member : node.members) {
      const Descriptor* field = find(message, member.key);
      if (field == nullptr) {
        out_.add(codes::kNoSuchField, member.key_place,
                 table.full_name + " has no field '" + member.key + "'",
                 field_remedy(table, member.key, schema_));
        good = false;
      } else {
        good = fill_field(message, *field, member.value, member.key_place) && good;
      }
    }
    return good;
  }

  bool fill_field(Message& message, const Descriptor& field, const YamlNode& node,
                  const Place& place) {
    const auto& reflection = *message.GetReflection();
    const bool takes_null = field.message_type() != nullptr && is_value(field);
    if (node.kind == YamlNode::Kind::null && !takes_null) return true;
    if (const auto* oneof = field.real_containing_oneof();
        oneof != nullptr && reflection.HasOneof(message, oneof)) {
      out_.add(codes::kSetTwice, place,
               "'" + field.name() + "' and '" +
                   reflection.GetOneofFieldDescriptor(message, oneof)->name() +
                   "' are of the oneof '" + oneof->name() + "'",
               "write one of them");
      return false;
    }
    if (field.is_map()) return fill_map(message, field, node);
    if (!field.is_repeated()) return set(message, field, node);
    if (!node.is_list()) {
      out_.add(codes::kLiteralMisfit, node.place,
               std::string(config::kind_name(node.kind)) + ", '" + field.name() + "' is repeated",
               "write a list: [ … ]");
      return false;
    }
    bool good = true;
    for (const YamlNode& item : node.items) {
      if (item.kind == YamlNode::Kind::null && !takes_null) {
        out_.add(codes::kLiteralMisfit, item.place,
                 "null in a list, '" + field.name() + "' has values", "leave it out");
        good = false;
      } else {
        good = set(message, field, item) && good;
      }
    }
    return good;
  }

 private:
  // google.protobuf.Value is the one type whose JSON null is a value.
  static bool is_value(const Descriptor& field) {
    return field.message_type()->full_name() == "google.protobuf.Value";
  }

  static const Descriptor* find(const Message& message, const std::string& name) {
    const auto* type = message.GetDescriptor();
    const Descriptor* field = type->FindFieldByName(name);
    for (int i = 0; field == nullptr && i < type->field_count(); ++i) {
      if (type->field(i)->json_name() == name) field = type->field(i);
    }
    return field;
  }

  bool fill_well_known(Message& message, const proto::MessageTable& table, const YamlNode& node) {
    const auto status = google::protobuf::util::JsonStringToMessage(to_json(node), &message);
    if (status.ok()) return true;
    out_.add(codes::kLiteralMisfit, node.place,
             (node.scalar.empty() ? std::string(config::kind_name(node.kind))
                                  : "'" + node.scalar + "'") +
                 " is no " + table.full_name);
    return false;
  }

  bool fill_map(Message& message, const Descriptor& field, const YamlNode& node) {
    if (!node.is_map()) {
      out_.add(codes::kLiteralMisfit, node.place,
               std::string(config::kind_name(node.kind)) + ", '" + field.name() + "' is a map",
               "write a map: { key: value }");
      return false;
    }
    bool good = true;
    for (const YamlNode::Member& member : node.members) {
      Message& entry = *message.GetReflection()->AddMessage(&message, &field);
      const Descriptor& key = *entry.GetDescriptor()->FindFieldByNumber(1);
      YamlNode key_node;
      key_node.scalar = member.key;
      key_node.place = member.key_place;
      // JSON keys are texts whatever the map's key type is.
      key_node.kind = key.type() == Descriptor::TYPE_STRING ? YamlNode::Kind::text
                      : key.type() == Descriptor::TYPE_BOOL ? YamlNode::Kind::boolean
                                                            : YamlNode::Kind::number;
      good = set(entry, key, key_node) && good;
      good = set(entry, *entry.GetDescriptor()->FindFieldByNumber(2), member.value) && good;
    }
    return good;
  }

  // Sets a singular field, or adds to a repeated one.
  bool set(Message& message, const Descriptor& field, const YamlNode& node) {
    const auto& reflection = *message.GetReflection();
    const bool add = field.is_repeated();
    if (field.cpp_type() == Descriptor::CPPTYPE_MESSAGE) {
      return fill(add ? *reflection.AddMessage(&message, &field)
                      : *reflection.MutableMessage(&message, &field),
                  node);
    }
    const proto::Field& known =
        *schema_.table(*message.GetDescriptor()).find(static_cast<std::uint32_t>(field.number()));
    Type type = type_of(known);
    type.list = false;
    if (node.kind == YamlNode::Kind::null) {
      out_.add(codes::kLiteralMisfit, node.place,
               "null, '" + field.name() + "' is " + describe(type));
      return false;
    }
    const auto literal = read(node, type, field.name());
    if (!literal) return false;
    const std::uint64_t bits = literal->cell.bits;
    const auto put = [&](auto set_one, auto add_one, auto value) {
      (reflection.*(add ? add_one : set_one))(&message, &field, value);
    };
    using google::protobuf::Reflection;
    switch (field.cpp_type()) {
      case Descriptor::CPPTYPE_INT32:
        put(&Reflection::SetInt32, &Reflection::AddInt32, static_cast<std::int32_t>(bits));
        break;
      case Descriptor::CPPTYPE_INT64:
        put(&Reflection::SetInt64, &Reflection::AddInt64, static_cast<std::int64_t>(bits));
        break;
      case Descriptor::CPPTYPE_UINT32:
        put(&Reflection::SetUInt32, &Reflection::AddUInt32, static_cast<std::uint32_t>(bits));
        break;
      case Descriptor::CPPTYPE_UINT64:
        put(&Reflection::SetUInt64, &Reflection::AddUInt64, bits);
        break;
      case Descriptor::CPPTYPE_DOUBLE:
        put(&Reflection::SetDouble, &Reflection::AddDouble, std::bit_cast<double>(bits));
        break;
      case Descriptor::CPPTYPE_FLOAT:
        put(&Reflection::SetFloat, &Reflection::AddFloat,
            std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        break;
      case Descriptor::CPPTYPE_BOOL:
        put(&Reflection::SetBool, &Reflection::AddBool, bits != 0);
        break;
      case Descriptor::CPPTYPE_ENUM:
        put(&Reflection::SetEnumValue, &Reflection::AddEnumValue,
            static_cast<int>(static_cast<std::int64_t>(bits)));
        break;
      case Descriptor::CPPTYPE_STRING:
        put(&Reflection::SetString, &Reflection::AddString, literal->text);
        break;
      case Descriptor::CPPTYPE_MESSAGE:
        break;  // above
    }
    return true;
  }

  // proto3 JSON writes 64-bit integers as texts and takes enum numbers; literals of the route
  // language itself are stricter.
  std::optional<Literal> read(const YamlNode& node, const Type& type, const std::string& owner) {
    Literal number;
    if (type.kind == Type::Kind::scalar && node.is_text() &&
        (type.scalar == proto::FieldType::int64 || type.scalar == proto::FieldType::uint64) &&
        parse_scalar(node.scalar, type.scalar, number.cell)) {
      return number;
    }
    if (type.kind == Type::Kind::enumeration && node.kind == YamlNode::Kind::number) {
      return read_literal(node, scalar_type(proto::FieldType::int32), owner, out_);
    }
    return read_literal(node, type, owner, out_);
  }

  const proto::Schema& schema_;
  Diagnostics& out_;
};

const google::protobuf::Descriptor& descriptor_of(const proto::MessageTable& message,
                                                  const proto::Schema& schema) {
  return *schema.pool().FindMessageTypeByName(message.full_name);
}

}  // namespace

bool encode_field(const YamlNode& node, const proto::MessageTable& message,
                  const proto::Field& field, const proto::Schema& schema, Diagnostics& out,
                  std::string& bytes) {
  google::protobuf::DynamicMessageFactory factory;
  const auto& type = descriptor_of(message, schema);
  const std::unique_ptr<Message> literal(factory.GetPrototype(&type)->New());
  if (!MessageLiteral(schema, out)
           .fill_field(*literal, *type.FindFieldByNumber(static_cast<int>(field.number)), node,
                       node.place)) {
    return false;
  }
  bytes += literal->SerializePartialAsString();
  return true;
}

bool encode_message(const YamlNode& node, const proto::MessageTable& message,
                    const proto::Schema& schema, Diagnostics& out, std::string& bytes) {
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<Message> literal(
      factory.GetPrototype(&descriptor_of(message, schema))->New());
  if (!MessageLiteral(schema, out).fill(*literal, node)) return false;
  bytes = literal->SerializePartialAsString();
  return true;
}

}  // namespace bff::plan
