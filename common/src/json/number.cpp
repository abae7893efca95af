// SPDX-License-Identifier: Apache-2.0
#include "json/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "base/ascii.hpp"

namespace bff::json {
namespace {

const char* skip_digits(const char* at, const char* end) noexcept {
  while (at != end && is_digit(*at)) ++at;
  return at;
}

// Digits without a value of their own: the first one's place is 10^(point - 1).
struct Decimal {
  std::string_view whole, fraction;  // the digits before and behind the point
  std::int64_t point;                // how many of all digits stand before the scaled point
};

// An exponent beyond this makes any number that fits into memory zero, huge or no whole one.
constexpr std::int64_t kMaxExponent = std::int64_t{1} << 40;

Decimal decimal(const Number& number) noexcept {
  const char* at = number.text.data() + (number.negative ? 1 : 0);
  const char* const end = number.text.data() + number.text.size();
  const auto digits = [&] {
    const char* const begin = at;
    at = skip_digits(at, end);
    return std::string_view(begin, static_cast<std::size_t>(at - begin));
  };
  Decimal out{digits(), {}, 0};
  if (at != end && *at == '.') {
    ++at;
    out.fraction = digits();
  }
  std::int64_t exponent = 0;
  if (at != end) {
    ++at;  // the e
    const bool negative = *at == '-';
    if (!is_digit(*at)) ++at;
    for (; at != end; ++at) exponent = std::min(exponent * 10 + (*at - '0'), kMaxExponent);
    if (negative) exponent = -exponent;
  }
  out.point = static_cast<std::int64_t>(out.whole.size()) + exponent;
  return out;
}

// |number|, when it is whole and fits.
bool whole_magnitude(const Number& number, std::uint64_t& out) noexcept {
  if (number.plain) {
    out = number.magnitude;
    return true;
  }
  const Decimal form = decimal(number);
  std::uint64_t value = 0;
  std::int64_t place = 0;
  const auto times_ten_plus = [&](unsigned digit) {
    return !__builtin_mul_overflow(value, std::uint64_t{10}, &value) &&
           !__builtin_add_overflow(value, std::uint64_t{digit}, &value);
  };
  for (const std::string_view part : {form.whole, form.fraction}) {
    for (const char c : part) {
      const auto digit = static_cast<unsigned>(c - '0');
      if (place++ < form.point ? !times_ten_plus(digit) : digit != 0) return false;
    }
  }
  if (value != 0) {
    for (; place < form.point; ++place) {  // at most 20 times until it does not fit
      if (!times_ten_plus(0)) return false;
    }
  }
  out = value;
  return true;
}

// Whether a value that no float can hold is too large, rather than too small.
bool is_large(const Number& number) noexcept {
  const Decimal form = decimal(number);
  std::int64_t place = form.point;
  for (const std::string_view part : {form.whole, form.fraction}) {
    for (const char c : part) {
      if (c != '0') return place > 0;
      --place;
    }
  }
  return false;
}

template <class Float>
bool to_floating(const Number& number, Float& out) noexcept {
  if (number.plain && number.magnitude <= std::uint64_t{1} << std::numeric_limits<Float>::digits) {
    const auto value = static_cast<Float>(number.magnitude);  // exact
    out = number.negative ? -value : value;
    return true;
  }
  Float value = 0;
  const auto [end, error] =
      std::from_chars(number.text.data(), number.text.data() + number.text.size(), value);
  if (error == std::errc::result_out_of_range || std::isinf(value)) {
    if (is_large(number)) return false;
    value = number.negative ? -Float{0} : Float{0};
  }
  out = value;
  return true;
}

}  // namespace

const char* scan_number(const char*& at, const char* end, Number& out) noexcept {
  const char* const begin = at;
  const char* p = begin;
  out = Number{};
  if (p != end && *p == '-') {
    out.negative = true;
    ++p;
  }
  const char* const digits = p;
  std::uint64_t value = 0;  // of the first 19 digits it is exact, of more of no use
  while (p != end && is_digit(*p)) value = value * 10 + static_cast<unsigned>(*p++ - '0');
  const auto fail = [&]() -> const char* {
    at = p;
    return nullptr;
  };
  if (p == digits) return fail();
  if (*digits == '0' && p - digits > 1) {
    p = digits + 1;
    return fail();
  }
  out.plain = p - digits <= 19;
  out.magnitude = value;
  if (p != end && *p == '.') {
    out.plain = false;
    const char* const fraction = ++p;
    p = skip_digits(p, end);
    if (p == fraction) return fail();
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    out.plain = false;
    if (++p != end && (*p == '+' || *p == '-')) ++p;
    const char* const exponent = p;
    p = skip_digits(p, end);
    if (p == exponent) return fail();
  }
  out.text = {begin, static_cast<std::size_t>(p - begin)};
  return p;
}

bool read_number(std::string_view text, Number& out) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  return scan_number(at, end, out) == end;
}

bool to_int64(const Number& number, std::int64_t& out) noexcept {
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  std::uint64_t magnitude;
  if (!whole_magnitude(number, magnitude)) return false;
  if (magnitude > kMax + (number.negative ? 1 : 0)) return false;
  out = static_cast<std::int64_t>(number.negative ? 0 - magnitude : magnitude);
  return true;
}

bool to_uint64(const Number& number, std::uint64_t& out) noexcept {
  return whole_magnitude(number, out) && (!number.negative || out == 0);
}

bool to_double(const Number& number, double& out) noexcept { return to_floating(number, out); }
bool to_float(const Number& number, float& out) noexcept { return to_floating(number, out); }

}  // namespace bff::json
