// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <string>

#include "fuzz/choices.hpp"

namespace bff::fuzz {

// The bytes of a message as a serialiser may write it, and as only a hand can: fields in any order
// and more than once, messages in pieces, lists packed and not, numbers longer than they need be,
// unknown fields and groups, known ones with a foreign wire type.
std::string random_message(Choices& choices, const google::protobuf::Descriptor& type);

}  // namespace bff::fuzz
