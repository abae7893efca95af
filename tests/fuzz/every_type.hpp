// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.pb.h>

#include <string>
#include <vector>

namespace bff::fuzz {

// fuzz.Every: a message with a field of each type that there is, alone, optional, in a list, in a
// oneof and in maps; and the shop's protos behind it. Files stand after those that they import.
const std::vector<google::protobuf::FileDescriptorProto>& protos();

}  // namespace bff::fuzz
