// SPDX-License-Identifier: Apache-2.0
#include "proto/scalar_writer.hpp"

#include <bit>
#include <cmath>

#include "json/writer.hpp"

namespace bff::proto {
namespace {

void append_enum(json::Appender& out, const EnumTable& table, std::int32_t number,
                 const JsonFormat& format) {
  if (table.null_value) {
    out += "null";
    return;
  }
  const EnumTable::Value* const value =
      format.enums == JsonFormat::Enums::number ? nullptr : table.find(number);
  if (value == nullptr) {
    json::append_int(out, number);
  } else {
    const bool shortened = format.enums == JsonFormat::Enums::short_name;
    out += '"';
    out += shortened ? value->short_name : value->full_name;
    out += '"';
  }
}

template <class Float>
bool may_be_written(Float value, const JsonFormat& format) noexcept {
  return format.floats == JsonFormat::Floats::any || std::isfinite(value);
}

}  // namespace

Fault append_scalar(json::Appender& out, const Field& field, const Cell& cell,
                    const JsonFormat& format) {
  switch (field.type) {
    case FieldType::float64: {
      const auto value = std::bit_cast<double>(cell.bits);
      if (!may_be_written(value, format)) return Fault::not_a_number;
      json::append_double(out, value);
      break;
    }
    case FieldType::float32: {
      const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits));
      if (!may_be_written(value, format)) return Fault::not_a_number;
      json::append_float(out, value);
      break;
    }
    case FieldType::int64:
    case FieldType::sfixed64:
    case FieldType::sint64:
      if (format.int64 == JsonFormat::Int64::string) {
        json::append_quoted_int(out, static_cast<std::int64_t>(cell.bits));
      } else {
        json::append_int(out, static_cast<std::int64_t>(cell.bits));
      }
      break;
    case FieldType::uint64:
    case FieldType::fixed64:
      if (format.int64 == JsonFormat::Int64::string) {
        json::append_quoted_uint(out, cell.bits);
      } else {
        json::append_uint(out, cell.bits);
      }
      break;
    case FieldType::int32:
    case FieldType::sfixed32:
    case FieldType::sint32:
      json::append_int(out, static_cast<std::int32_t>(cell.bits));
      break;
    case FieldType::uint32:
    case FieldType::fixed32:
      json::append_uint(out, cell.bits);
      break;
    case FieldType::boolean:
      out += cell.bits != 0 ? "true" : "false";
      break;
    case FieldType::text:
      // A proto3 text was checked when it was read; a proto2 one may hold any bytes.
      if (!field.utf8 && !json::valid_utf8(cell.text())) return Fault::not_utf8;
      json::append_string(out, cell.text());
      break;
    case FieldType::bytes:
      json::append_base64(out, cell.text());
      break;
    case FieldType::enumeration:
      append_enum(out, *field.enumeration, static_cast<std::int32_t>(cell.bits), format);
      break;
    case FieldType::group:
    case FieldType::message:
      break;
  }
  return Fault::none;
}

}  // namespace bff::proto
