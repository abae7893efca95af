// SPDX-License-Identifier: Apache-2.0
#include "cases/copy_field.hpp"

namespace bff::cases {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// `index` below zero: `from` is singular.
void copy(const Message& source, const FieldDescriptor& from, int index, Message& target,
          const FieldDescriptor& to) {
  const auto& in = *source.GetReflection();
  const auto& out = *target.GetReflection();
  using R = google::protobuf::Reflection;
  const auto put = [&](auto get, auto get_one, auto set) {
    (out.*set)(&target, &to,
               index < 0 ? (in.*get)(source, &from) : (in.*get_one)(source, &from, index));
  };
  switch (from.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(&R::GetInt32, &R::GetRepeatedInt32, &R::SetInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&R::GetInt64, &R::GetRepeatedInt64, &R::SetInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&R::GetUInt32, &R::GetRepeatedUInt32, &R::SetUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&R::GetUInt64, &R::GetRepeatedUInt64, &R::SetUInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&R::GetDouble, &R::GetRepeatedDouble, &R::SetDouble);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(&R::GetFloat, &R::GetRepeatedFloat, &R::SetFloat);
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&R::GetBool, &R::GetRepeatedBool, &R::SetBool);
    case FieldDescriptor::CPPTYPE_ENUM:
      return put(&R::GetEnumValue, &R::GetRepeatedEnumValue, &R::SetEnumValue);
    case FieldDescriptor::CPPTYPE_STRING:
      return out.SetString(
          &target, &to,
          index < 0 ? in.GetString(source, &from) : in.GetRepeatedString(source, &from, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

}  // namespace

bool copy_scalar(const Message& source, const FieldDescriptor& from, Message& target,
                 const FieldDescriptor& to) {
  const bool scalars = !from.is_repeated() && !to.is_repeated() && from.type() == to.type() &&
                       from.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE &&
                       from.enum_type() == to.enum_type();
  if (scalars) copy(source, from, -1, target, to);
  return scalars;
}

void copy_element(const Message& source, const FieldDescriptor& from, int index, Message& target,
                  const FieldDescriptor& to) {
  copy(source, from, index, target, to);
}

}  // namespace bff::cases
