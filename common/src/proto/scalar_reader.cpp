// SPDX-License-Identifier: Apache-2.0
#include "proto/scalar_reader.hpp"

#include <bit>
#include <limits>
#include <optional>

namespace bff::proto {
namespace {

using Kind = json::Reader::Kind;

template <class Integer>
bool fits(std::int64_t value) noexcept {
  return value >= std::numeric_limits<Integer>::min() &&
         value <= std::numeric_limits<Integer>::max();
}

bool int32_bits(const json::Number& number, std::uint64_t& out) noexcept {
  std::int64_t value;
  if (!json::to_int64(number, value) || !fits<std::int32_t>(value)) return false;
  out = static_cast<std::uint64_t>(value);
  return true;
}

bool int64_bits(const json::Number& number, std::uint64_t& out) noexcept {
  std::int64_t value;
  if (!json::to_int64(number, value)) return false;
  out = static_cast<std::uint64_t>(value);
  return true;
}

// The sign goes into the lowest bit, so that small negative numbers stay short.
std::uint64_t zigzag(std::uint64_t bits) noexcept {
  return bits << 1 ^ static_cast<std::uint64_t>(static_cast<std::int64_t>(bits) >> 63);
}

std::uint64_t double_bits(double value) noexcept { return std::bit_cast<std::uint64_t>(value); }
std::uint64_t float_bits(float value) noexcept { return std::bit_cast<std::uint32_t>(value); }

bool number_bits(FieldType type, const json::Number& number, std::uint64_t& out) noexcept {
  double real;
  float small;
  switch (type) {
    case FieldType::int32:
    case FieldType::sfixed32:
      return int32_bits(number, out);
    case FieldType::sint32:
      if (!int32_bits(number, out)) return false;
      out = zigzag(out);
      return true;
    case FieldType::int64:
    case FieldType::sfixed64:
      return int64_bits(number, out);
    case FieldType::sint64:
      if (!int64_bits(number, out)) return false;
      out = zigzag(out);
      return true;
    case FieldType::uint32:
    case FieldType::fixed32:
      return json::to_uint64(number, out) && out <= std::numeric_limits<std::uint32_t>::max();
    case FieldType::uint64:
    case FieldType::fixed64:
      return json::to_uint64(number, out);
    case FieldType::float64:
      if (!json::to_double(number, real)) return false;
      out = double_bits(real);
      return true;
    case FieldType::float32:
      if (!json::to_float(number, small)) return false;
      out = float_bits(small);
      return true;
    default:
      return false;
  }
}

template <class Float>
bool not_finite(std::string_view text, Float& out) noexcept {
  using Limits = std::numeric_limits<Float>;
  if (text == "NaN") {
    out = Limits::quiet_NaN();
  } else if (text == "Infinity") {
    out = Limits::infinity();
  } else if (text == "-Infinity") {
    out = -Limits::infinity();
  } else {
    return false;
  }
  return true;
}

// A number in quotes, which may also be none.
bool quoted_bits(FieldType type, std::string_view text, std::uint64_t& out) noexcept {
  double real;
  float small;
  if (type == FieldType::float64 && not_finite(text, real)) {
    out = double_bits(real);
    return true;
  }
  if (type == FieldType::float32 && not_finite(text, small)) {
    out = float_bits(small);
    return true;
  }
  json::Number number;
  return json::read_number(text, number) && number_bits(type, number, out);
}

}  // namespace

std::string_view ScalarReader::decoded(const json::Text& text) {
  auto* const begin = static_cast<char*>(scratch_.allocate(text.raw.size(), 1));
  return {begin, static_cast<std::size_t>(json::decode(text, begin) - begin)};
}

ScalarReader::Got ScalarReader::bits(const Field& field, std::uint64_t& out) {
  if (field.type == FieldType::enumeration) return enumeration(*field.enumeration, out);
  if (field.type != FieldType::boolean) {
    return number(field.type, out) ? Got::value : Got::failed;
  }
  bool truth;
  if (in_.peek() != Kind::boolean || !in_.boolean(truth)) return Got::failed;
  out = truth ? 1 : 0;
  return Got::value;
}

bool ScalarReader::number(FieldType type, std::uint64_t& out) {
  const Kind kind = in_.peek();
  if (kind == Kind::number) {
    json::Number number;
    return in_.number(number) && number_bits(type, number, out);
  }
  json::Text text;
  return kind == Kind::text && in_.text(text) && quoted_bits(type, plain(text), out);
}

ScalarReader::Got ScalarReader::enumeration(const EnumTable& table, std::uint64_t& out) {
  const Kind kind = in_.peek();
  if (kind == Kind::null && table.null_value) {
    out = 0;
    return in_.null() ? Got::value : Got::failed;
  }
  if (kind == Kind::number) {
    json::Number number;
    if (!in_.number(number) || !int32_bits(number, out)) return Got::failed;
    const bool known = !table.closed || table.find(static_cast<std::int32_t>(out)) != nullptr;
    return known ? Got::value : Got::failed;
  }
  json::Text text;
  if (kind != Kind::text || !in_.text(text)) return Got::failed;
  const std::optional<std::int32_t> number = table.find(plain(text), options_.short_enum_names);
  if (!number) return options_.ignore_unknown ? Got::nothing : Got::failed;
  out = static_cast<std::uint64_t>(std::int64_t{*number});
  return Got::value;
}

bool ScalarReader::key(const Field& field, std::string_view text, std::uint64_t& out) noexcept {
  if (field.type != FieldType::boolean) {
    json::Number number;
    return json::read_number(text, number) && number_bits(field.type, number, out);
  }
  out = text == "true" ? 1 : 0;
  return text == "true" || text == "false";
}

std::string_view ScalarReader::expectation(const Field& field) noexcept {
  switch (field.type) {
    case FieldType::float64:
      return "a double";
    case FieldType::float32:
      return "a float";
    case FieldType::int64:
    case FieldType::sint64:
    case FieldType::sfixed64:
      return "an int64";
    case FieldType::uint64:
    case FieldType::fixed64:
      return "a uint64";
    case FieldType::int32:
    case FieldType::sint32:
    case FieldType::sfixed32:
      return "an int32";
    case FieldType::uint32:
    case FieldType::fixed32:
      return "a uint32";
    case FieldType::boolean:
      return "true or false";
    case FieldType::enumeration:
      return "a name of the enum";
    case FieldType::bytes:
      return "base64 in a string";
    case FieldType::text:
      return "a string";
    case FieldType::group:
    case FieldType::message:
      break;
  }
  return "an object";
}

}  // namespace bff::proto
