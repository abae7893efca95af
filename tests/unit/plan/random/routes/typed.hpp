// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <google/protobuf/descriptor.h>

#include "support/reference_json.hpp"

namespace bff::random_plans {

// What an expression is, as the language's types have it. A singular wrapper is its scalar.
struct Typed {
  const google::protobuf::Descriptor* message = nullptr;     // a message
  const google::protobuf::FieldDescriptor* field = nullptr;  // a scalar or an enum; a list or a map
  bool many = false;
  bool crossed = false;  // a list that `[]` made: of `message`s or of values like `field`
  bool nullable = false;

  bool is_plain() const { return field != nullptr && message == nullptr && !many; }
  bool is_map() const { return many && !crossed && field->is_map(); }
};

// A value of the field, or one element of it.
inline Typed single(const google::protobuf::FieldDescriptor& field) {
  if (field.message_type() == nullptr) return {.field = &field};
  if (const auto* held = test::reference::wrapped(*field.message_type())) return {.field = held};
  return {.message = field.message_type()};
}

inline Typed typed(const google::protobuf::FieldDescriptor& field) {
  if (field.is_repeated()) return {.field = &field, .many = true};
  Typed made = single(field);
  made.nullable = field.has_presence();
  return made;
}

inline Typed element_of(const Typed& list) {
  if (list.crossed) {
    Typed one = list;
    one.many = one.crossed = one.nullable = false;
    return one;
  }
  return single(list.is_map() ? *list.field->message_type()->map_value() : *list.field);
}

inline bool same(const Typed& a, const Typed& b) {
  if (a.many || b.many) return false;
  if (a.message != nullptr || b.message != nullptr) return a.message == b.message;
  using Field = google::protobuf::FieldDescriptor;
  return a.field->cpp_type() == b.field->cpp_type() &&
         (a.field->type() == Field::TYPE_BYTES) == (b.field->type() == Field::TYPE_BYTES) &&
         a.field->enum_type() == b.field->enum_type();
}

}  // namespace bff::random_plans
