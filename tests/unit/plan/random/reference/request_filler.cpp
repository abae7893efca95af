// SPDX-License-Identifier: Apache-2.0
#include "unit/plan/random/reference/request_filler.hpp"

namespace bff::random_plans {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

namespace {

void put_scalar(pb::Message& into, const Field& field, const Scalar& scalar) {
  const pb::Reflection& r = *into.GetReflection();
  const bool add = field.is_repeated();
  switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING:
      return add ? r.AddString(&into, &field, scalar.text)
                 : r.SetString(&into, &field, scalar.text);
    case Field::CPPTYPE_BOOL: {
      const bool value = scalar.text == "true";
      return add ? r.AddBool(&into, &field, value) : r.SetBool(&into, &field, value);
    }
    case Field::CPPTYPE_ENUM: {
      const int value = std::stoi(scalar.text);
      return add ? r.AddEnumValue(&into, &field, value) : r.SetEnumValue(&into, &field, value);
    }
    case Field::CPPTYPE_DOUBLE: {
      const double value = scalar.kind == Scalar::Kind::real ? scalar.real : std::stod(scalar.text);
      return add ? r.AddDouble(&into, &field, value) : r.SetDouble(&into, &field, value);
    }
    case Field::CPPTYPE_INT32: {
      const auto value = static_cast<std::int32_t>(std::stoll(scalar.text));
      return add ? r.AddInt32(&into, &field, value) : r.SetInt32(&into, &field, value);
    }
    case Field::CPPTYPE_INT64: {
      const std::int64_t value = std::stoll(scalar.text);
      return add ? r.AddInt64(&into, &field, value) : r.SetInt64(&into, &field, value);
    }
    case Field::CPPTYPE_UINT64: {
      const std::uint64_t value = std::stoull(scalar.text);
      return add ? r.AddUInt64(&into, &field, value) : r.SetUInt64(&into, &field, value);
    }
    case Field::CPPTYPE_UINT32: {
      const auto value = static_cast<std::uint32_t>(std::stoul(scalar.text));
      return add ? r.AddUInt32(&into, &field, value) : r.SetUInt32(&into, &field, value);
    }
    case Field::CPPTYPE_FLOAT: {
      const auto value = scalar.kind == Scalar::Kind::real ? static_cast<float>(scalar.real)
                                                           : std::stof(scalar.text);
      return add ? r.AddFloat(&into, &field, value) : r.SetFloat(&into, &field, value);
    }
    case Field::CPPTYPE_MESSAGE:
      return;
  }
}

}  // namespace

pb::Message& open(pb::Message& into, const Field& field) {
  const pb::Reflection& r = *into.GetReflection();
  return field.is_repeated() ? *r.AddMessage(&into, &field) : *r.MutableMessage(&into, &field);
}

void put(pb::Message& into, const Field& field, const Value& value, const Values& values) {
  if (value.null()) return;
  if (value.kind == Value::Kind::list) {
    for (const Value& element : values.elements(value)) put(into, field, element, values);
    return;
  }
  if (field.message_type() == nullptr) return put_scalar(into, field, values.scalar(value));
  pb::Message& message = open(into, field);
  if (const Field* held = test::reference::wrapped(*field.message_type())) {
    return put_scalar(message, *held, values.scalar(value));
  }
  message.ParseFromString(value.message->SerializeAsString());
}

}  // namespace bff::random_plans
