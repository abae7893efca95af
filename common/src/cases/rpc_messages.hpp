// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "plan/plan.hpp"
#include "proto/schema.hpp"

// The messages of a call's method, by name.
namespace bff::cases {

// The method of "/pkg.Service/Method". Precondition: the schema has it, as that of every plan does.
const google::protobuf::MethodDescriptor& method_of(std::string_view path,
                                                    const proto::Schema& schema);
const proto::MessageTable& request_of(const plan::Call& call, const proto::Schema& schema);
const proto::MessageTable& response_of(const plan::Call& call, const proto::Schema& schema);

// The same message with its fields in the order of their numbers and the entries of maps in that
// of their keys, so that equal messages are equal bytes.
std::string in_field_order(std::string_view bytes, const proto::MessageTable& message,
                           const proto::Schema& schema);

// The message as proto3 JSON with the names of the proto, for people.
std::string json_of(std::string_view bytes, const google::protobuf::Descriptor& message);

}  // namespace bff::cases
