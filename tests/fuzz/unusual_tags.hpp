// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include <string_view>

namespace bff::fuzz {

// Whether a message holds what protobuf's libraries judge in different ways: a tag or a length of
// more than five bytes, or a tag of more than 32 bits. C++ refuses the first, which Go and this
// gateway take, and drops the upper bits of the second, which this gateway refuses.
// `type` null: nothing is known of its fields, only its own tags are looked at.
bool has_unusual_tags(std::string_view bytes, const google::protobuf::Descriptor* type);

}  // namespace bff::fuzz
