// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.pb.h>

#include "fuzz/choices.hpp"

namespace bff::fuzz {

// A proto3 file of package `r` with messages M0, M1 …, each of a few fields of any sort: scalars,
// optional ones, lists, maps, oneofs, enums, one another and the well-known types.
google::protobuf::FileDescriptorProto random_file(Choices& choices);

}  // namespace bff::fuzz
