// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/message.h>

namespace bff::cases {

// Sets `to`, a singular field, to what the singular scalar `from` holds. False, and nothing
// happens, when they are not scalars of one type.
bool copy_scalar(const google::protobuf::Message& source,
                 const google::protobuf::FieldDescriptor& from, google::protobuf::Message& target,
                 const google::protobuf::FieldDescriptor& to);

// Sets `to` to element `index` of the repeated scalar `from`, which has its type.
void copy_element(const google::protobuf::Message& source,
                  const google::protobuf::FieldDescriptor& from, int index,
                  google::protobuf::Message& target, const google::protobuf::FieldDescriptor& to);

}  // namespace bff::cases
