// SPDX-License-Identifier: Apache-2.0
#include "transcode/binding.hpp"

namespace bff::transcode {

using proto::Field;
using proto::FieldType;
using proto::WellKnown;

namespace {

const proto::MessageTable* raw(const proto::Field* field, const proto::MessageTable* whole) {
  if (field != nullptr && field->repeated) return nullptr;
  const proto::MessageTable* table = field != nullptr ? field->message : whole;
  return table != nullptr && is_http_body(*table) ? table : nullptr;
}

}  // namespace

bool has_fields(const Field& field) noexcept {
  return field.type == FieldType::message && field.message->well_known == WellKnown::none;
}

const Field& value_of(const Field& field) noexcept {
  const Field* value = &field;
  if (value->map) value = value->message->find(2U);
  const bool wraps = value->type == FieldType::message && value->message != nullptr &&
                     value->message->well_known == WellKnown::wrapper;
  return wraps ? value->message->fields[0] : *value;
}

bool has_text_form(const Field& field) noexcept {
  const Field& value = value_of(field);
  if (value.type == FieldType::group) return false;
  if (value.type != FieldType::message) return true;
  const WellKnown type = value.message->well_known;
  return type == WellKnown::timestamp || type == WellKnown::duration ||
         type == WellKnown::field_mask;
}

bool is_http_body(const proto::MessageTable& table) noexcept {
  return table.full_name == "google.api.HttpBody";
}

const proto::MessageTable* raw_request(const Binding& binding) noexcept {
  if (binding.body == Binding::Body::none) return nullptr;
  return raw(binding.body_field(), binding.request);
}

const proto::MessageTable* raw_answer(const Binding& binding) noexcept {
  return raw(binding.response_field, binding.response);
}

}  // namespace bff::transcode
