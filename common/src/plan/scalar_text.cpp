// SPDX-License-Identifier: Apache-2.0
#include "plan/scalar_text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdio>
#include <limits>

#include "plan/arguments.hpp"

namespace bff::plan {
namespace {

using proto::Cell;
using proto::FieldType;

bool all_digits(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 8259 section 6: no plus, no leading zeros.
bool is_json_integer(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  return all_digits(text) && (text.size() == 1 || text[0] != '0');
}

bool is_json_number(std::string_view text) noexcept {
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view exponent = text.substr(e + 1);
    if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
    if (!all_digits(exponent)) return false;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    if (!all_digits(text.substr(point + 1))) return false;
    text = text.substr(0, point);
  }
  return is_json_integer(text);
}

// The whole text as a number of this C++ type; out of range is refused.
template <class Number>
bool parse(std::string_view text, Number& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

template <class Integer>
bool parse_integer(std::string_view text, Cell& out) noexcept {
  Integer number = 0;
  if (!is_json_integer(text)) return false;
  // "-0" is zero in every integer type; from_chars takes no minus for unsigned ones.
  if (text == "-0") text = "0";
  if (!parse(text, number)) return false;
  out = Cell::number(static_cast<std::uint64_t>(static_cast<std::int64_t>(number)));
  return true;
}

template <class Float, class Bits>
bool parse_float(std::string_view text, Cell& out) noexcept {
  Float number = 0;
  if (text == "NaN") {
    number = std::numeric_limits<Float>::quiet_NaN();
  } else if (text == "Infinity") {
    number = std::numeric_limits<Float>::infinity();
  } else if (text == "-Infinity") {
    number = -std::numeric_limits<Float>::infinity();
  } else if (!is_json_number(text) || !parse(text, number)) {
    return false;
  }
  out = Cell::number(std::bit_cast<Bits>(number));
  return true;
}

long double as_number(const Cell& cell, FieldType type) noexcept {
  if (type == FieldType::float64) return std::bit_cast<double>(cell.bits);
  if (type == FieldType::float32) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(cell.bits));
  }
  if (is_unsigned(type)) return static_cast<long double>(cell.bits);
  return static_cast<long double>(static_cast<std::int64_t>(cell.bits));
}

std::string_view a_value_of(FieldType type) noexcept {
  switch (type) {
    case FieldType::boolean:
      return "true or false";
    case FieldType::int32:
    case FieldType::sint32:
    case FieldType::sfixed32:
      return "an int32";
    case FieldType::int64:
    case FieldType::sint64:
    case FieldType::sfixed64:
      return "an int64";
    case FieldType::uint32:
    case FieldType::fixed32:
      return "a uint32";
    case FieldType::uint64:
    case FieldType::fixed64:
      return "a uint64";
    case FieldType::float32:
      return "a float";
    case FieldType::float64:
      return "a double";
    default:
      return "a text";
  }
}

std::string bound_text(long double bound, FieldType type) {
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof buffer, is_float(type) ? "%.15Lg" : "%.0Lf", bound);
  return {buffer, static_cast<std::size_t>(size)};
}

bool has_short_names(const Input& input) noexcept {
  return input.enums == proto::JsonFormat::Enums::short_name;
}

std::string one_of(const std::vector<std::string_view>& names) {
  constexpr std::size_t kListed = 12;  // a problem is no place for an enum of hundreds
  std::string out = "one of ";
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) {
    out += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  return names.size() > kListed ? out + ", …" : out;
}

}  // namespace

bool parse_scalar(std::string_view text, FieldType type, Cell& out) {
  switch (type) {
    case FieldType::text:
      out = Cell::view(text);
      return true;
    case FieldType::boolean:
      out = Cell::number(text == "true" ? 1 : 0);
      return text == "true" || text == "false";
    case FieldType::int32:
    case FieldType::sint32:
    case FieldType::sfixed32:
      return parse_integer<std::int32_t>(text, out);
    case FieldType::int64:
    case FieldType::sint64:
    case FieldType::sfixed64:
      return parse_integer<std::int64_t>(text, out);
    case FieldType::uint32:
    case FieldType::fixed32:
      return parse_integer<std::uint32_t>(text, out);
    case FieldType::uint64:
    case FieldType::fixed64:
      return parse_integer<std::uint64_t>(text, out);
    case FieldType::float32:
      return parse_float<float, std::uint32_t>(text, out);
    case FieldType::float64:
      return parse_float<double, std::uint64_t>(text, out);
    case FieldType::bytes:
    case FieldType::enumeration:
    case FieldType::message:
    case FieldType::group:
      return false;  // no scalar
  }
  return false;
}

bool parse_value(std::string_view text, const Input& input, Cell& out) {
  if (input.enumeration == nullptr) return parse_scalar(text, input.type, out);
  const proto::EnumTable& table = *input.enumeration;
  if (const auto number = table.find(text, has_short_names(input))) {
    out = Cell::number(static_cast<std::uint64_t>(std::int64_t{*number}));
    return true;
  }
  return parse_integer<std::int32_t>(text, out) &&
         (!table.closed || table.find(static_cast<std::int32_t>(out.bits)) != nullptr);
}

std::vector<std::string_view> names_of(const Input& input) {
  std::vector<std::string_view> names;
  for (const auto& value : input.enumeration->values) {
    names.push_back(has_short_names(input) ? value.short_name : value.full_name);
  }
  return names;
}

bool within_bounds(const Cell& cell, const Input& input) noexcept {
  if (!input.min && !input.max) return true;
  const long double number = as_number(cell, input.type);
  // Written so that NaN, which compares false with everything, is outside.
  return (!input.min || number >= *input.min) && (!input.max || number <= *input.max);
}

bool matches(std::string_view text, const Input& input) {
  return !input.pattern || re2::RE2::FullMatch({text.data(), text.size()}, *input.pattern);
}

std::string expectation(const Input& input) {
  std::string text =
      input.enumeration != nullptr ? one_of(names_of(input)) : std::string(a_value_of(input.type));
  if (input.pattern) text += " that matches '" + input.pattern->pattern() + "'";
  if (input.min && input.max) {
    text +=
        " from " + bound_text(*input.min, input.type) + " to " + bound_text(*input.max, input.type);
  } else if (input.min) {
    text += ", at least " + bound_text(*input.min, input.type);
  } else if (input.max) {
    text += ", at most " + bound_text(*input.max, input.type);
  }
  return text;
}

}  // namespace bff::plan
