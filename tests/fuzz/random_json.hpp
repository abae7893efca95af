// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <string>

#include "fuzz/choices.hpp"

namespace bff::fuzz {

// A message as proto3 JSON, mostly right: fields in any order by either of their names, every way
// to write a value, and now and then a value, a name or a byte that is wrong.
std::string random_json(Choices& choices, const google::protobuf::Descriptor& type);

}  // namespace bff::fuzz
