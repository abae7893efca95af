// SPDX-License-Identifier: Apache-2.0
#include "cases/rpc_messages.hpp"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <memory>

namespace bff::cases {

using google::protobuf::DynamicMessageFactory;
using google::protobuf::Message;

const google::protobuf::MethodDescriptor& method_of(std::string_view path,
                                                    const proto::Schema& schema) {
  std::string name{path.substr(1)};
  std::ranges::replace(name, '/', '.');
  return *schema.pool().FindMethodByName(name);
}

const proto::MessageTable& request_of(const plan::Call& call, const proto::Schema& schema) {
  return schema.table(*method_of(call.method, schema).input_type());
}

const proto::MessageTable& response_of(const plan::Call& call, const proto::Schema& schema) {
  return schema.table(*method_of(call.method, schema).output_type());
}

std::string in_field_order(std::string_view bytes, const proto::MessageTable& message,
                           const proto::Schema& schema) {
  DynamicMessageFactory factory;
  const std::unique_ptr<Message> parsed{
      factory.GetPrototype(schema.pool().FindMessageTypeByName(message.full_name))->New()};
  parsed->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  std::string out;
  google::protobuf::io::StringOutputStream stream{&out};
  google::protobuf::io::CodedOutputStream coded{&stream};
  coded.SetSerializationDeterministic(true);
  parsed->SerializeToCodedStream(&coded);
  coded.Trim();
  return out;
}

std::string json_of(std::string_view bytes, const google::protobuf::Descriptor& message) {
  DynamicMessageFactory factory;
  const std::unique_ptr<Message> parsed{factory.GetPrototype(&message)->New()};
  parsed->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string out;
  const auto status = google::protobuf::util::MessageToJsonString(*parsed, &out, options);
  return status.ok() ? out : "a message that has no JSON form";
}

}  // namespace bff::cases
