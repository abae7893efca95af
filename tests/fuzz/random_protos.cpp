// SPDX-License-Identifier: Apache-2.0
#include "fuzz/random_protos.hpp"

#include <string>

namespace bff::fuzz {

namespace pb = google::protobuf;
using FieldProto = pb::FieldDescriptorProto;

namespace {

constexpr FieldProto::Type kScalars[] = {
    FieldProto::TYPE_DOUBLE,   FieldProto::TYPE_FLOAT,  FieldProto::TYPE_INT64,
    FieldProto::TYPE_UINT64,   FieldProto::TYPE_INT32,  FieldProto::TYPE_FIXED64,
    FieldProto::TYPE_FIXED32,  FieldProto::TYPE_BOOL,   FieldProto::TYPE_STRING,
    FieldProto::TYPE_BYTES,    FieldProto::TYPE_UINT32, FieldProto::TYPE_SFIXED32,
    FieldProto::TYPE_SFIXED64, FieldProto::TYPE_SINT32, FieldProto::TYPE_SINT64,
    FieldProto::TYPE_STRING};
constexpr FieldProto::Type kKeys[] = {
    FieldProto::TYPE_STRING,  FieldProto::TYPE_INT32,    FieldProto::TYPE_INT64,
    FieldProto::TYPE_UINT32,  FieldProto::TYPE_UINT64,   FieldProto::TYPE_BOOL,
    FieldProto::TYPE_SINT32,  FieldProto::TYPE_SINT64,   FieldProto::TYPE_FIXED32,
    FieldProto::TYPE_FIXED64, FieldProto::TYPE_SFIXED32, FieldProto::TYPE_SFIXED64};
constexpr const char* kKnown[] = {"Timestamp",   "Duration",   "FieldMask",   "Struct",
                                  "Value",       "ListValue",  "Any",         "Empty",
                                  "DoubleValue", "FloatValue", "Int64Value",  "UInt64Value",
                                  "Int32Value",  "BoolValue",  "StringValue", "BytesValue"};
constexpr const char* kFiles[] = {"any",    "duration",  "empty",   "field_mask",
                                  "struct", "timestamp", "wrappers"};

class FileMaker {
 public:
  explicit FileMaker(Choices& choices) : choices_(choices) {}

  pb::FileDescriptorProto make() {
    file_.set_name("r.proto");
    file_.set_package("r");
    file_.set_syntax("proto3");
    for (const char* name : kFiles) {
      file_.add_dependency(std::string("google/protobuf/") + name + ".proto");
    }
    messages_ = 1 + choices_.below(4);
    for (const char* name : {"Kind", "HTTPCode2"}) add_enum(name);
    for (std::size_t i = 0; i < messages_; ++i) add_message("M" + std::to_string(i));
    return std::move(file_);
  }

 private:
  void add_enum(const std::string& name) {
    const std::string prefix = name == "Kind" ? "KIND_" : "HTTP_CODE2_";
    auto& made = *file_.add_enum_type();
    made.set_name(name);
    int number = 0;
    for (const char* value : {"NONE", "A", "B_C"}) {
      auto& one = *made.add_value();
      one.set_name(prefix + value);
      one.set_number(number);
      number = number * 7 + 1 - 2 * static_cast<int>(choices_.below(8));
      while (number == 0 || (made.value_size() > 1 && number == made.value(1).number())) ++number;
    }
    auto& odd = *made.add_value();
    odd.set_name("ODD_" + prefix + "D");
    odd.set_number(1000);
  }

  void add_message(const std::string& name) {
    auto& message = *file_.add_message_type();
    message.set_name(name);
    const std::size_t count = 1 + choices_.below(8);
    std::size_t in_oneof = 0;  // how many of the next fields are members of the current oneof
    for (std::size_t i = 0; i < count; ++i) {
      FieldProto& field = *message.add_field();
      const std::string digits = std::to_string(i);
      constexpr const char* kNames[] = {"f", "two_words_", "camelCase", "Upper_", "d__"};
      field.set_name(kNames[choices_.below(5)] + digits);
      const bool large = choices_.rarely(8);
      field.set_number(
          static_cast<int>(large ? 536'870'911 - i : 1 + i * (1 + choices_.below(3) * 90)));
      while (taken(message, field.number())) field.set_number(field.number() + 1);
      if (choices_.rarely(12)) field.set_json_name("odd \"\\\n\xC3\xA9" + digits);
      field.set_label(FieldProto::LABEL_OPTIONAL);
      set_type(field);
      if (in_oneof > 0) {
        --in_oneof;
        field.set_oneof_index(message.oneof_decl_size() - 1);
        continue;
      }
      switch (choices_.below(8)) {
        case 1:
        case 2:
          field.set_label(FieldProto::LABEL_REPEATED);
          break;
        case 3:
          field.set_proto3_optional(true);
          break;
        case 4:
        case 5:
          make_map(message, field);
          break;
        case 6:
          message.add_oneof_decl()->set_name("o" + digits);
          field.set_oneof_index(message.oneof_decl_size() - 1);
          in_oneof = choices_.below(4);
          break;
        default:
          break;
      }
    }
    for (FieldProto& field : *message.mutable_field()) {  // behind all real oneofs
      if (!field.proto3_optional()) continue;
      message.add_oneof_decl()->set_name("_" + field.name());
      field.set_oneof_index(message.oneof_decl_size() - 1);
    }
  }

  static bool taken(const pb::DescriptorProto& message, int number) {
    int same = 0;
    for (const FieldProto& field : message.field()) same += field.number() == number ? 1 : 0;
    return same > 1;
  }

  void set_type(FieldProto& field) {
    switch (choices_.below(8)) {
      case 0:
      case 1:
      case 2:
        field.set_type(kScalars[choices_.below(std::size(kScalars))]);
        break;
      case 3:
        field.set_type(FieldProto::TYPE_ENUM);
        field.set_type_name(choices_.flag() ? ".r.Kind" : ".r.HTTPCode2");
        break;
      case 4:
        field.set_type(FieldProto::TYPE_MESSAGE);
        field.set_type_name(std::string(".google.protobuf.") +
                            kKnown[choices_.below(std::size(kKnown))]);
        break;
      default:
        field.set_type(FieldProto::TYPE_MESSAGE);
        field.set_type_name(".r.M" + std::to_string(choices_.below(messages_)));
        break;
    }
  }

  // Turns the field into a map whose values have its type.
  void make_map(pb::DescriptorProto& message, FieldProto& field) {
    const std::string name = "m" + std::to_string(message.field_size() - 1);
    auto& entry = *message.add_nested_type();
    entry.set_name("M" + name.substr(1) + "Entry");
    entry.mutable_options()->set_map_entry(true);
    FieldProto& key = *entry.add_field();
    key.set_name("key");
    key.set_number(1);
    key.set_label(FieldProto::LABEL_OPTIONAL);
    key.set_type(kKeys[choices_.below(std::size(kKeys))]);
    FieldProto& value = *entry.add_field();
    value = field;
    value.clear_json_name();
    value.set_name("value");
    value.set_number(2);
    field.set_name(name);
    field.set_label(FieldProto::LABEL_REPEATED);
    field.set_type(FieldProto::TYPE_MESSAGE);
    field.set_type_name(".r." + message.name() + "." + entry.name());
  }

  Choices& choices_;
  pb::FileDescriptorProto file_;
  std::size_t messages_ = 0;
};

}  // namespace

pb::FileDescriptorProto random_file(Choices& choices) { return FileMaker(choices).make(); }

}  // namespace bff::fuzz
