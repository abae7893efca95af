// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "unit/plan/random/reference/value.hpp"

namespace bff::random_plans {

// Puts a value into a field of a request, by reflection: a list's elements one by one, numbers
// widened, a scalar into its wrapper; null leaves the field unset.
void put(google::protobuf::Message& into, const google::protobuf::FieldDescriptor& field,
         const Value& value, const Values& values);

// The field's message, or a new element of it.
google::protobuf::Message& open(google::protobuf::Message& into,
                                const google::protobuf::FieldDescriptor& field);

}  // namespace bff::random_plans
