// SPDX-License-Identifier: Apache-2.0
#include "proto/quick_fields.hpp"

#include <limits>

#include "proto/message_table.hpp"
#include "proto/wire.hpp"

namespace bff::proto {
namespace {

using Step = QuickFields::Step;

constexpr std::uint32_t kNumbers = 16;

std::size_t tag_of(std::uint32_t number, wire::Type type) {
  return number << 3 | static_cast<std::uint32_t>(type);
}

Step step_of(const Field& field) {
  switch (field.type) {
    case FieldType::text:
      if (field.repeated) return field.utf8 ? Step::list_text : Step::list_view;
      return field.utf8 ? Step::text : Step::view;
    case FieldType::bytes:
      return field.repeated ? Step::list_view : Step::view;
    case FieldType::message:
      return field.repeated ? Step::list_view : Step::message;
    default:
      break;
  }
  if (field.repeated) return Step::none;
  switch (field.type) {
    case FieldType::int64:
    case FieldType::uint64:
      return Step::varint64;
    case FieldType::int32:
      return Step::varint32;
    case FieldType::enumeration:
      return field.enumeration->closed ? Step::none : Step::varint32;
    case FieldType::boolean:
      return Step::boolean;
    case FieldType::float64:
    case FieldType::fixed64:
    case FieldType::sfixed64:
      return Step::fixed64;
    case FieldType::float32:
    case FieldType::fixed32:
      return Step::fixed32;
    default:
      return Step::none;
  }
}

}  // namespace

void QuickFields::add(const Field& field, std::uint32_t slot) {
  refuse(field.number);
  const Step step = step_of(field);
  if (field.number >= kNumbers || step == Step::none) return;
  if (slot > std::numeric_limits<std::uint16_t>::max()) return;
  entries_[tag_of(field.number, static_cast<wire::Type>(field.wire_type))] = {
      step, static_cast<std::uint16_t>(slot)};
}

void QuickFields::refuse(std::uint32_t number) {
  if (number < kNumbers) known_ = static_cast<std::uint16_t>(known_ | 1U << number);
}

void QuickFields::skip_others() {
  for (std::uint32_t number = 1; number < kNumbers; ++number) {
    if ((known_ >> number & 1) != 0) continue;
    entries_[tag_of(number, wire::Type::varint)].step = Step::skip_varint;
    entries_[tag_of(number, wire::Type::fixed64)].step = Step::skip_fixed64;
    entries_[tag_of(number, wire::Type::length)].step = Step::skip_length;
    entries_[tag_of(number, wire::Type::fixed32)].step = Step::skip_fixed32;
  }
}

}  // namespace bff::proto
