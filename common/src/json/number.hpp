// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace bff::json {

// A number as RFC 8259 §6 writes it: no plus, no leading zeros, digits on both sides of a point.
struct Number {
  std::string_view text;
  // Set when the text is nothing but digits, at most 19 of them, behind an optional minus.
  bool plain = false;
  bool negative = false;
  std::uint64_t magnitude = 0;  // of a plain one
};

// Reads the longest number at `at`. Returns its end; null when there is none, with `at` where it
// stops to be one.
const char* scan_number(const char*& at, const char* end, Number& out) noexcept;

// The whole text as a number, for numbers in quotes.
bool read_number(std::string_view text, Number& out) noexcept;

// The exact value where it is whole, however it is written: 5, 5.0, 0.5e1, 500e-2. False where it
// is not, or does not fit. The time is linear in the text's length, whatever its exponent.
bool to_int64(const Number& number, std::int64_t& out) noexcept;
bool to_uint64(const Number& number, std::uint64_t& out) noexcept;

// The nearest value. False where it is too large; one that is too small becomes a zero.
bool to_double(const Number& number, double& out) noexcept;
bool to_float(const Number& number, float& out) noexcept;

}  // namespace bff::json
