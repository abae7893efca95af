// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <string>
#include <vector>

namespace bff::test {

// Files and reflection's messages about them, made by hand.
struct ReflectedProtos {
  // "shop/v1/NAME.proto": the message NAMEMessage with the field `display_name`, and the service
  // NAMEService with a method; it imports the others.
  static google::protobuf::FileDescriptorProto file(const std::string& name,
                                                    const std::vector<std::string>& imports = {}) {
    google::protobuf::FileDescriptorProto made;
    made.set_name("shop/v1/" + name + ".proto");
    made.set_package("shop.v1");
    made.set_syntax("proto3");
    for (const auto& import : imports) made.add_dependency("shop/v1/" + import + ".proto");
    auto* message = made.add_message_type();
    message->set_name(name + "Message");
    auto* field = message->add_field();
    field->set_name("display_name");
    field->set_number(1);
    field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
    field->set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
    auto* service = made.add_service();
    service->set_name(name + "Service");
    auto* method = service->add_method();
    method->set_name("Get");
    method->set_input_type(".shop.v1." + name + "Message");
    method->set_output_type(".shop.v1." + name + "Message");
    return made;
  }

  static std::string response(const std::vector<google::protobuf::FileDescriptorProto>& files) {
    google::protobuf::UnknownFieldSet list, whole;
    for (const auto& file : files) list.AddLengthDelimited(1, file.SerializeAsString());
    *whole.AddLengthDelimited(4) = bytes_of(list);
    return bytes_of(whole);
  }
  static std::string error(const std::string& text) {
    google::protobuf::UnknownFieldSet parts, whole;
    parts.AddVarint(1, 5);
    parts.AddLengthDelimited(2, text);
    *whole.AddLengthDelimited(7) = bytes_of(parts);
    return bytes_of(whole);
  }
  static std::string bytes_of(const google::protobuf::UnknownFieldSet& message) {
    std::string bytes;
    message.SerializeToString(&bytes);
    return bytes;
  }
};

}  // namespace bff::test
